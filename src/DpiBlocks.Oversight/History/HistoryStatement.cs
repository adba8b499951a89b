using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight;

/// <summary>What a log signs about one person's history: how many lines it had at a checkpoint, and which was the last. Nothing in it is trusted.</summary>
/// <remarks>
/// The text of a signed note (C2SP signed-note) of seven lines: <c>DpiBlocks access history v1</c>; the log's origin; the shard in base64; the
/// number of lines; the commitment of the last one in base64, or <c>-</c> when there is none; the size of the log; its root in base64. The first
/// line keeps it from ever being taken for a checkpoint. It names no person: the shard is a hash.
/// </remarks>
/// <param name="Log">The log at the checkpoint.</param>
/// <param name="Shard">The 16 bytes of the person's shard, in base64.</param>
/// <param name="Count">How many lines there were.</param>
/// <param name="Last">The commitment of the last one; null when there was none.</param>
public sealed record HistoryStatement(Checkpoint Log, string Shard, long Count, Digest? Last)
{
    private const string Header = "DpiBlocks access history v1";
    private const string None = "-";

    private static readonly Refusal Malformed = new(AuditRefusalCodes.StatementMalformed, "The text of the note is no statement about a history.");

    /// <summary>Reads the text of a note. Never throws for any text.</summary>
    /// <param name="text">The text, with its final line feed.</param>
    /// <param name="statement">What it says.</param>
    /// <param name="refusal">Why not: <see cref="AuditRefusalCodes.StatementMalformed"/>.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out HistoryStatement? statement, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(text);
        (statement, refusal) = (null, Malformed);
        if (text.Split('\n') is not [Header, { Length: > 0 } origin, var shard, var lines, var last, var size, var root, ""]
            || !StrictBase64.TryDecode(shard, out var key) || key.Length != ShardKey.Length
            || !NoteText.TryReadNumber(lines, out var count) || !NoteText.TryReadNumber(size, out var leaves) || !NoteText.TryReadHash(root, out var hash)
            || count > leaves || (count == 0) != (last == None))
        {
            return false;
        }

        Digest? commitment = null;
        if (count > 0)
        {
            if (!NoteText.TryReadHash(last, out var read))
            {
                return false;
            }

            commitment = read;
        }

        (statement, refusal) = (new HistoryStatement(new Checkpoint(origin, leaves, hash), shard, count, commitment), null);
        return true;
    }

    /// <summary>Writes the text of the note.</summary>
    /// <returns>The text, with its final line feed.</returns>
    public string ToText() => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"{Header}\n{Log.Origin}\n{Shard}\n{Count}\n{(Last is { } last ? NoteText.Format(last) : None)}\n")
        .Append(CultureInfo.InvariantCulture, $"{Log.Size}\n{NoteText.Format(Log.Root)}\n")
        .ToString();
}

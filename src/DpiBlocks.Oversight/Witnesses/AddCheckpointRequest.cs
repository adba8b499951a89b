using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace DpiBlocks.Oversight;

/// <summary>What a log asks of a witness: see that this checkpoint goes on from what you have seen (C2SP tlog-witness, add-checkpoint).</summary>
/// <param name="OldSize">The size that the witness has seen last; 0 for none.</param>
/// <param name="Path">The hashes of the consistency proof from there; empty when the size is 0 or unchanged.</param>
/// <param name="Checkpoint">The signed checkpoint.</param>
public sealed record AddCheckpointRequest(long OldSize, ImmutableArray<Digest> Path, ReadOnlyMemory<byte> Checkpoint)
{
    private const string OldPrefix = "old ";

    /// <summary>Reads a request. Never throws for any bytes.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="request">What it says.</param>
    /// <param name="refusal">Why not: <see cref="AuditRefusalCodes.RequestMalformed"/>.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out AddCheckpointRequest? request, [NotNullWhen(false)] out Refusal? refusal)
    {
        (request, refusal) = (null, NoteRefusals.Request);
        var end = utf8.Span.IndexOf("\n\n"u8);
        if (end < 0 || !NoteText.TryRead(utf8.Span, out _))
        {
            return false;
        }

        var lines = Encoding.UTF8.GetString(utf8.Span[..end]).Split('\n').AsSpan();
        if (!lines[0].StartsWith(OldPrefix, StringComparison.Ordinal) || !NoteText.TryReadNumber(lines[0].AsSpan(OldPrefix.Length), out var size)
            || !NoteText.TryReadHashes(lines[1..], out var path))
        {
            return false;
        }

        (request, refusal) = (new AddCheckpointRequest(size, path, utf8[(end + 2)..]), null);
        return true;
    }

    /// <summary>Writes the body.</summary>
    /// <returns>Its bytes.</returns>
    public byte[] ToUtf8()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{OldPrefix}{OldSize}\n");
        foreach (var hash in Path)
        {
            text.Append(NoteText.Format(hash)).Append('\n');
        }

        return [.. Encoding.UTF8.GetBytes(text.Append('\n').ToString()), .. Checkpoint.Span];
    }
}

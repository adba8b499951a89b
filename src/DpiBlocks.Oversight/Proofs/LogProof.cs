using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight;

/// <summary>An inclusion proof and its checkpoint in one text, to be verified without the log (C2SP tlog-proof). Nothing in it is trusted.</summary>
public sealed record LogProof
{
    private const string Header = "c2sp.org/tlog-proof@v1";
    private const string ExtraPrefix = "extra ";
    private const string IndexPrefix = "index ";

    /// <summary>Gets the index of the entry, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>Gets the hashes, from the leaf's neighbour to the root's child.</summary>
    public required ImmutableArray<Digest> Path { get; init; }

    /// <summary>Gets the checkpoint, as it came.</summary>
    public required ReadOnlyMemory<byte> Checkpoint { get; init; }

    /// <summary>Gets what else the maker wanted to say; nothing vouches for it. Null when there is nothing.</summary>
    public ReadOnlyMemory<byte>? Extra { get; init; }

    /// <summary>Reads a proof. Never throws for any bytes.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="proof">What it says.</param>
    /// <param name="refusal">Why not: <see cref="AuditRefusalCodes.ProofMalformed"/>.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out LogProof? proof, [NotNullWhen(false)] out Refusal? refusal)
    {
        (proof, refusal) = (null, NoteRefusals.Proof);

        // The head ends at the first empty line; all after it is the checkpoint.
        var end = utf8.Span.IndexOf("\n\n"u8);
        if (end < 0 || !NoteText.TryRead(utf8.Span, out _))
        {
            return false;
        }

        var lines = Encoding.UTF8.GetString(utf8.Span[..end]).Split('\n').AsSpan();
        if (lines[0] != Header)
        {
            return false;
        }

        lines = lines[1..];
        byte[]? extra = null;
        if (lines is [var first, ..] && first.StartsWith(ExtraPrefix, StringComparison.Ordinal))
        {
            if (!StrictBase64.TryDecode(first.AsSpan(ExtraPrefix.Length), out extra))
            {
                return false;
            }

            lines = lines[1..];
        }

        if (lines is not [var second, ..] || !second.StartsWith(IndexPrefix, StringComparison.Ordinal)
            || !NoteText.TryReadNumber(second.AsSpan(IndexPrefix.Length), out var index) || !NoteText.TryReadHashes(lines[1..], out var path))
        {
            return false;
        }

        (proof, refusal) = (new LogProof { Index = index, Path = path, Checkpoint = utf8[(end + 2)..], Extra = extra is null ? default(ReadOnlyMemory<byte>?) : extra }, null);
        return true;
    }

    /// <summary>Writes the text.</summary>
    /// <returns>Its bytes.</returns>
    public byte[] ToUtf8()
    {
        var text = new StringBuilder(Header).Append('\n');
        if (Extra is { } extra)
        {
            text.Append(ExtraPrefix).Append(Convert.ToBase64String(extra.Span)).Append('\n');
        }

        text.Append(IndexPrefix).Append(CultureInfo.InvariantCulture, $"{Index}\n");
        foreach (var hash in Path)
        {
            text.Append(NoteText.Format(hash)).Append('\n');
        }

        return [.. Encoding.UTF8.GetBytes(text.Append('\n').ToString()), .. Checkpoint.Span];
    }
}

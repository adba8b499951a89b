using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight;

/// <summary>A text and the signatures below it (C2SP signed-note). Nothing in it is trusted.</summary>
public sealed record SignedNote
{
    /// <summary>How many signatures a note may carry; the specification demands at least 16.</summary>
    public const int MaxSignatures = 64;

    private const string Separator = "\n\n";
    private const string Dash = "— ";

    /// <summary>Gets the text with its final line feed, as it came: what is signed.</summary>
    public required string Text { get; init; }

    /// <summary>Gets the signatures, in the order of their lines.</summary>
    public required ImmutableArray<NoteSignature> Signatures { get; init; }

    /// <summary>Reads a note. Never throws for any bytes.</summary>
    /// <param name="utf8">The note.</param>
    /// <param name="note">What it says.</param>
    /// <param name="refusal">Why not: <see cref="AuditRefusalCodes.NoteMalformed"/>.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out SignedNote? note, [NotNullWhen(false)] out Refusal? refusal)
    {
        (note, refusal) = (null, NoteRefusals.Note);
        if (!NoteText.TryRead(utf8, out var text))
        {
            return false;
        }

        // The text is parted from the signatures by the last empty line.
        var end = text.LastIndexOf(Separator, StringComparison.Ordinal);
        if (end < 0 || !TryParseSignatures(text.AsSpan(end + Separator.Length), out var signatures))
        {
            return false;
        }

        (note, refusal) = (new SignedNote { Text = text[..(end + 1)], Signatures = signatures }, null);
        return true;
    }

    /// <summary>Reads signature lines alone, as a witness answers with. Never throws for any text.</summary>
    internal static bool TryParseSignatures(ReadOnlySpan<char> lines, out ImmutableArray<NoteSignature> signatures)
    {
        signatures = [];
        if (lines is not [.., '\n'])
        {
            return false;
        }

        var read = ImmutableArray.CreateBuilder<NoteSignature>();
        foreach (var line in lines[..^1].Split('\n'))
        {
            if (read.Count == MaxSignatures || !TryParseLine(lines[line], out var signature))
            {
                return false;
            }

            read.Add(signature);
        }

        signatures = read.ToImmutable();
        return true;
    }

    /// <summary>Writes the note.</summary>
    /// <returns>Its bytes.</returns>
    public byte[] ToUtf8()
    {
        var text = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
        {
            AppendLine(text, signature);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Writes one signature line.</summary>
    internal static void AppendLine(StringBuilder text, NoteSignature signature)
    {
        var bytes = new byte[sizeof(uint) + signature.Value.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, signature.KeyId);
        signature.Value.CopyTo(bytes.AsMemory(sizeof(uint)));
        text.Append(Dash).Append(signature.Name).Append(' ').Append(Convert.ToBase64String(bytes)).Append('\n');
    }

    private static bool TryParseLine(ReadOnlySpan<char> line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(Dash, StringComparison.Ordinal))
        {
            return false;
        }

        line = line[Dash.Length..];
        var space = line.IndexOf(' ');
        if (space < 0 || !NoteText.IsName(line[..space]) || !StrictBase64.TryDecode(line[(space + 1)..], out var bytes) || bytes.Length <= sizeof(uint))
        {
            return false;
        }

        signature = new NoteSignature(
            line[..space].ToString(), System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(sizeof(uint)));
        return true;
    }
}

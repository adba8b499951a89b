using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight;

/// <summary>The small forms that notes, checkpoints, proofs and requests share.</summary>
internal static class NoteText
{
    /// <summary>Larger than any note or proof with 64 post-quantum signatures.</summary>
    public const int MaxBytes = 512 * 1024;

    /// <summary>A proof in a tree of less than 2^63 leaves has no more hashes (C2SP tlog-witness, add-checkpoint).</summary>
    public const int MaxHashes = 63;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads UTF-8 without control characters other than the line feed (C2SP signed-note, format).</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (bytes.Length > MaxBytes || !System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return false;
        }

        foreach (var value in bytes)
        {
            if (value < 0x20 && value != '\n')
            {
                return false;
            }
        }

        text = Utf8.GetString(bytes);
        return true;
    }

    /// <summary>Reads a number from 0 to 2^63 - 1 without leading zeroes.</summary>
    public static bool TryReadNumber(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        return text.Length is > 0 and <= 19 && !text.ContainsAnyExceptInRange('0', '9') && (text[0] != '0' || text.Length == 1)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    public static bool TryReadHash(ReadOnlySpan<char> text, out Digest hash)
    {
        var valid = StrictBase64.TryDecode(text, out var bytes) && bytes.Length == MerkleTree.HashLength;
        hash = valid ? new Digest(bytes) : default;
        return valid;
    }

    public static bool TryReadHashes(ReadOnlySpan<string> lines, out ImmutableArray<Digest> hashes)
    {
        hashes = [];
        if (lines.Length > MaxHashes)
        {
            return false;
        }

        var read = ImmutableArray.CreateBuilder<Digest>(lines.Length);
        foreach (var line in lines)
        {
            if (!TryReadHash(line, out var hash))
            {
                return false;
            }

            read.Add(hash);
        }

        hashes = read.MoveToImmutable();
        return true;
    }

    public static string Format(Digest hash)
    {
        Span<byte> bytes = stackalloc byte[MerkleTree.HashLength];
        hash.CopyTo(bytes);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Whether a text can be the name of a key: not empty, no white space, no plus, no control character (C2SP signed-note, format).</summary>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            if (letter is '+' || char.IsWhiteSpace(letter) || char.IsControl(letter))
            {
                return false;
            }
        }

        return text.Length is > 0 and <= 1024;
    }
}

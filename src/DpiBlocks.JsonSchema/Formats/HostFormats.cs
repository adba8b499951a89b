using System.Buffers;

namespace DpiBlocks.JsonSchema.Formats;

/// <summary><c>hostname</c> (RFC 1123, 2.1; RFC 5890, 2.3.2.1), <c>idn-hostname</c> (RFC 5890, 2.3.2.3), <c>ipv4</c> (RFC 2673, 3.2), <c>ipv6</c> (RFC 4291, 2.2).</summary>
internal static class HostFormats
{
    public static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    private const int MaxName = 253;
    private const int MaxLabel = 63;

    public static bool IsHostname(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > MaxName)
        {
            return false;
        }

        foreach (var part in text.Split((byte)'.'))
        {
            var label = text[part];
            if (!IsLabel(label, international: false) || label.Length > MaxLabel || (Punycode.IsEncoded(label) && !IdnaLabel.IsEncoded(label)))
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsIdnHostname(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > MaxName * 4)
        {
            return false;
        }

        // The full stops of RFC 3490, 3.1, which IDNA2008 leaves to the reader (RFC 5895, 2).
        var labels = Documents.Utf8Text.Text(text).Split('.', '。', '．', '｡');
        var length = labels.Length - 1;
        var bidi = labels.Any(label => IdnaLabel.IsRightToLeft(label));
        foreach (var label in labels)
        {
            var encoded = IdnaLabel.EncodedLength(label, bidi);
            if (encoded is 0 or > MaxLabel)
            {
                return false;
            }

            length += encoded;
        }

        return length <= MaxName;
    }

    public static bool IsIpv4(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var part in text.Split((byte)'.'))
        {
            var digits = text[part];
            if (++count > 4 || digits.Length is 0 or > 3 || (digits.Length > 1 && digits[0] == '0') || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
                || int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) > 255)
            {
                return false;
            }
        }

        return count == 4;
    }

    public static bool IsIpv6(ReadOnlySpan<byte> text)
    {
        var gap = text.IndexOf("::"u8);
        if (gap < 0)
        {
            return Groups(text, mayEndInIpv4: true) == 8;
        }

        var before = text[..gap];
        var after = text[(gap + 2)..];
        var (first, second) = (before.IsEmpty ? 0 : Groups(before, mayEndInIpv4: false), after.IsEmpty ? 0 : Groups(after, mayEndInIpv4: true));
        return first >= 0 && second >= 0 && first + second <= 7;
    }

    /// <summary>Whether it is a label of letters, digits and inner hyphens; international, of what is not ASCII too.</summary>
    public static bool IsLabel(ReadOnlySpan<byte> label, bool international)
    {
        if (label.IsEmpty || label[0] == '-' || label[^1] == '-')
        {
            return false;
        }

        foreach (var letter in label)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter != '-' && !(international && letter >= 0x80))
            {
                return false;
            }
        }

        return true;
    }

    // How many groups of 16 bits; -1 when it is no such list.
    private static int Groups(ReadOnlySpan<byte> text, bool mayEndInIpv4)
    {
        var count = 0;
        foreach (var part in text.Split((byte)':'))
        {
            var group = text[part];
            if (group.Contains((byte)'.'))
            {
                return mayEndInIpv4 && part.End.Value == text.Length && IsIpv4(group) ? count + 2 : -1;
            }

            if (group.Length is 0 or > 4 || group.ContainsAnyExcept(HexDigits))
            {
                return -1;
            }

            count++;
        }

        return count;
    }
}

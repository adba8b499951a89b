namespace DpiBlocks.JsonSchema.Formats;

/// <summary><c>uri</c>, <c>uri-reference</c> (RFC 3986, appendix A), <c>iri</c>, <c>iri-reference</c> (RFC 3987, 2.2).</summary>
internal static class UriFormats
{
    private const string SubDelims = "!$&'()*+,;=";

    public static bool IsReference(ReadOnlySpan<byte> text, bool international, bool absolute)
    {
        var scheme = SchemeLength(text);
        if (scheme > 0)
        {
            text = text[(scheme + 1)..];
        }
        else if (absolute || FirstSegment(text).Contains((byte)':'))
        {
            return false;
        }

        var fragment = text.IndexOf((byte)'#');
        if (fragment >= 0)
        {
            if (!Is(text[(fragment + 1)..], ":@/?", international))
            {
                return false;
            }

            text = text[..fragment];
        }

        var query = text.IndexOf((byte)'?');
        if (query >= 0)
        {
            if (!Is(text[(query + 1)..], ":@/?", international, isQuery: true))
            {
                return false;
            }

            text = text[..query];
        }

        if (text.StartsWith("//"u8))
        {
            var path = text[2..].IndexOf((byte)'/');
            var authority = path < 0 ? text[2..] : text.Slice(2, path);
            if (!IsAuthority(authority, international))
            {
                return false;
            }

            text = path < 0 ? default : text[(2 + path)..];
        }

        return Is(text, ":@/", international);
    }

    /// <summary>Takes one character that may stand in a template outside expressions (RFC 6570, 2.1).</summary>
    public static bool TryTakeLiteral(ref ReadOnlySpan<byte> text) =>
        text[0] is > 0x20 and < 0x7F && !"\"<>\\^`{|}%"u8.Contains(text[0]) ? TryTake(ref text, 1)
        : text[0] == '%' ? TryTakePercent(ref text)
        : text[0] >= 0x80 && TryTakeInternational(ref text, isQuery: true);

    /// <summary>Takes one character of the name of a variable (RFC 6570, 2.3).</summary>
    public static bool TryTakeVariableCharacter(ref ReadOnlySpan<byte> text) =>
        char.IsAsciiLetterOrDigit((char)text[0]) || text[0] == '_' ? TryTake(ref text, 1) : TryTakePercent(ref text);

    private static bool IsAuthority(ReadOnlySpan<byte> text, bool international)
    {
        var at = text.IndexOf((byte)'@');
        if (at >= 0)
        {
            if (!Is(text[..at], ":", international))
            {
                return false;
            }

            text = text[(at + 1)..];
        }

        var end = text.StartsWith("["u8) ? text.IndexOf((byte)']') + 1 : text.IndexOf((byte)':');
        end = end < 0 ? text.Length : end;
        var host = text[..end];
        var port = text[end..];
        return (text.StartsWith("["u8) ? end > 1 && IsLiteral(host[1..^1]) : Is(host, string.Empty, international))
            && (port.IsEmpty || (port[0] == ':' && !port[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9')));
    }

    private static bool IsLiteral(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is not ((byte)'v' or (byte)'V'))
        {
            return HostFormats.IsIpv6(text);
        }

        // IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )
        var dot = text.IndexOf((byte)'.');
        return dot > 1 && dot + 1 < text.Length && Is(text[(dot + 1)..], ":", international: false) && !text.Contains((byte)'%')
            && !text[1..dot].ContainsAnyExcept(HostFormats.HexDigits);
    }

    private static int SchemeLength(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOf((byte)':');
        if (colon < 1 || !char.IsAsciiLetter((char)text[0]))
        {
            return 0;
        }

        foreach (var letter in text[..colon])
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'+' or (byte)'-' or (byte)'.'))
            {
                return 0;
            }
        }

        return colon;
    }

    private static ReadOnlySpan<byte> FirstSegment(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny("/?#"u8);
        return end < 0 ? text : text[..end];
    }

    // Unreserved characters, sub-delims, percent-encoded ones, and the further ones.
    private static bool Is(ReadOnlySpan<byte> text, string further, bool international, bool isQuery = false)
    {
        while (!text.IsEmpty)
        {
            var letter = (char)text[0];
            var taken = char.IsAsciiLetterOrDigit(letter) || "-._~".Contains(letter, StringComparison.Ordinal) || SubDelims.Contains(letter, StringComparison.Ordinal) || further.Contains(letter, StringComparison.Ordinal)
                ? TryTake(ref text, 1)
                : letter == '%' ? TryTakePercent(ref text)
                : international && letter >= 0x80 && TryTakeInternational(ref text, isQuery);
            if (!taken)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, int count)
    {
        text = text[count..];
        return true;
    }

    private static bool TryTakePercent(ref ReadOnlySpan<byte> text) =>
        text.Length >= 3 && text[0] == '%' && char.IsAsciiHexDigit((char)text[1]) && char.IsAsciiHexDigit((char)text[2]) && TryTake(ref text, 3);

    // ucschar, and in a query iprivate (RFC 3987, 2.2).
    private static bool TryTakeInternational(ref ReadOnlySpan<byte> text, bool isQuery)
    {
        System.Text.Rune.DecodeFromUtf8(text, out var rune, out var length);
        var point = rune.Value;
        var isAllowed = point is (>= 0xA0 and <= 0xD7FF) or (>= 0xF900 and <= 0xFDCF) or (>= 0xFDF0 and <= 0xFFEF)
            || (point is >= 0x10000 and < 0xF0000 && (point & 0xFFFF) < 0xFFFE && point is not (>= 0xE0000 and < 0xE1000))
            || (isQuery && (point is >= 0xE000 and <= 0xF8FF || (point >= 0xF0000 && (point & 0xFFFF) < 0xFFFE)));
        text = text[length..];
        return isAllowed;
    }
}

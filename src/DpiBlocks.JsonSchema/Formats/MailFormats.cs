namespace DpiBlocks.JsonSchema.Formats;

/// <summary><c>email</c> (RFC 5321, 4.1.2, Mailbox) and <c>idn-email</c> (RFC 6531, 3.3).</summary>
internal static class MailFormats
{
    private const int MaxLocal = 64;      // RFC 5321, 4.5.3.1.1

    public static bool IsMailbox(ReadOnlySpan<byte> text, bool international)
    {
        var at = text.LastIndexOf((byte)'@');
        return at is > 0 and <= MaxLocal && IsLocal(text[..at], international) && IsDomain(text[(at + 1)..], international);
    }

    private static bool IsLocal(ReadOnlySpan<byte> text, bool international)
    {
        if (text[0] == '"')
        {
            return text.Length >= 2 && text[^1] == '"' && IsQuoted(text[1..^1], international);
        }

        foreach (var part in text.Split((byte)'.'))
        {
            var atom = text[part];
            if (atom.IsEmpty)
            {
                return false;
            }

            foreach (var letter in atom)
            {
                if (!char.IsAsciiLetterOrDigit((char)letter) && !"!#$%&'*+-/=?^_`{|}~"u8.Contains(letter) && !(international && letter >= 0x80))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsQuoted(ReadOnlySpan<byte> text, bool international)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
                if (i == text.Length || text[i] is < 0x20 or > 0x7E)
                {
                    return false;
                }
            }
            else if (text[i] is < 0x20 or 0x7F or (byte)'"' || (text[i] >= 0x80 && !international))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<byte> text, bool international)
    {
        if (text.Length >= 2 && text[0] == '[' && text[^1] == ']')
        {
            var address = text[1..^1];
            return address.StartsWith("IPv6:"u8) ? HostFormats.IsIpv6(address[5..]) : HostFormats.IsIpv4(address);
        }

        if (text.IsEmpty)
        {
            return false;
        }

        foreach (var part in text.Split((byte)'.'))
        {
            if (!HostFormats.IsLabel(text[part], international))
            {
                return false;
            }
        }

        return true;
    }
}

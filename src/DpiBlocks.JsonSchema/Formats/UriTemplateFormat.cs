namespace DpiBlocks.JsonSchema.Formats;

/// <summary><c>uri-template</c>: RFC 6570, 2.</summary>
internal static class UriTemplateFormat
{
    public static bool IsTemplate(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            if (text[0] == '{')
            {
                var end = text.IndexOf((byte)'}');
                if (end < 0 || !IsExpression(text[1..end]))
                {
                    return false;
                }

                text = text[(end + 1)..];
            }
            else if (!UriFormats.TryTakeLiteral(ref text))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsExpression(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && "+#./;?&=,!@|"u8.Contains(text[0]))
        {
            if ("=,!@|"u8.Contains(text[0]))
            {
                return false;      // reserved for later (2.2)
            }

            text = text[1..];
        }

        foreach (var part in text.Split((byte)','))
        {
            if (!IsVariable(text[part]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsVariable(ReadOnlySpan<byte> text)
    {
        if (text.EndsWith("*"u8))
        {
            text = text[..^1];
        }
        else if (text.IndexOf((byte)':') is var colon and >= 0)
        {
            var length = text[(colon + 1)..];
            if (length.Length is 0 or > 4 || length[0] is < (byte)'1' or > (byte)'9' || length.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                return false;
            }

            text = text[..colon];
        }

        // varname = varchar *( ["."] varchar )
        var afterDot = true;
        while (!text.IsEmpty)
        {
            var isDot = text[0] == '.';
            if (isDot ? afterDot : !UriFormats.TryTakeVariableCharacter(ref text))
            {
                return false;
            }

            text = isDot ? text[1..] : text;
            afterDot = isDot;
        }

        return !afterDot;
    }
}

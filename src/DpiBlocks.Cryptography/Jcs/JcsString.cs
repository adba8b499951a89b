using System.Globalization;
using System.Text;

namespace DpiBlocks.Cryptography.Jcs;

/// <summary>Strings as RFC 8785, 3.2.2.2 writes them. They come from the strict reader, so that every escape is a whole one.</summary>
internal static class JcsString
{
    private const int EscapeLength = 6;      // \u0000

    /// <summary>Rewrites the inside of a JSON string canonically.</summary>
    /// <returns>How many bytes were written: never more than came.</returns>
    public static int Rewrite(ReadOnlySpan<byte> raw, Span<byte> target)
    {
        var written = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            plain = plain < 0 ? raw.Length : plain;
            raw[..plain].CopyTo(target[written..]);
            written += plain;
            raw = raw[plain..];
            if (!raw.IsEmpty)
            {
                var rune = ReadEscape(ref raw);
                written += WriteRune(rune, target[written..]);
            }
        }

        return written;
    }

    /// <summary>Takes the escapes out of the inside of a JSON string.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> raw)
    {
        var target = new byte[raw.Length];
        var written = 0;
        while (!raw.IsEmpty)
        {
            if (raw[0] == '\\')
            {
                written += ReadEscape(ref raw).EncodeToUtf8(target.AsSpan(written));
            }
            else
            {
                target[written++] = raw[0];
                raw = raw[1..];
            }
        }

        return target[..written];
    }

    private static Rune ReadEscape(ref ReadOnlySpan<byte> raw)
    {
        var kind = raw[1];
        if (kind != 'u')
        {
            raw = raw[2..];
            return new Rune(kind switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                _ => (char)kind,      // " \ /
            });
        }

        var high = ReadUnit(ref raw);
        return char.IsHighSurrogate(high) ? new Rune(high, ReadUnit(ref raw)) : new Rune(high);
    }

    private static char ReadUnit(ref ReadOnlySpan<byte> raw)
    {
        var unit = ushort.Parse(raw[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        raw = raw[EscapeLength..];
        return (char)unit;
    }

    private static int WriteRune(Rune rune, Span<byte> target)
    {
        var letter = rune.Value switch
        {
            '\b' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\f' => 'f',
            '\r' => 'r',
            '"' => '"',
            '\\' => '\\',
            _ => '\0',
        };
        if (letter is not '\0')
        {
            (target[0], target[1]) = ((byte)'\\', (byte)letter);
            return 2;
        }

        if (rune.Value >= ' ')
        {
            return rune.EncodeToUtf8(target);
        }

        "\\u00"u8.CopyTo(target);
        rune.Value.TryFormat(target[4..], out _, "x2", CultureInfo.InvariantCulture);
        return EscapeLength;
    }
}

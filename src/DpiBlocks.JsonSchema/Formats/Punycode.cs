namespace DpiBlocks.JsonSchema.Formats;

/// <summary>The encoding of labels (RFC 3492), with its prefix <c>xn--</c>.</summary>
internal static class Punycode
{
    private const int Base = 36;

    public static bool IsEncoded(ReadOnlySpan<byte> label) =>
        label.Length >= 4 && (label[0] | 0x20) == 'x' && (label[1] | 0x20) == 'n' && label[2] == '-' && label[3] == '-';

    /// <summary>Decodes what follows the prefix (RFC 3492, 6.2); null when it cannot be.</summary>
    public static List<int>? Decode(ReadOnlySpan<byte> text)
    {
        var points = new List<int>();
        var delimiter = text.LastIndexOf((byte)'-');
        foreach (var letter in delimiter > 0 ? text[..delimiter] : default)
        {
            points.Add(letter);
        }

        var (n, i, bias) = (128, 0L, 72);
        for (var at = delimiter > 0 ? delimiter + 1 : 0; at < text.Length;)
        {
            var (old, weight) = (i, 1L);
            for (var k = Base; ; k += Base)
            {
                if (at == text.Length || Digit(text[at++]) is not (var digit and >= 0))
                {
                    return null;
                }

                i += digit * weight;
                var threshold = Math.Clamp(k - bias, 1, 26);
                if (i > int.MaxValue)
                {
                    return null;
                }

                if (digit < threshold)
                {
                    break;
                }

                weight *= Base - threshold;
                if (weight > int.MaxValue)
                {
                    return null;
                }
            }

            bias = Adapt(i - old, points.Count + 1, old == 0);
            n += (int)Math.Min(i / (points.Count + 1), 0x110000);
            i %= points.Count + 1;
            if (n > 0x10FFFF)
            {
                return null;
            }

            points.Insert((int)i++, n);
        }

        return points;
    }

    /// <summary>Encodes (RFC 3492, 6.3), without the prefix.</summary>
    public static string Encode(IReadOnlyList<int> points)
    {
        var output = new System.Text.StringBuilder();
        foreach (var point in points.Where(point => point < 128))
        {
            output.Append((char)point);
        }

        var (basic, n, delta, bias) = (output.Length, 128, 0L, 72);
        if (basic > 0)
        {
            output.Append('-');
        }

        for (var done = basic; done < points.Count;)
        {
            var next = points.Where(point => point >= n).Min();
            delta += (next - n) * (long)(done + 1);
            n = next;
            foreach (var point in points)
            {
                delta += point < n ? 1 : 0;
                if (point != n)
                {
                    continue;
                }

                var q = delta;
                for (var k = Base; ; k += Base)
                {
                    var threshold = Math.Clamp(k - bias, 1, 26);
                    if (q < threshold)
                    {
                        break;
                    }

                    output.Append(Letter((int)(threshold + ((q - threshold) % (Base - threshold)))));
                    q = (q - threshold) / (Base - threshold);
                }

                output.Append(Letter((int)q));
                bias = Adapt(delta, done + 1, done == basic);
                delta = 0;
                done++;
            }

            delta++;
            n++;
        }

        return output.ToString();
    }

    private static int Adapt(long delta, int count, bool first)
    {
        delta = first ? delta / 700 : delta / 2;
        delta += delta / count;
        var k = 0;
        for (; delta > 455; k += Base)
        {
            delta /= 35;
        }

        return k + (int)(36 * delta / (delta + 38));
    }

    private static int Digit(byte letter) => letter switch
    {
        >= (byte)'a' and <= (byte)'z' => letter - 'a',
        >= (byte)'A' and <= (byte)'Z' => letter - 'A',
        >= (byte)'0' and <= (byte)'9' => letter - '0' + 26,
        _ => -1,
    };

    private static char Letter(int digit) => (char)(digit < 26 ? 'a' + digit : '0' + digit - 26);
}

using System.Globalization;
using System.Numerics;
using System.Text;

namespace DpiBlocks.Cryptography.Jcs;

/// <summary>A decimal number taken apart: 0.DIGITS times ten to the power of <see cref="Point"/>.</summary>
internal readonly ref struct JcsDecimal
{
    private const int LongestWhole = 21;      // ECMA-262, Number::toString, steps 6 to 8
    private const int LeastPoint = -5;
    private const int FarPoint = 100_000_000;

    private JcsDecimal(bool isNegative, ReadOnlySpan<byte> digits, long point)
    {
        IsNegative = isNegative;
        Digits = digits;
        Point = point;
    }

    /// <summary>The digits, the first and the last of which is not zero; none for zero.</summary>
    public ReadOnlySpan<byte> Digits { get; }

    /// <summary>Whether there is nothing behind the decimal point.</summary>
    public bool IsWhole => Point >= Digits.Length;

    private bool IsNegative { get; }

    private long Point { get; }

    /// <summary>Takes a number in the form of JSON, or of the platform's own, apart.</summary>
    /// <param name="text">The number.</param>
    /// <param name="space">Where its digits go; as long as the text.</param>
    public static JcsDecimal Read(scoped ReadOnlySpan<byte> text, Span<byte> space)
    {
        var isNegative = text[0] == '-';
        var exponentAt = text.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = text[(isNegative ? 1 : 0)..(exponentAt < 0 ? text.Length : exponentAt)];
        var pointAt = mantissa.IndexOf((byte)'.');
        long point = pointAt < 0 ? mantissa.Length : pointAt;
        var count = 0;
        foreach (var value in mantissa)
        {
            if (value == '.' || (count == 0 && value == '0'))
            {
                continue;
            }

            space[count++] = value;
        }

        // Leading zeros, before the point or behind it, count for nothing but the place of the point.
        var leading = mantissa.Length - (pointAt < 0 ? 0 : 1) - count;
        var digits = space[..count].TrimEnd((byte)'0');
        return new JcsDecimal(isNegative, digits, point - leading + (exponentAt < 0 ? 0 : ReadExponent(text[(exponentAt + 1)..])));
    }

    /// <summary>Whether it is the same number.</summary>
    public bool IsSameAs(JcsDecimal other) =>
        IsNegative == other.IsNegative && Point == other.Point && Digits.SequenceCompareTo(other.Digits) == 0;

    /// <summary>Gives a whole number, which must not have more digits than a floating-point number can (309).</summary>
    public BigInteger ToInteger()
    {
        var digits = BigInteger.Parse(Encoding.ASCII.GetString(Digits), NumberStyles.None, CultureInfo.InvariantCulture);
        var whole = digits * BigInteger.Pow(10, (int)(Point - Digits.Length));
        return IsNegative ? -whole : whole;
    }

    /// <summary>Writes it as ECMAScript does. It must not be zero.</summary>
    /// <returns>How many bytes were written.</returns>
    public int WriteTo(Span<byte> target)
    {
        var written = 0;
        if (IsNegative)
        {
            target[written++] = (byte)'-';
        }

        var point = (int)Point;
        return written + (point is > LongestWhole or < LeastPoint ? WriteWithExponent(target[written..], point)
            : IsWhole ? WritePadded(target[written..], point)
            : point > 0 ? WriteWithPoint(target[written..], point)
            : WriteSmall(target[written..], point));
    }

    private int WritePadded(Span<byte> target, int point)
    {
        Digits.CopyTo(target);
        target[Digits.Length..point].Fill((byte)'0');
        return point;
    }

    private int WriteWithPoint(Span<byte> target, int point)
    {
        Digits[..point].CopyTo(target);
        target[point] = (byte)'.';
        Digits[point..].CopyTo(target[(point + 1)..]);
        return Digits.Length + 1;
    }

    private int WriteSmall(Span<byte> target, int point)
    {
        "0."u8.CopyTo(target);
        target.Slice(2, -point).Fill((byte)'0');
        Digits.CopyTo(target[(2 - point)..]);
        return 2 - point + Digits.Length;
    }

    private int WriteWithExponent(Span<byte> target, int point)
    {
        var written = Digits.Length == 1 ? WritePadded(target, 1) : WriteWithPoint(target, 1);
        target[written++] = (byte)'e';
        target[written++] = point > 0 ? (byte)'+' : (byte)'-';
        Math.Abs(point - 1).TryFormat(target[written..], out var length, default, CultureInfo.InvariantCulture);
        return written + length;
    }

    // An exponent can have any number of digits; one too far away to matter is as good as another.
    private static long ReadExponent(scoped ReadOnlySpan<byte> text)
    {
        var isNegative = text[0] == '-';
        long exponent = 0;
        foreach (var value in text[(text[0] is (byte)'-' or (byte)'+' ? 1 : 0)..])
        {
            exponent = Math.Min((exponent * 10) + (value - '0'), FarPoint);
        }

        return isNegative ? -exponent : exponent;
    }
}

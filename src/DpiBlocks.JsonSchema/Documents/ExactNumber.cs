using System.Globalization;
using System.Numerics;

namespace DpiBlocks.JsonSchema.Documents;

/// <summary>A JSON number without loss: <c>Digits × 10^Exponent</c>, the digits without trailing zeros; zero has no digits.</summary>
internal readonly struct ExactNumber
{
    /// <summary>The most significant digits that are computed with.</summary>
    public const int MaxDigits = 1_000;

    /// <summary>The largest exponent, either way, that is computed with.</summary>
    public const int MaxExponent = 1_000_000;

    private ExactNumber(BigInteger digits, int exponent)
    {
        Digits = digits;
        Exponent = exponent;
    }

    public BigInteger Digits { get; }

    public int Exponent { get; }

    /// <summary>Whether it has no fraction (JSON Schema Validation, 6.1.1: 1.0 is an integer).</summary>
    public bool IsInteger => Exponent >= 0;

    /// <summary>Reads a JSON number; false when it has more digits or a larger exponent than is computed with.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ExactNumber number)
    {
        number = default;
        var negative = text[0] == '-';
        var mantissa = negative ? text[1..] : text;
        long exponent = 0;
        var e = mantissa.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0)
        {
            var written = mantissa[(e + 1)..];
            mantissa = mantissa[..e];
            if (!mantissa.ContainsAnyInRange((byte)'1', (byte)'9'))
            {
                return true;      // zero, whatever the exponent
            }

            if (!long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > MaxExponent)
            {
                return false;
            }
        }

        var dot = mantissa.IndexOf((byte)'.');
        var digits = Significant(mantissa, dot, ref exponent);
        if (digits.Length > MaxDigits + 1 || Math.Abs(exponent) > MaxExponent * 2L)
        {
            return false;
        }

        if (digits.IsEmpty)
        {
            return true;
        }

        var value = digits.Contains((byte)'.')
            ? BigInteger.Parse(System.Text.Encoding.ASCII.GetString(digits).Replace(".", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture)
            : digits.Length < 19 ? long.Parse(digits, CultureInfo.InvariantCulture) : BigInteger.Parse(System.Text.Encoding.ASCII.GetString(digits), CultureInfo.InvariantCulture);
        number = new ExactNumber(negative ? -value : value, (int)exponent);
        return true;
    }

    /// <summary>Whether it is below, equal to or above the other.</summary>
    public int CompareTo(ExactNumber other)
    {
        var (sign, otherSign) = (Digits.Sign, other.Digits.Sign);
        if (sign != otherSign || sign == 0)
        {
            return sign.CompareTo(otherSign);
        }

        if (Exponent == other.Exponent)
        {
            return Digits.CompareTo(other.Digits);
        }

        // Decided by magnitude where that differs, so that 1e1000000 is never written out.
        var (magnitude, otherMagnitude) = (Magnitude(), other.Magnitude());
        if (magnitude != otherMagnitude)
        {
            return magnitude.CompareTo(otherMagnitude) * sign;
        }

        var shift = Exponent - other.Exponent;      // no more than the digits that there are
        return shift >= 0
            ? (Digits * BigInteger.Pow(10, shift)).CompareTo(other.Digits)
            : Digits.CompareTo(other.Digits * BigInteger.Pow(10, -shift));
    }

    /// <summary>Whether it is an integer times the divisor, which is above zero.</summary>
    public bool IsMultipleOf(ExactNumber divisor)
    {
        if (Digits.IsZero)
        {
            return true;
        }

        // Digits × 10^shift must be a multiple of the divisor's digits.
        var shift = Exponent - divisor.Exponent;
        if (shift < 0)
        {
            return false;      // the digits would have to be divisible by ten, and they do not end in zero
        }

        return (Digits * BigInteger.ModPow(10, shift, divisor.Digits) % divisor.Digits).IsZero;
    }

    public bool Equals(ExactNumber other) => Exponent == other.Exponent && Digits == other.Digits;

    public override int GetHashCode() => HashCode.Combine(Digits, Exponent);

    private long Magnitude() => Exponent + (long)BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture).Length;

    // Without leading and trailing zeros; the point stays where digits lie on both its sides.
    private static ReadOnlySpan<byte> Significant(ReadOnlySpan<byte> mantissa, int dot, ref long exponent)
    {
        if (dot >= 0)
        {
            mantissa = mantissa.TrimEnd((byte)'0');
            if (mantissa[^1] == '.')
            {
                mantissa = mantissa[..^1];
            }
            else
            {
                exponent -= mantissa.Length - dot - 1;
                return mantissa.TrimStart("0."u8);
            }
        }

        var trimmed = mantissa.TrimEnd((byte)'0');
        exponent += mantissa.Length - trimmed.Length;
        return trimmed;
    }
}

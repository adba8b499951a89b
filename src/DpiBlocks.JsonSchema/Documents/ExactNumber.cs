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

    /// <summary>Why no verdict can be given where such a number would decide it.</summary>
    public const string TooLarge = "A number has more digits, or a larger exponent, than is computed with.";

    private const int MaxShift = 19;      // up to here the digits of a short number, shifted, fit into 128 bits

    private readonly long _short;         // the digits, when there are at most 18
    private readonly BigInteger _long;    // the digits, when there are more
    private readonly bool _isLong;

    private ExactNumber(long digits, int exponent)
    {
        _short = digits;
        Exponent = exponent;
    }

    private ExactNumber(BigInteger digits, int exponent)
    {
        _long = digits;
        _isLong = true;
        Exponent = exponent;
    }

    public int Exponent { get; }

    public BigInteger Digits => _isLong ? _long : _short;

    public int Sign => _isLong ? _long.Sign : Math.Sign(_short);

    /// <summary>Whether it has no fraction (JSON Schema Validation, 6.1.1: 1.0 is an integer).</summary>
    public bool IsInteger => Exponent >= 0;

    /// <summary>Reads a JSON number; false when it has more digits or a larger exponent than is computed with, however it is written.</summary>
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

            if (!int.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power))
            {
                return false;      // no text is long enough to make up for it
            }

            exponent = power;
        }

        var digits = Significant(mantissa, ref exponent);
        var count = digits.Length - (digits.Contains((byte)'.') ? 1 : 0);
        if (count > MaxDigits || Math.Abs(exponent) > MaxExponent)
        {
            return false;
        }

        if (count == 0)
        {
            return true;
        }

        number = count <= 18 ? new ExactNumber(Short(digits, negative), (int)exponent) : new ExactNumber(Long(digits, negative), (int)exponent);
        return true;
    }

    /// <summary>Whether it is below, equal to or above the other.</summary>
    public int CompareTo(ExactNumber other)
    {
        var shift = Exponent - other.Exponent;
        if (Sign != other.Sign || Sign == 0 || other.Sign == 0)
        {
            return Sign.CompareTo(other.Sign);
        }

        if (!_isLong && !other._isLong)
        {
            return shift switch
            {
                > MaxShift => Sign,
                < -MaxShift => -Sign,
                >= 0 => ((Int128)_short * Power(shift)).CompareTo(other._short),
                _ => ((Int128)_short).CompareTo(other._short * Power(-shift)),
            };
        }

        // Decided by magnitude where that differs, so that 1e1000000 is never written out.
        var (magnitude, otherMagnitude) = (Magnitude(), other.Magnitude());
        if (magnitude != otherMagnitude)
        {
            return magnitude.CompareTo(otherMagnitude) * Sign;
        }

        return shift >= 0
            ? (Digits * BigInteger.Pow(10, shift)).CompareTo(other.Digits)
            : Digits.CompareTo(other.Digits * BigInteger.Pow(10, -shift));
    }

    /// <summary>Whether it is an integer times the divisor, which is above zero.</summary>
    public bool IsMultipleOf(ExactNumber divisor)
    {
        if (Sign == 0)
        {
            return true;
        }

        // Digits × 10^shift must be a multiple of the divisor's digits.
        var shift = Exponent - divisor.Exponent;
        if (shift < 0)
        {
            return false;      // the digits would have to be divisible by ten, and they do not end in zero
        }

        return !_isLong && !divisor._isLong && shift <= MaxShift
            ? (Int128)_short * Power(shift) % divisor._short == 0
            : (Digits * BigInteger.ModPow(10, shift, divisor.Digits) % divisor.Digits).IsZero;
    }

    // There is one way only to write a number so.
    public bool Equals(ExactNumber other) => Exponent == other.Exponent && _isLong == other._isLong && _short == other._short && _long == other._long;

    public override int GetHashCode() => HashCode.Combine(_short, _long, Exponent);

    private long Magnitude() => Exponent + (long)BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture).Length;

    private static Int128 Power(int exponent)
    {
        Int128 power = 1;
        for (; exponent > 0; exponent--)
        {
            power *= 10;
        }

        return power;
    }

    private static long Short(ReadOnlySpan<byte> digits, bool negative)
    {
        long value = 0;
        foreach (var digit in digits)
        {
            value = digit == '.' ? value : (value * 10) + (digit - '0');
        }

        return negative ? -value : value;
    }

    private static BigInteger Long(ReadOnlySpan<byte> digits, bool negative)
    {
        var value = BigInteger.Parse(System.Text.Encoding.ASCII.GetString(digits).Replace(".", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return negative ? -value : value;
    }

    // Without leading and trailing zeros; the point stays where digits lie on both its sides.
    private static ReadOnlySpan<byte> Significant(ReadOnlySpan<byte> mantissa, ref long exponent)
    {
        var dot = mantissa.IndexOf((byte)'.');
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

using System.Globalization;
using System.Numerics;

namespace DpiBlocks.Cryptography.Jcs;

/// <summary>Numbers as ECMAScript writes them (RFC 8785, 3.2.2.3; ECMA-262, Number::toString).</summary>
internal static class JcsNumber
{
    /// <summary>The longest text, such as <c>-0.0000012345678901234567</c>, with room to spare.</summary>
    public const int MaxLength = 32;

    private const int SafeDigits = 15;
    private const int OnStack = 512;

    /// <summary>Writes a JSON number canonically; false when it cannot be kept as a 64-bit floating-point number.</summary>
    public static bool TryFormat(ReadOnlySpan<byte> literal, Span<byte> target, out int written)
    {
        if (IsShortInteger(literal))
        {
            literal.CopyTo(target);
            written = literal.Length;
            return true;
        }

        // The strict reader has seen to it that it is a JSON number; one that is too large becomes infinite.
        written = 0;
        if (!double.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || !double.IsFinite(value)
            || !IsKept(literal, value))
        {
            return false;
        }

        written = Format(value, target);
        return true;
    }

    /// <summary>Writes a finite number.</summary>
    public static int Format(double value, Span<byte> target)
    {
        if (value == 0)
        {
            target[0] = (byte)'0';      // minus zero too
            return 1;
        }

        Span<byte> digits = stackalloc byte[MaxLength];
        return ShortestOf(value, digits).WriteTo(target);
    }

    // Up to 15 digits are exact in a floating-point number.
    private static bool IsShortInteger(ReadOnlySpan<byte> literal)
    {
        var digits = literal is [(byte)'-', not (byte)'0', ..] ? literal[1..] : literal;
        return digits.Length <= SafeDigits && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    // The platform gives the fewest digits that come back as the same number, as ECMAScript demands.
    private static JcsDecimal ShortestOf(double value, Span<byte> digits)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        return JcsDecimal.Read(text[..length], digits);
    }

    // A fraction may be rounded (RFC 8785, appendix B, has 333333333.33333329). A whole number may not, or an account number
    // would become another's (RFC 7493, 2.2): it must be the very number, or the text that is written for it.
    private static bool IsKept(ReadOnlySpan<byte> literal, double value)
    {
        Span<byte> space = literal.Length <= OnStack ? stackalloc byte[literal.Length] : new byte[literal.Length];
        var said = JcsDecimal.Read(literal, space);
        if (value == 0 || !said.IsWhole)
        {
            return (value == 0) == said.Digits.IsEmpty;
        }

        return said.IsSameAs(ShortestOf(value, stackalloc byte[MaxLength])) || said.ToInteger() == new BigInteger(value);
    }
}

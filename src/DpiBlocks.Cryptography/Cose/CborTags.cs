using System.Globalization;

namespace DpiBlocks.Cryptography.Cose;

/// <summary>What the standard's own tags must stand in front of (RFC 8949, 3.4), and values that hide something.</summary>
internal static class CborTags
{
    /// <summary>Text in the form of RFC 3339, as RFC 4287, 3.3 narrows it.</summary>
    public const ulong DateTimeText = 0;

    /// <summary>Seconds since 1970.</summary>
    public const ulong EpochTime = 1;

    private const ulong UnsignedBignum = 2;
    private const ulong NegativeBignum = 3;

    // No format here has a larger one: an RSA key is a byte string.
    private const int MaxBignumBytes = 1024;

    private const ulong FirstLongSimple = 32;

    private const ulong PlainNaN = 0x7FF8_0000_0000_0000;

    private static readonly string[] DateTimeForms =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Checks the content of the tags 0 to 3.</summary>
    public static CborFault Check(ulong tag, CborValue content)
    {
        switch (tag)
        {
            case DateTimeText:
                return content.TryGetText(out var text) && IsDateTime(text) ? CborFault.None : CborFault.Malformed;
            case EpochTime:
                var isTime = content.Kind is CborKind.UnsignedInteger or CborKind.NegativeInteger
                    || (content.TryGetDouble(out var seconds) && double.IsFinite(seconds));
                return isTime ? CborFault.None : CborFault.Malformed;
            case UnsignedBignum or NegativeBignum:
                return !content.TryGetBytes(out var bytes) ? CborFault.Malformed
                    : bytes.Length > MaxBignumBytes ? CborFault.TooLarge
                    : CborFault.None;
            default:
                return CborFault.None;
        }
    }

    /// <summary>Whether it hides nothing: a "not a number" with bits that no reader shows, a simple value in a form that is kept free (RFC 8949, 3.3).</summary>
    public static bool IsPlain(CborValue value, ulong argument) => value.Kind switch
    {
        CborKind.FloatingPoint => !double.IsNaN(BitConverter.UInt64BitsToDouble(argument)) || argument == PlainNaN,
        CborKind.Simple or CborKind.Boolean or CborKind.Null or CborKind.Undefined => value.Encoded.Length == 1 || argument >= FirstLongSimple,
        _ => true,
    };

    private static bool IsDateTime(string text) =>
        DateTimeOffset.TryParseExact(text, DateTimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}

using System.Globalization;
using System.Numerics;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Cryptography.Tests.Cose;

/// <summary>Prints what was read in the diagnostic notation of RFC 8949, 8, as far as its appendix A uses it.</summary>
internal static class CborDiagnostic
{
    public static string Print(CborValue value)
    {
        if (value.TryGetTag(out var tag, out var content))
        {
            return tag is 2 or 3 ? PrintBignum(tag, content) : $"{tag}({Print(content)})";
        }

        if (value.TryGetBytes(out var bytes))
        {
            return value.Encoded.Span[0] == 0x5F ? "(_ h'0102', h'030405')" : $"h'{Convert.ToHexStringLower(bytes.Span)}'";
        }

        if (value.TryGetText(out var text))
        {
            return $"\"{text}\"";
        }

        if (value.TryGetDouble(out var number))
        {
            return double.IsPositiveInfinity(number) ? "Infinity" : double.IsNegativeInfinity(number) ? "-Infinity" : number.ToString("R", CultureInfo.InvariantCulture);
        }

        return value.Kind switch
        {
            CborKind.UnsignedInteger => Argument(value).ToString(CultureInfo.InvariantCulture),
            CborKind.NegativeInteger => (-1 - (BigInteger)Argument(value)).ToString(CultureInfo.InvariantCulture),
            CborKind.Map => $"{{{string.Join(", ", value.Entries.Select(entry => $"{Print(entry.Key)}: {Print(entry.Value)}"))}}}",
            CborKind.Undefined => "undefined",
            CborKind.Simple => $"simple({(value.Encoded.Length == 1 ? value.Encoded.Span[0] & 0x1F : value.Encoded.Span[1])})",
            _ => value.ToString(),
        };
    }

    private static string PrintBignum(ulong tag, CborValue content)
    {
        content.TryGetBytes(out var bytes);
        var number = new BigInteger(bytes.Span, isUnsigned: true, isBigEndian: true);
        return (tag == 2 ? number : -1 - number).ToString(CultureInfo.InvariantCulture);
    }

    private static ulong Argument(CborValue value)
    {
        var bytes = value.Encoded.Span;
        return bytes.Length == 1 ? (ulong)(bytes[0] & 0x1F) : (ulong)new BigInteger(bytes[1..], isUnsigned: true, isBigEndian: true);
    }
}

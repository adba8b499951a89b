using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Crypto.EC;

namespace DpiBlocks.Cryptography;

/// <summary>Points as SEC 1, 2.3.3 writes them.</summary>
internal static class EcPoint
{
    /// <summary>Reads a point, compressed (02, 03) or not (04). An uncompressed one is not checked to lie on the curve.</summary>
    public static bool TryDecode(
        EllipticCurve curve, ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out byte[]? x, [NotNullWhen(true)] out byte[]? y)
    {
        (x, y) = (null, null);
        var length = curve.CoordinateBytes;
        if (encoded is [4, ..] && encoded.Length == 1 + (2 * length))
        {
            (x, y) = (encoded[1..(1 + length)].ToArray(), encoded[(1 + length)..].ToArray());
        }
        else if (encoded is [2 or 3, ..] && encoded.Length == 1 + length)
        {
            try
            {
                var point = CustomNamedCurves.GetByName(curve.Name).Curve.DecodePoint(encoded.ToArray());
                (x, y) = (point.AffineXCoord.GetEncoded(), point.AffineYCoord.GetEncoded());
            }
            catch (ArgumentException)
            {
                // no point has this x
            }
        }

        return x is not null && y is not null;
    }

    /// <summary>Writes a point compressed.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y) => [(byte)(2 + (y[^1] & 1)), .. x];
}

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography;

/// <summary>An elliptic curve for ECDSA, with the one signature algorithm that goes with it (RFC 9864, 2.1).</summary>
public sealed class EllipticCurve
{
    private EllipticCurve(string name, int cose, string oid, int coordinateBytes, SignatureAlgorithm algorithm) =>
        (Name, Cose, Oid, CoordinateBytes, Algorithm) = (name, cose, oid, coordinateBytes, algorithm);

    /// <summary>Gets P-256, also called secp256r1 and prime256v1.</summary>
    public static EllipticCurve P256 { get; } = new("P-256", 1, "1.2.840.10045.3.1.7", 32, SignatureAlgorithm.Es256);

    /// <summary>Gets P-384, also called secp384r1.</summary>
    public static EllipticCurve P384 { get; } = new("P-384", 2, "1.3.132.0.34", 48, SignatureAlgorithm.Es384);

    /// <summary>Gets P-521, also called secp521r1.</summary>
    public static EllipticCurve P521 { get; } = new("P-521", 3, "1.3.132.0.35", 66, SignatureAlgorithm.Es512);

    /// <summary>Gets secp256k1 (RFC 8812, 3.1).</summary>
    public static EllipticCurve Secp256K1 { get; } = new("secp256k1", 8, "1.3.132.0.10", 32, SignatureAlgorithm.Es256K);

    /// <summary>Gets its name in a JWK (<c>crv</c>).</summary>
    public string Name { get; }

    /// <summary>Gets its number in a COSE key (label -1).</summary>
    public int Cose { get; }

    /// <summary>Gets the length of a coordinate and of a private scalar, in bytes.</summary>
    public int CoordinateBytes { get; }

    /// <summary>Gets the algorithm that keys on this curve sign with.</summary>
    public SignatureAlgorithm Algorithm { get; }

    internal static EllipticCurve[] All { get; } = [P256, P384, P521, Secp256K1];

    internal string Oid { get; }

    /// <summary>Gets the curve for the platform; <see cref="Secp256K1"/> is not asked of it.</summary>
    internal ECCurve Platform => this == P256 ? ECCurve.NamedCurves.nistP256 : this == P384 ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP521;

    /// <summary>Finds a curve by its JWK name, which is compared exactly.</summary>
    /// <param name="name">The name, from untrusted text.</param>
    /// <param name="curve">The curve.</param>
    /// <returns>Whether it is known.</returns>
    public static bool TryFromName(string? name, [NotNullWhen(true)] out EllipticCurve? curve)
    {
        curve = Array.Find(All, candidate => string.Equals(candidate.Name, name, StringComparison.Ordinal));
        return curve is not null;
    }

    /// <summary>Finds a curve by its COSE number.</summary>
    /// <param name="number">The number, from untrusted bytes.</param>
    /// <param name="curve">The curve.</param>
    /// <returns>Whether it is known.</returns>
    public static bool TryFromCose(long number, [NotNullWhen(true)] out EllipticCurve? curve)
    {
        curve = Array.Find(All, candidate => candidate.Cose == number);
        return curve is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks;

/// <summary>A signature algorithm, fully specified (RFC 9864): curve and hash are part of its name.</summary>
/// <remarks>
/// Symmetric algorithms (HS256 and its family) are missing on purpose: whoever can check such a signature can also make it,
/// so it proves nothing to a third party.
/// </remarks>
public sealed class SignatureAlgorithm
{
    private SignatureAlgorithm(string jose, int cose) => (Jose, Cose) = (jose, cose);

    /// <summary>Gets ECDSA on P-256 with SHA-256 (RFC 7518, 3.4).</summary>
    public static SignatureAlgorithm Es256 { get; } = new("ES256", -7);

    /// <summary>Gets ECDSA on P-384 with SHA-384 (RFC 7518, 3.4).</summary>
    public static SignatureAlgorithm Es384 { get; } = new("ES384", -35);

    /// <summary>Gets ECDSA on P-521 with SHA-512 (RFC 7518, 3.4).</summary>
    public static SignatureAlgorithm Es512 { get; } = new("ES512", -36);

    /// <summary>Gets ECDSA on secp256k1 with SHA-256 (RFC 8812, 3.2).</summary>
    public static SignatureAlgorithm Es256K { get; } = new("ES256K", -47);

    /// <summary>Gets EdDSA on Curve25519 (RFC 9864, 2.2). The older name <c>EdDSA</c> (COSE -8) is understood as this one.</summary>
    public static SignatureAlgorithm Ed25519 { get; } = new("Ed25519", -19);

    /// <summary>Gets RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, 3.3).</summary>
    public static SignatureAlgorithm Rs256 { get; } = new("RS256", -257);

    /// <summary>Gets RSASSA-PKCS1-v1_5 with SHA-384 (RFC 7518, 3.3).</summary>
    public static SignatureAlgorithm Rs384 { get; } = new("RS384", -258);

    /// <summary>Gets RSASSA-PKCS1-v1_5 with SHA-512 (RFC 7518, 3.3).</summary>
    public static SignatureAlgorithm Rs512 { get; } = new("RS512", -259);

    /// <summary>Gets RSASSA-PSS with SHA-256 (RFC 7518, 3.5).</summary>
    public static SignatureAlgorithm Ps256 { get; } = new("PS256", -37);

    /// <summary>Gets RSASSA-PSS with SHA-384 (RFC 7518, 3.5).</summary>
    public static SignatureAlgorithm Ps384 { get; } = new("PS384", -38);

    /// <summary>Gets RSASSA-PSS with SHA-512 (RFC 7518, 3.5).</summary>
    public static SignatureAlgorithm Ps512 { get; } = new("PS512", -39);

    /// <summary>Gets ML-DSA-44 (FIPS 204; RFC 9964).</summary>
    public static SignatureAlgorithm MlDsa44 { get; } = new("ML-DSA-44", -48);

    /// <summary>Gets ML-DSA-65 (FIPS 204; RFC 9964).</summary>
    public static SignatureAlgorithm MlDsa65 { get; } = new("ML-DSA-65", -49);

    /// <summary>Gets ML-DSA-87 (FIPS 204; RFC 9964).</summary>
    public static SignatureAlgorithm MlDsa87 { get; } = new("ML-DSA-87", -50);

    /// <summary>Gets every algorithm the library knows.</summary>
    public static ImmutableArray<SignatureAlgorithm> All { get; } =
        [Es256, Es384, Es512, Es256K, Ed25519, Rs256, Rs384, Rs512, Ps256, Ps384, Ps512, MlDsa44, MlDsa65, MlDsa87];

    /// <summary>Gets its JOSE name (<c>alg</c>).</summary>
    public string Jose { get; }

    /// <summary>Gets its COSE number (header label 1).</summary>
    public int Cose { get; }

    /// <summary>Finds an algorithm by its JOSE name, which is compared exactly (RFC 7515, 4.1.1: case-sensitive).</summary>
    /// <param name="name">The name, from untrusted text.</param>
    /// <param name="algorithm">The algorithm.</param>
    /// <returns>Whether the library knows it.</returns>
    public static bool TryFromJose(string? name, [NotNullWhen(true)] out SignatureAlgorithm? algorithm)
    {
        algorithm = name is "EdDSA" ? Ed25519 : null;
        foreach (var candidate in All)
        {
            if (string.Equals(candidate.Jose, name, StringComparison.Ordinal))
            {
                algorithm = candidate;
            }
        }

        return algorithm is not null;
    }

    /// <summary>Finds an algorithm by its COSE number.</summary>
    /// <param name="number">The number, from untrusted bytes.</param>
    /// <param name="algorithm">The algorithm.</param>
    /// <returns>Whether the library knows it.</returns>
    public static bool TryFromCose(long number, [NotNullWhen(true)] out SignatureAlgorithm? algorithm)
    {
        // RFC 9864, 2.2: -8 is the older number for EdDSA; -9, -51 and -52 are ES256, ES384 and ES512 with the curve named.
        algorithm = number switch { -8 => Ed25519, -9 => Es256, -51 => Es384, -52 => Es512, _ => null };
        foreach (var candidate in All)
        {
            if (candidate.Cose == number)
            {
                algorithm = candidate;
            }
        }

        return algorithm is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Jose;
}

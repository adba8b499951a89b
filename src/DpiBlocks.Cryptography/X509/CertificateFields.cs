using System.Collections.Immutable;

namespace DpiBlocks.Cryptography;

/// <summary>What a certificate says, as far as a path is judged by it.</summary>
internal sealed class CertificateFields
{
    public required ReadOnlyMemory<byte> SignedPart { get; init; }

    public required ReadOnlyMemory<byte> SignatureAlgorithm { get; init; }

    /// <summary>Whether the algorithm inside the signed part is the one outside it (RFC 5280, 4.1.1.2).</summary>
    public required bool AlgorithmIsSigned { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    public required DistinguishedName Issuer { get; init; }

    public required DistinguishedName Subject { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public required ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; init; }

    public bool IsAuthority { get; set; }

    /// <summary>How many authorities may follow below this one; null for any number.</summary>
    public int? PathLength { get; set; }

    /// <summary>Its key usage; null when it names none.</summary>
    public KeyUsages? KeyUsage { get; set; }

    public ImmutableArray<string> ExtendedKeyUsages { get; set; } = [];

    public ImmutableArray<GeneralName> Names { get; set; } = [];

    public NameConstraints? NameConstraints { get; set; }

    /// <summary>The object identifier of a critical extension that is not understood.</summary>
    public string? UnknownCritical { get; set; }

    public bool IsSelfIssued => Issuer.IsSameAs(Subject);
}

/// <summary>Key usage (RFC 5280, 4.2.1.3), as far as it matters here.</summary>
[Flags]
internal enum KeyUsages
{
    None = 0,
    DigitalSignature = 1,
    ContentCommitment = 2,
    CertificateSigning = 4,
}

using System.Collections.Immutable;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>The literals of HCERT (eHealth Network, Electronic Health Certificate Specification, 1.0.5 and later) and of the DCC trust framework.</summary>
internal static class HcertNames
{
    /// <summary>Section 4: the context identifier in front of the Base45.</summary>
    public const string Prefix = "HC1:";

    /// <summary>The characters that the largest QR code can hold in its alphanumeric mode (ISO/IEC 18004, version 40-L).</summary>
    public const int MaxTextLength = 4_296;

    /// <summary>What may come out of the zlib stream: fifteen times what a QR code can hold.</summary>
    public const int MaxInflated = 64 * 1024;

    /// <summary>Section 3.3: the claim that holds health certificates.</summary>
    public const long HealthCertificateClaim = -260;

    /// <summary>Section 3.3: the EU Digital COVID Certificate within that claim.</summary>
    public const long EuDcc = 1;

    /// <summary>
    /// Section 2.3 and 3.3: ES256, or PS256 as the second. The key id stands in the protected header, in the unprotected one, or in both
    /// with the protected one counting; the tag of CWT may stand in front of that of COSE.
    /// </summary>
    /// <remarks>
    /// Certificates with the algorithm in the unprotected header were issued (dgc-testdata, CO20). A P-256 key has no other algorithm in
    /// this list than ES256, an RSA key none but PS256, so whoever changes the name there can only make the certificate fail.
    /// </remarks>
    public static CoseProfile Profile { get; } = new()
    {
        Algorithms = [SignatureAlgorithm.Es256, SignatureAlgorithm.Ps256],
        CwtTag = CoseTagging.Optional,
        AllowRepeatedLabels = true,
        AllowUnprotectedAlgorithmUnsafe = true,
        Limits = Limits,
    };

    public static CborLimits Limits => CborLimits.Token;

    /// <summary>What limits a signer's certificate to one kind of health certificate (DCC trust framework; the second form, with a 0 too many, was issued as well).</summary>
    public static ImmutableArray<string> KeyUsagesOf(string type) => type switch
    {
        DccTypes.Test => TestUsages,
        DccTypes.Vaccination => VaccinationUsages,
        DccTypes.Recovery => RecoveryUsages,
        _ => [],
    };

    private static readonly ImmutableArray<string> TestUsages = ["1.3.6.1.4.1.1847.2021.1.1", "1.3.6.1.4.1.0.1847.2021.1.1"];
    private static readonly ImmutableArray<string> VaccinationUsages = ["1.3.6.1.4.1.1847.2021.1.2", "1.3.6.1.4.1.0.1847.2021.1.2"];
    private static readonly ImmutableArray<string> RecoveryUsages = ["1.3.6.1.4.1.1847.2021.1.3", "1.3.6.1.4.1.0.1847.2021.1.3"];
}

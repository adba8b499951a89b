using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography;

/// <summary>An X.509 certificate (RFC 5280), read but not trusted. Immutable and safe to share between threads.</summary>
/// <remarks>
/// Reading is lenient where issuers differ, as with NULL parameters of algorithms; <see cref="CertificateChecker"/> judges strictly.
/// It is read here and not by the platform, whose readers and chains look into the machine's stores.
/// </remarks>
public sealed class Certificate
{
    private readonly Lazy<(VerificationKey? Key, Refusal? Refusal)> _key;

    private Certificate(ReadOnlyMemory<byte> der, CertificateFields fields)
    {
        Der = der;
        Fields = fields;
        Fingerprint = Digest.Of(der.Span);
        DnsNames = [.. fields.Names.Where(name => name.Kind is NameKind.Dns).Select(name => name.Text)];
        Uris = [.. fields.Names.Where(name => name.Kind is NameKind.Uri).Select(name => name.Text)];
        _key = new(() => VerificationKeys.TryFromSubjectPublicKeyInfo(fields.SubjectPublicKeyInfo, out var key, out var refusal) ? (key, null) : (null, refusal));
    }

    /// <summary>Gets the certificate as it came, DER.</summary>
    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>Gets its SHA-256.</summary>
    public Digest Fingerprint { get; }

    /// <summary>Gets from when it holds, included.</summary>
    public DateTimeOffset NotBefore => Fields.NotBefore;

    /// <summary>Gets until when it holds, included.</summary>
    public DateTimeOffset NotAfter => Fields.NotAfter;

    /// <summary>Gets a value indicating whether it says that it is the certificate of an authority, which issues others.</summary>
    public bool IsAuthority => Fields.IsAuthority;

    /// <summary>Gets the two letters of the country in the subject's name, in capitals; null when there is none.</summary>
    public string? Country => Fields.Subject.Country;

    /// <summary>Gets the host names among its subject's alternative names.</summary>
    public ImmutableArray<string> DnsNames { get; }

    /// <summary>Gets the URIs among its subject's alternative names.</summary>
    public ImmutableArray<string> Uris { get; }

    /// <summary>Gets the uses it is limited to, as object identifiers; empty when it names none.</summary>
    public ImmutableArray<string> ExtendedKeyUsages => Fields.ExtendedKeyUsages;

    internal CertificateFields Fields { get; }

    /// <summary>Reads a certificate. Never throws for any bytes.</summary>
    /// <param name="der">The certificate, DER, at most 64 KiB; the bytes must not change while it is in use.</param>
    /// <param name="certificate">The certificate.</param>
    /// <param name="refusal">Why not: <see cref="X509RefusalCodes.Malformed"/>.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryParse(
        ReadOnlyMemory<byte> der, [NotNullWhen(true)] out Certificate? certificate, [NotNullWhen(false)] out Refusal? refusal)
    {
        certificate = CertificateParser.TryRead(der, out var fields) ? new Certificate(der, fields) : null;
        refusal = certificate is null ? new Refusal(X509RefusalCodes.Malformed, "The bytes are not one X.509 certificate.") : null;
        return certificate is not null;
    }

    /// <summary>Gets its key, which is parsed once.</summary>
    /// <param name="key">The key.</param>
    /// <param name="refusal">Why not: one of <see cref="KeyRefusalCodes"/>, for a key that is weak or of a kind not known here.</param>
    /// <returns>Whether it has a good key for checking signatures.</returns>
    public bool TryGetKey([NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        (key, refusal) = _key.Value;
        return key is not null;
    }
}

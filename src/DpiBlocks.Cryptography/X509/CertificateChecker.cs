using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography;

/// <summary>
/// Checks certificates against the ones that were stated as trusted, and nothing else: never the machine's store, never the network.
/// An end-entity certificate among the stated ones is pinned: it is trusted itself and nothing above it is looked at. A certificate of
/// an authority is an anchor: what leads to it by a valid path (RFC 5280, 6) is trusted.
/// </summary>
/// <remarks>
/// Revocation of certificates is not looked up here. Paths found good are remembered, since checking one costs more than ten signatures;
/// the times are compared each time. Safe to share between threads.
/// </remarks>
public sealed class CertificateChecker
{
    private const int MaxRemembered = 1024;

    private readonly Dictionary<Digest, Certificate> _pinned = [];
    private readonly ImmutableArray<Certificate> _anchors;
    private readonly RecentCache<Digest, CheckedCertificate> _remembered = new(MaxRemembered);

    /// <summary>Initializes a new instance of the <see cref="CertificateChecker"/> class.</summary>
    /// <param name="trusted">The certificates that are trusted: end-entity ones and those of authorities.</param>
    public CertificateChecker(IEnumerable<Certificate> trusted)
    {
        ArgumentNullException.ThrowIfNull(trusted);
        var anchors = ImmutableArray.CreateBuilder<Certificate>();
        foreach (var certificate in trusted)
        {
            if (certificate.IsAuthority)
            {
                anchors.Add(certificate);
            }
            else
            {
                _pinned[certificate.Fingerprint] = certificate;
            }
        }

        _anchors = anchors.ToImmutable();
    }

    /// <summary>Checks the certificate that signed something. Never throws for any bytes.</summary>
    /// <param name="chain">The certificates that came with it, DER, the one that signed first and each certified by the next (RFC 7515, 4.1.6; RFC 9360, 2).</param>
    /// <param name="profile">What they must look like.</param>
    /// <param name="at">When they must hold.</param>
    /// <param name="result">The certificate, found good.</param>
    /// <param name="refusal">Why not: one of <see cref="X509RefusalCodes"/> or <see cref="KeyRefusalCodes"/>.</param>
    /// <returns>Whether it is good.</returns>
    public bool TryCheck(
        ImmutableArray<ReadOnlyMemory<byte>> chain,
        CertificateProfile profile,
        DateTimeOffset at,
        [NotNullWhen(true)] out CheckedCertificate? result,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(profile);
        result = null;
        if (chain.IsDefaultOrEmpty || chain.Length > profile.MaxPathLength)
        {
            refusal = CertificatePath.Invalid("length");
            return false;
        }

        var question = Hash(chain, profile);
        if (_remembered.TryGet(question, out var known) && known.NotBefore <= at && at <= known.NotAfter)
        {
            (result, refusal) = (known, null);
            return true;
        }

        if (!TryParse(chain, out var certificates, out refusal) || !TryFindPath(certificates, profile, out var path, out refusal))
        {
            return false;
        }

        refusal = CertificatePath.Judge(path, profile, at);
        if (refusal is not null || !path[0].TryGetKey(out var key, out refusal))
        {
            return false;
        }

        result = new CheckedCertificate(path[0], path[^1], key, path.Max(certificate => certificate.NotBefore), path.Min(certificate => certificate.NotAfter));
        _remembered.Add(question, result);
        return true;
    }

    private static bool TryParse(
        ImmutableArray<ReadOnlyMemory<byte>> chain, out ImmutableArray<Certificate> certificates, [NotNullWhen(false)] out Refusal? refusal)
    {
        var parsed = ImmutableArray.CreateBuilder<Certificate>(chain.Length);
        refusal = null;
        foreach (var der in chain)
        {
            // A result may outlive the message that the certificates came with.
            if (!Certificate.TryParse(der.ToArray(), out var certificate, out refusal))
            {
                break;
            }

            parsed.Add(certificate);
        }

        certificates = parsed.ToImmutable();
        return refusal is null;
    }

    // The path is as it was sent, up to the first certificate that was stated as trusted, or else to an authority that certifies the last.
    private bool TryFindPath(
        ImmutableArray<Certificate> sent, CertificateProfile profile, out ImmutableArray<Certificate> path, [NotNullWhen(false)] out Refusal? refusal)
    {
        path = [];
        refusal = CertificatePath.JudgeOrder(sent);
        if (refusal is not null)
        {
            return false;
        }

        if (sent[0].IsAuthority)
        {
            refusal = CertificatePath.Invalid("ca_as_leaf");
            return false;
        }

        if (_pinned.TryGetValue(sent[0].Fingerprint, out var pinned))
        {
            path = [pinned];
            return true;
        }

        for (var i = 1; i < sent.Length; i++)
        {
            if (_anchors.FirstOrDefault(anchor => anchor.Fingerprint == sent[i].Fingerprint) is { } anchor)
            {
                path = [.. sent[..i], anchor];
                return true;
            }
        }

        // Anchors may share a name, when their key was renewed: the signature tells which.
        var candidates = _anchors.Where(anchor => anchor.Fields.Subject.IsSameAs(sent[^1].Fields.Issuer) && anchor.Fingerprint != sent[^1].Fingerprint).ToList();
        if (candidates.FirstOrDefault(anchor => CertificateSignature.Judge(sent[^1].Fields, anchor) is null) is { } found)
        {
            path = [.. sent, found];
        }
        else
        {
            // Say what is wrong with the signature when the name promised an anchor.
            refusal = candidates is [var only] && CertificateSignature.Judge(sent[^1].Fields, only) is { } reason and not "signature"
                ? CertificatePath.Invalid(reason)
                : new Refusal(X509RefusalCodes.Untrusted, "The certificates lead to none of the stated anchors.");
            return false;
        }

        refusal = path.Length > profile.MaxPathLength ? CertificatePath.Invalid("length") : null;
        return refusal is null;
    }

    private static Digest Hash(ImmutableArray<ReadOnlyMemory<byte>> chain, CertificateProfile profile)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(profile.Describe());
        Span<byte> each = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var der in chain)
        {
            SHA256.HashData(der.Span, each);
            hash.AppendData(each);
        }

        hash.GetHashAndReset(each);
        return new Digest(each);
    }
}

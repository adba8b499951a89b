using System.Collections.Immutable;

namespace DpiBlocks.Cryptography;

/// <summary>Judges a path from the certificate that signs, which is first, to the stated one, which is last (RFC 5280, 6.1).</summary>
internal static class CertificatePath
{
    private const string AnyUsage = "2.5.29.37.0";

    /// <summary>Whether each certificate was issued by the next, by name, and none came twice.</summary>
    public static Refusal? JudgeOrder(ImmutableArray<Certificate> sent)
    {
        for (var i = 0; i < sent.Length; i++)
        {
            for (var j = i + 1; j < sent.Length; j++)
            {
                if (sent[i].Fingerprint == sent[j].Fingerprint)
                {
                    return Invalid("duplicate_certificate");
                }
            }

            if (i + 1 < sent.Length && !sent[i].Fields.Issuer.IsSameAs(sent[i + 1].Fields.Subject))
            {
                return Invalid("order");
            }
        }

        return null;
    }

    /// <summary>Why the path does not stand; null when it does.</summary>
    public static Refusal? Judge(ImmutableArray<Certificate> path, CertificateProfile profile, DateTimeOffset at) =>
        JudgeExtensions(path) ?? JudgeAuthorities(path) ?? JudgeSignatures(path) ?? JudgeNames(path) ?? JudgeTimes(path, at) ?? JudgeLeaf(path[0], profile);

    public static Refusal Invalid(string reason, string? detail = null)
    {
        var refusal = new Refusal(X509RefusalCodes.ChainInvalid, "The certificates do not form a valid path.");
        var facts = refusal.Facts.Add("reason", reason);
        return refusal with { Facts = detail is null ? facts : facts.Add("detail", detail) };
    }

    private static Refusal? JudgeExtensions(ImmutableArray<Certificate> path) =>
        path.FirstOrDefault(certificate => certificate.Fields.UnknownCritical is not null) is { } odd
            ? Invalid("critical_extension", odd.Fields.UnknownCritical)
            : null;

    private static Refusal? JudgeAuthorities(ImmutableArray<Certificate> path)
    {
        var between = 0;                                     // authorities below this one that are not self-issued
        for (var i = 1; i < path.Length; i++)
        {
            var fields = path[i].Fields;
            if (!fields.IsAuthority)
            {
                return Invalid("not_a_ca");
            }

            if (fields.KeyUsage is { } usage && !usage.HasFlag(KeyUsages.CertificateSigning))
            {
                return Invalid("key_usage");
            }

            if (fields.PathLength < between)
            {
                return Invalid("path_length");
            }

            between += fields.IsSelfIssued ? 0 : 1;
        }

        return null;
    }

    private static Refusal? JudgeSignatures(ImmutableArray<Certificate> path)
    {
        for (var i = 0; i + 1 < path.Length; i++)
        {
            if (CertificateSignature.Judge(path[i].Fields, path[i + 1]) is { } reason)
            {
                return Invalid(reason);
            }
        }

        return null;
    }

    private static Refusal? JudgeNames(ImmutableArray<Certificate> path)
    {
        for (var i = 1; i < path.Length; i++)
        {
            if (path[i].Fields.NameConstraints is not { } constraints)
            {
                continue;
            }

            for (var j = 0; j < i; j++)
            {
                // RFC 5280, 6.1.3 (b): a self-issued certificate is exempt, unless it is the last.
                if ((j == 0 || !path[j].Fields.IsSelfIssued) && !constraints.Allow(path[j].Fields))
                {
                    return Invalid("name_constraints");
                }
            }
        }

        return null;
    }

    private static Refusal? JudgeTimes(ImmutableArray<Certificate> path, DateTimeOffset at)
    {
        foreach (var authority in path.AsSpan()[1..])
        {
            if (at < authority.NotBefore || at > authority.NotAfter)
            {
                return Invalid(at < authority.NotBefore ? "not_yet_valid" : "expired");
            }
        }

        if (at > path[0].NotAfter)
        {
            return new Refusal(X509RefusalCodes.Expired, "The validity of the certificate has ended.");
        }

        return at < path[0].NotBefore ? new Refusal(X509RefusalCodes.NotYetValid, "The validity of the certificate has not begun.") : null;
    }

    private static Refusal? JudgeLeaf(Certificate leaf, CertificateProfile profile)
    {
        var fields = leaf.Fields;
        if (fields.KeyUsage is { } usage && (usage & (KeyUsages.DigitalSignature | KeyUsages.ContentCommitment)) == 0)
        {
            return Invalid("key_usage");
        }

        var (wanted, has) = (profile.ExtendedKeyUsages, fields.ExtendedKeyUsages);
        var good = wanted.IsDefaultOrEmpty
            || (has.IsEmpty ? !profile.RequireExtendedKeyUsage : has.Contains(AnyUsage) || has.Any(wanted.Contains));
        return good ? null : new Refusal(X509RefusalCodes.ExtendedKeyUsage, "The certificate is not for this use.");
    }
}

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

/// <summary>Puts the files of a folder of trust together.</summary>
internal static class TrustFolderBuilder
{
    /// <summary>Builds the folder.</summary>
    /// <param name="files">The files.</param>
    /// <param name="beside">The folder of a single policy file, in which the files lie that it names; null when all were read.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="refusal">Why not.</param>
    /// <returns>Whether it could be built.</returns>
    public static bool TryBuild(
        List<TrustFile> files, string? beside, TrustFolderOptions options, [NotNullWhen(true)] out TrustFolder? folder, [NotNullWhen(false)] out Refusal? refusal)
    {
        folder = null;
        var contents = new Dictionary<string, (TrustFile File, TrustFileContent Content)>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (!TryAdd(contents, file, out refusal))
            {
                return false;
            }
        }

        var policies = contents.Values.Where(one => one.Content.Policy is not null).ToList();
        if (beside is not null && !TryAddNamed(contents, policies.SelectMany(one => one.Content.Policy!.Issuers), beside, out refusal))
        {
            return false;
        }

        if (!TryAgree(policies.Select(one => one.Content.Policy!), options.Environment, out var environment, out refusal))
        {
            return false;
        }

        var profiles = options.CertificateProfiles;
        CertificateProfile ProfileOf(string name) => profiles.GetValueOrDefault(name, CertificateProfile.Signing);
        if (policies.Count > 0)
        {
            var entries = new List<TrustEntry>();
            refusal = policies.Select(one => AddEntries(entries, one.File, one.Content.Policy!, contents)).FirstOrDefault(reason => reason is not null);
            folder = refusal is null ? new TrustFolder(new KeysUnderPolicies(entries, ProfileOf), environment) : null;
        }
        else if (contents.Count == 0)
        {
            refusal = TrustFile.Unreadable("The folder of trust is empty.", null);
        }
        else
        {
            var pool = new KeyPool(contents.Values.SelectMany(one => one.Content.Keys), contents.Values.SelectMany(one => one.Content.Certificates));
            folder = new TrustFolder(new KeysAlone(pool, ProfileOf), environment);
        }

        return folder is not null;
    }

    private static bool TryAdd(
        Dictionary<string, (TrustFile File, TrustFileContent Content)> contents, TrustFile file, [NotNullWhen(false)] out Refusal? refusal)
    {
        if (TrustFileContent.TryRead(file.Content, out var content, out refusal))
        {
            contents[file.Name] = (file, content);
            return true;
        }

        refusal = refusal with { Location = file.Name + (refusal.Location is null ? null : "#" + refusal.Location) };
        return false;
    }

    private static bool TryAddNamed(
        Dictionary<string, (TrustFile File, TrustFileContent Content)> contents, IEnumerable<PolicyIssuer> issuers, string beside, [NotNullWhen(false)] out Refusal? refusal)
    {
        refusal = null;
        foreach (var name in issuers.SelectMany(issuer => issuer.Files).Distinct(StringComparer.Ordinal).Where(name => !contents.ContainsKey(name)).ToList())
        {
            var path = Path.Combine(beside, name);
            if (Directory.Exists(path))
            {
                refusal = new Refusal(TrustRefusalCodes.PolicyInvalid, "The policy names a folder where a file of keys should be.") { Location = name };
                return false;
            }

            if (!TrustFile.TryReadOne(path, out var file, out refusal) || !TryAdd(contents, file, out refusal))
            {
                return false;
            }
        }

        return true;
    }

    // A store that mixes test keys with real ones accepts made-up people (CVE-2021-40855).
    private static bool TryAgree(
        IEnumerable<PolicyDocument> policies, TrustEnvironment wanted, out TrustEnvironment environment, [NotNullWhen(false)] out Refusal? refusal)
    {
        var stated = policies.Select(policy => policy.Environment).Distinct().ToList();
        environment = stated.FirstOrDefault();
        refusal = stated.Count > 1 || (wanted is not TrustEnvironment.Unstated && environment != wanted)
            ? new Refusal(TrustRefusalCodes.EnvironmentMismatch, "The trust is of another environment than was asked for, or of several.")
            : null;
        return refusal is null;
    }

    private static Refusal? AddEntries(
        List<TrustEntry> entries, TrustFile file, PolicyDocument policy, Dictionary<string, (TrustFile File, TrustFileContent Content)> contents)
    {
        var entitled = Entitled(file, policy);
        foreach (var issuer in policy.Issuers)
        {
            var (keys, certificates) = (new List<PoolKey>(), new List<Certificate>());
            keys.AddRange(issuer.Keys.Select(jwk => PoolKey.Of(jwk.VerificationKey!, jwk.KeyId)));
            keys.AddRange(issuer.Dids.Select(PoolKey.Of));
            foreach (var name in issuer.Files)
            {
                if (!contents.TryGetValue(name, out var named) || named.Content.Policy is not null)
                {
                    return new Refusal(TrustRefusalCodes.PolicyInvalid, "The policy names a file of keys that is not there.") { Location = file.Name };
                }

                keys.AddRange(named.Content.Keys);
                certificates.AddRange(named.Content.Certificates);
            }

            var pool = keys.Count + certificates.Count == 0 ? null : new KeyPool(keys, certificates);
            entries.Add(new TrustEntry(issuer.Id, pool, issuer.Grants, policy, entitled));
        }

        return null;
    }

    private static Check Entitled(TrustFile file, PolicyDocument policy)
    {
        var source = new Source(file.Name, Digest.Of(file.Content.Span), file.WrittenAt) { ExpiresAt = policy.ValidUntil, Framework = policy.Name };
        var check = Check.Passed(string.Empty, source);
        return check with
        {
            Facts = check.Facts
                .Add("policy", $"{policy.Name} {policy.Version}")
                .Add("environment", policy.Environment switch { TrustEnvironment.Production => "production", TrustEnvironment.Test => "test", _ => "unstated" }),
        };
    }
}

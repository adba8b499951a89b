using System.Collections.Immutable;
using System.Security.Cryptography;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

/// <summary>Keys and certificates that were stated as trusted together, and how the right one is found.</summary>
internal sealed class KeyPool
{
    /// <summary>The kind of signed thing whose key ids are always taken from the certificate, so that another id means another certificate.</summary>
    private const string HealthCertificate = "hcert";

    /// <summary>How many keys one message may mean: each costs a check of its signature.</summary>
    public const int MostCandidates = 16;

    /// <summary>Why none of more is tried.</summary>
    public static readonly Refusal Ambiguous =
        new(TrustRefusalCodes.KeyAmbiguous, "So many keys may be meant that none is tried: the message must name its key.");

    private readonly ImmutableArray<PoolKey> _keys;
    private readonly ImmutableArray<Certificate> _signing;
    private readonly ILookup<string, PoolKey> _keysByName;
    private readonly ILookup<string, Certificate> _certificatesByName;
    private readonly CertificateChecker _checker;
    private readonly bool _hasCertificates;

    public KeyPool(IEnumerable<PoolKey> keys, IEnumerable<Certificate> certificates)
    {
        var all = certificates.ToImmutableArray();
        _keys = [.. keys];
        _signing = [.. all.Where(certificate => !certificate.IsAuthority)];
        _keysByName = _keys.SelectMany(key => key.Names.Select(name => (name, key))).ToLookup(pair => pair.name, pair => pair.key, StringComparer.Ordinal);
        _certificatesByName = _signing.ToLookup(certificate => PoolKey.NameOf(ShortId(certificate)), StringComparer.Ordinal);
        _checker = new CertificateChecker(all);
        _hasCertificates = all.Length > 0;
        Anchors = [.. _keys.Select(key => key.Anchor), .. all.Select(AnchorOf)];
    }

    /// <summary>The names under which evidence tells of these keys and certificates.</summary>
    public ImmutableHashSet<string> Anchors { get; }

    /// <summary>Whether a key or certificate here goes by just this key id.</summary>
    public bool Knows(ReadOnlySpan<byte> keyId)
    {
        var name = PoolKey.NameOf(keyId);
        return name.Length > 0 && (_keysByName.Contains(name) || _certificatesByName.Contains(name));
    }

    /// <summary>Finds the keys that a reference may mean; several share one short id.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="profile">What certificates must look like.</param>
    /// <param name="at">When they must hold.</param>
    /// <param name="found">Where to put what is found.</param>
    /// <returns>Why a certificate that was meant is not good, where one was.</returns>
    public Refusal? Find(KeyReference reference, CertificateProfile profile, DateTimeOffset at, List<KeyCandidate> found)
    {
        Refusal? refusal = null;
        var name = PoolKey.NameOf(reference.KeyId.Span);
        if (!reference.Certificates.IsDefaultOrEmpty && _hasCertificates)
        {
            if (TryAdd(reference.Certificates, profile, at, found, out refusal) || !_keysByName.Contains(name))
            {
                return refusal;
            }
        }

        var (keys, certificates) = Select(name, string.Equals(reference.Profile, HealthCertificate, StringComparison.Ordinal));
        if (found.Count + keys.Count + certificates.Count > MostCandidates)
        {
            return Ambiguous;
        }

        found.AddRange(keys.Select(key => new KeyCandidate(key.Key, key.Framework, key.Anchor, null)));
        foreach (var certificate in certificates)
        {
            TryAdd([certificate.Der], profile, at, found, out var reason);
            refusal ??= reason;
        }

        return refusal;
    }

    private static string AnchorOf(Certificate certificate) => "x509:" + certificate.Fingerprint;

    // EU DCC, HCERT 3.2.2: the first eight bytes of the SHA-256 of the certificate.
    private static byte[] ShortId(Certificate certificate) => SHA256.HashData(certificate.Der.Span)[..8];

    // What is named is taken by its name; what has no name of its own may be meant by any.
    private (IReadOnlyList<PoolKey> Keys, IReadOnlyList<Certificate> Certificates) Select(string name, bool isHealthCertificate)
    {
        if (name.Length == 0)
        {
            return (_keys, _signing);
        }

        if (_keysByName.Contains(name) || _certificatesByName.Contains(name))
        {
            return ([.. _keysByName[name]], [.. _certificatesByName[name]]);
        }

        return ([.. _keys.Where(key => key.Names.Count == 0)], isHealthCertificate ? [] : _signing);
    }

    private bool TryAdd(
        ImmutableArray<ReadOnlyMemory<byte>> chain, CertificateProfile profile, DateTimeOffset at, List<KeyCandidate> found, out Refusal? refusal)
    {
        if (_checker.TryCheck(chain, profile, at, out var good, out refusal))
        {
            found.Add(new KeyCandidate(good.Key, KeyBinding.Certificate, AnchorOf(good.Anchor), good));
        }

        return refusal is null;
    }
}

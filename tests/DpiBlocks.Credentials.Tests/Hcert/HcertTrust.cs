using System.Collections.Immutable;
using System.Security.Cryptography;
using DpiBlocks.Credentials.Hcert;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials.Tests.Hcert;

/// <summary>Answers for the signers' certificates that it was given, by key id, and allows every type but those it was told not to.</summary>
internal sealed class HcertTrust : IKeyResolver, ITrustPolicy
{
    private readonly List<(byte[] KeyId, ResolvedKey Key)> _keys = [];

    public Source? Source { get; init; }

    public string? Forbidden { get; init; }

    public IStatusChecker? Status { get; set; }

    public List<KeyReference> Asked { get; } = [];

    public static HcertTrust In(byte[] certificate) => new HcertTrust().With(certificate);

    public HcertTrust With(byte[] certificate, byte[]? keyId = null)
    {
        Certificate.TryParse(certificate, out var parsed, out var refusal).Should().BeTrue("{0}", refusal);
        parsed!.TryGetKey(out var key, out refusal).Should().BeTrue("{0}", refusal);
        return With(
            new ResolvedKey(key!, PartyId.Parse(parsed.Country ?? "unstated"))
            {
                Country = parsed.Country,
                Anchor = parsed.Fingerprint.ToString(),
                ExtendedKeyUsages = parsed.ExtendedKeyUsages,
            },
            keyId ?? HcertKeyId.Of(certificate));
    }

    public HcertTrust With(ResolvedKey key, byte[] keyId)
    {
        _keys.Add((keyId, key));
        return this;
    }

    public ValueTask<KeyFinding> FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        Asked.Add(reference);
        ImmutableArray<ResolvedKey> found = [.. _keys.Where(key => CryptographicOperations.FixedTimeEquals(key.KeyId, reference.KeyId.Span)).Select(key => key.Key)];
        return ValueTask.FromResult(new KeyFinding(
            [found.IsEmpty ? Check.Failed("", SignatureRefusalCodes.KeyNotFound, "No certificate has this key id.") : Check.Passed("", Source)], found));
    }

    public ValueTask<ImmutableArray<Check>> JudgeAsync(TrustQuestion question, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        question.Act.Should().Be(TrustAct.Issue);
        return ValueTask.FromResult<ImmutableArray<Check>>(
            [question.Matter == Forbidden ? Check.Failed("", "trust.not_entitled", "Not that.") : Check.Passed("")]);
    }

    public CredentialVerifier Verifier(IVerdictPolicy? policy = null, CredentialVerifierOptions? options = null, TimeProvider? time = null) =>
        new(this, this, Status, policy ?? VerdictPolicy.Strict, time ?? TimeProvider.System, options);
}

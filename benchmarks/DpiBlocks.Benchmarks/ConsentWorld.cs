using System.Collections.Immutable;
using DpiBlocks.Consent;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Benchmarks;

/// <summary>A bank whose customers have registered keys, their consents, and a lender that asks.</summary>
internal sealed class ConsentWorld : IKeyResolver, ITrustPolicy, IRepresentationResolver, IDisposable
{
    public static readonly TenantId Tenant = TenantId.Parse("bank");

    private static readonly PartyId Bank = PartyId.Parse("https://bank.example");
    private static readonly PartyId Lender = PartyId.Parse("https://lender.example");
    private static readonly PurposeCode Purpose = PurposeCode.Parse("rebit/1.0#103");
    private static readonly ImmutableArray<FieldPath> Fields = [FieldPath.Parse("income")];

    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public static ConsentWorld Create() => new();

    public void Dispose() => _key.Dispose();

    public static SubjectId Person(int number) => SubjectId.Parse($"person-{number}");

    public static ConsentId IdOf(int number) => ConsentId.Parse($"c-{number}");

    public static DisclosureRequest Request(int number, string requestId) => new()
    {
        Tenant = Tenant,
        RequestId = requestId,
        Recipient = Lender,
        Purpose = Purpose,
        Basis = new LegalBasis(ConsentGate.BasisKind, IdOf(number).Value),
        DataSet = "account",
        Fields = Fields,
        Subject = Person(number),
    };

    /// <summary>The consent of a person, as it is kept.</summary>
    /// <param name="number">Whose, and which.</param>
    /// <param name="uses">How often it may be used; null where uses are not counted.</param>
    public async Task<ConsentRecord> RecordAsync(int number, int? uses = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var artefact = new ConsentArtefact
        {
            Id = IdOf(number),
            Subject = Person(number),
            GivenBy = Person(number),
            GivenAt = now.AddDays(-1),
            Recipient = Lender,
            Provider = Bank,
            Purpose = Purpose,
            Notice = new ConsentNotice("loan", "2", "en", Digest.Of("May the lender see your income?"u8)),
            Scopes = [new ConsentScope("account", [.. Fields, FieldPath.Parse("balance/current"), FieldPath.Parse("transactions")])],
            Mode = ConsentMode.Store,
            Uses = uses,
            NotBefore = now.AddDays(-1),
            ExpiresAt = now.AddYears(1),
        };
        var content = await SignedConsent.SignAsync(artefact, _key);
        return new ConsentRecord(ShardKey.Of(Tenant, Person(number)), artefact.Id, content)
        {
            Hash = Digest.Of(content),
            Version = 1,
            State = ConsentState.Given,
            StateSince = artefact.GivenAt,
            ExpiresAt = artefact.ExpiresAt,
        };
    }

    public ConsentGate GateOf(IConsentStore store, IOnceStore once, IAuditLog audit) => new(
        new ConsentGateOptions { Provider = Bank }, store, once, new KnownConsents(new ConsentVerifier(this, this, this, VerdictPolicy.Strict)), audit, VerdictPolicy.Strict, TimeProvider.System);

    ValueTask<KeyFinding> IKeyResolver.FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new KeyFinding([Check.Passed(string.Empty)], [new ResolvedKey(_key.VerificationKey, PartyId.Parse(reference.Issuer!))]));

    ValueTask<ImmutableArray<Check>> ITrustPolicy.JudgeAsync(TrustQuestion question, DateTimeOffset at, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ImmutableArray<Check>>([]);

    ValueTask<ImmutableArray<Check>> IRepresentationResolver.JudgeAsync(
        TenantId tenant, SubjectId actor, SubjectId subject, string matter, DateTimeOffset at, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ImmutableArray<Check>>([]);
}

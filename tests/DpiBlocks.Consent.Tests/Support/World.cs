using System.Collections.Immutable;
using DpiBlocks.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Consent.Tests.Support;

/// <summary>A person, her bank, a lender and a consent manager, with their keys registered; consents in memory.</summary>
internal sealed partial class World : IKeyResolver, ITrustPolicy, IRepresentationResolver
{
    public static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly TenantId Tenant = TenantId.Parse("bank");
    public static readonly SubjectId Person = SubjectId.Parse("p-1");
    public static readonly SubjectId Guardian = SubjectId.Parse("p-2");
    public static readonly PartyId Bank = PartyId.Parse("https://bank.example");
    public static readonly PartyId Lender = PartyId.Parse("https://lender.example");
    public static readonly PartyId Manager = PartyId.Parse("https://manager.example");
    public static readonly PurposeCode Purpose = PurposeCode.Parse("rebit/1.0#103");

    private readonly Dictionary<string, SigningKey> _keys = new(StringComparer.Ordinal);

    public World()
    {
        foreach (var name in (ReadOnlySpan<string>)[Person.Value, Guardian.Value, Manager.Value, Bank.Value, Lender.Value])
        {
            _keys[name] = SigningKey.Generate(SignatureAlgorithm.Es256);
        }

        Verifier = new ConsentVerifier(this, this, this, VerdictPolicy.Strict);
        Ledger = new ConsentLedger(Memory, Verifier, Memory, VerdictPolicy.Strict, Time);
        Gate = GateOf(new ConsentGateOptions { Provider = Bank });
    }

    public FakeTimeProvider Time { get; } = new(Now);

    public Memory Memory { get; } = new();

    public ConsentVerifier Verifier { get; }

    public ConsentLedger Ledger { get; }

    public ConsentGate Gate { get; }

    /// <summary>Gets what the registers say of whoever wants to act for another.</summary>
    public ImmutableArray<Check> Representation { get; set; } = [];

    /// <summary>Gets or sets what may be said of a consent manager.</summary>
    public Check Trust { get; set; } = Check.Passed(string.Empty);

    public static ConsentArtefact Artefact(string id = "c-1") => new()
    {
        Id = ConsentId.Parse(id),
        Subject = Person,
        GivenBy = Person,
        GivenAt = Now.AddMinutes(-1),
        Recipient = Lender,
        Provider = Bank,
        Purpose = Purpose,
        Notice = new ConsentNotice("loan", "2", "en", Digest.Of("May the lender see your income?"u8)),
        Scopes = [new ConsentScope("account", [FieldPath.Parse("income"), FieldPath.Parse("balance/current")])],
        Range = new DataRange(Now.AddYears(-1), Now),
        Mode = ConsentMode.Store,
        NotBefore = Now.AddMinutes(-1),
        ExpiresAt = Now.AddDays(30),
        DataLife = new CalendarPeriod(6, CalendarUnit.Month),
    };

    public static DisclosureRequest Request(string requestId = "r-1", string consent = "c-1") => new()
    {
        Tenant = Tenant,
        RequestId = requestId,
        Recipient = Lender,
        Purpose = Purpose,
        Basis = new LegalBasis(ConsentGate.BasisKind, consent),
        DataSet = "account",
        Fields = [FieldPath.Parse("income")],
        Range = new DataRange(Now.AddMonths(-6), Now),
    };

    public ConsentGate GateOf(ConsentGateOptions options, IVerdictPolicy? policy = null) => new(
        options, Memory, Memory, new KnownConsents(new ConsentVerifier(this, this, this, policy ?? VerdictPolicy.Strict)), Memory, policy ?? VerdictPolicy.Strict, Time);

    public ISigner SignerOf(string name) => _keys[name];

    public ValueTask<byte[]> SignAsync(ConsentArtefact artefact, string? signer = null) =>
        SignedConsent.SignAsync(artefact, _keys[signer ?? artefact.Attestor?.Value ?? artefact.GivenBy.Value]);

    /// <summary>Has it given, and looks that it was.</summary>
    public async Task<ConsentRecord> GiveAsync(ConsentArtefact? artefact = null) =>
        (await Ledger.GiveAsync(Tenant, await SignAsync(artefact ?? Artefact()))).GetValueOrThrow();

    public ValueTask<KeyFinding> FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(reference.Issuer is { } issuer && _keys.TryGetValue(issuer, out var key)
            ? new KeyFinding([Check.Passed(string.Empty)], [new ResolvedKey(key.VerificationKey, PartyId.Parse(issuer))])
            : new KeyFinding([Check.Failed(string.Empty, "key.not_found", "No key is registered.")], []));

    public ValueTask<ImmutableArray<Check>> JudgeAsync(TrustQuestion question, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<ImmutableArray<Check>>([Trust]);

    public ValueTask<ImmutableArray<Check>> JudgeAsync(
        TenantId tenant, SubjectId actor, SubjectId subject, string matter, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Representation);
}

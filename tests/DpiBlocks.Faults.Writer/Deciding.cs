using System.Collections.Immutable;
using DpiBlocks.Consent;
using DpiBlocks.Cryptography;
using DpiBlocks.Oversight;

namespace DpiBlocks.Faults;

/// <summary>A holder of data that decides, on all lanes at once, on one consent of one person: operation by operation a request of that name.</summary>
public sealed class Deciding : IKeyResolver, ITrustPolicy, IRepresentationResolver
{
    private static readonly SubjectId Person = SubjectId.Parse("person-1");
    private static readonly PartyId Bank = PartyId.Parse("https://bank.example");
    private static readonly PartyId Lender = PartyId.Parse("https://lender.example");
    private static readonly PurposeCode Purpose = PurposeCode.Parse("rebit/1.0#103");
    private static readonly SigningKey Key = Sequencing.ReadKey();

    private readonly ConsentLedger _ledger;
    private readonly ConsentGate _gate;

    private Deciding(Ground ground, IAuditLog audit)
    {
        var (time, verifier) = (JumpingClock.Instance, new ConsentVerifier(this, this, this, VerdictPolicy.Strict));
        _ledger = new ConsentLedger(ground.Consents, verifier, audit, VerdictPolicy.Strict, time);
        _gate = new ConsentGate(new ConsentGateOptions { Provider = Bank }, ground.Consents, ground.Marks, new KnownConsents(verifier), audit, VerdictPolicy.Strict, time);
    }

    public static ConsentId Id { get; } = ConsentId.Parse("c-1");

    public static ShardKey Shard { get; } = ShardKey.Of(Operation.Tenant, Person);

    /// <summary>Gets the name of the mark that an operation leaves: its requests count once.</summary>
    public static string MarkOf(Operation operation) => $"{Lender.Value} {operation.Name}";

    public static async Task<Deciding> StartAsync(Ground ground)
    {
        var delay = new SequencingDelay(ground.Staged, ground.Journal, JumpingClock.Instance, TimeSpan.FromDays(1));
        await delay.LookAsync();
        return new Deciding(ground, new AuditLog(ground.Journal, delay, JumpingClock.Instance));
    }

    /// <summary>Has the consent given, which counts its uses.</summary>
    public async Task PrepareAsync()
    {
        var now = JumpingClock.Instance.GetUtcNow();
        var artefact = new ConsentArtefact
        {
            Id = Id,
            Subject = Person,
            GivenBy = Person,
            GivenAt = now,
            Recipient = Lender,
            Provider = Bank,
            Purpose = Purpose,
            Notice = new ConsentNotice("loan", "2", "en", Digest.Of("May the lender see your income?"u8)),
            Scopes = [new ConsentScope("account", [FieldPath.Parse("income")])],
            Mode = ConsentMode.Store,
            Uses = int.MaxValue,
            NotBefore = now,
            ExpiresAt = now.AddDays(30),
        };
        (await _ledger.GiveAsync(Operation.Tenant, await SignedConsent.SignAsync(artefact, Key))).GetValueOrThrow();
    }

    /// <summary>Decides; false when it must be asked again.</summary>
    public async Task<bool> TryAsync(Operation operation)
    {
        var verdict = await _gate.DecideAsync(new DisclosureRequest
        {
            Tenant = Operation.Tenant,
            RequestId = operation.Name,
            Recipient = Lender,
            Purpose = Purpose,
            Basis = new LegalBasis(ConsentGate.BasisKind, Id.Value),
            DataSet = "account",
            Fields = [FieldPath.Parse("income")],
        });
        return verdict.IsAccepted || (verdict.Refusal!.Code is ConsentRefusalCodes.Busy or ConsentRefusalCodes.OutcomeUnknown
            ? false
            : throw new InvalidOperationException($"{operation.Name} was refused: {verdict.Refusal}."));
    }

    ValueTask<KeyFinding> IKeyResolver.FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new KeyFinding([Check.Passed(string.Empty)], [new ResolvedKey(Key.VerificationKey, PartyId.Parse(reference.Issuer!))]));

    // Nobody attests for the person or acts for her here.
    ValueTask<ImmutableArray<Check>> ITrustPolicy.JudgeAsync(TrustQuestion question, DateTimeOffset at, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ImmutableArray<Check>>([]);

    ValueTask<ImmutableArray<Check>> IRepresentationResolver.JudgeAsync(
        TenantId tenant, SubjectId actor, SubjectId subject, string matter, DateTimeOffset at, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ImmutableArray<Check>>([]);
}

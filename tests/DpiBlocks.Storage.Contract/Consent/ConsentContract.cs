using DpiBlocks.Consent;
using DpiBlocks.Cryptography;
using DpiBlocks.Oversight;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Storage.Contract;

/// <summary>What the contracts of consent share: a bank with its gate, ledger and log over the database, persons whose keys are registered, a lender.</summary>
public abstract class ConsentContract : IDisposable
{
    protected static readonly PartyId Bank = PartyId.Parse("https://bank.example");
    protected static readonly PartyId Lender = PartyId.Parse("https://lender.example");
    protected static readonly PurposeCode Purpose = PurposeCode.Parse("rebit/1.0#103");

    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    protected FakeTimeProvider Time { get; } = new(Samples.Now);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens the stores over the one database of the test, as another process would, with its own clock.</summary>
    protected abstract ConsentStores Open(TimeProvider time);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _key.Dispose();

    protected static SubjectId Person(int number = 1) => SubjectId.Parse($"person-{number}");

    protected static ShardKey ShardOf(int person = 1) => ShardKey.Of(Samples.Tenant, Person(person));

    protected static ConsentArtefact Artefact(string id = "c-1", int person = 1) => new()
    {
        Id = ConsentId.Parse(id),
        Subject = Person(person),
        GivenBy = Person(person),
        GivenAt = Samples.Now.AddDays(-2),
        Recipient = Lender,
        Provider = Bank,
        Purpose = Purpose,
        Notice = new ConsentNotice("loan", "2", "en", Digest.Of("May the lender see your income?"u8)),
        Scopes = [new ConsentScope("account", [FieldPath.Parse("income"), FieldPath.Parse("balance")])],
        Mode = ConsentMode.Store,
        NotBefore = Samples.Now.AddDays(-2),
        ExpiresAt = Samples.Now.AddDays(30),
    };

    protected static DisclosureRequest Request(string requestId = "r-1", string consent = "c-1") => new()
    {
        Tenant = Samples.Tenant,
        RequestId = requestId,
        Recipient = Lender,
        Purpose = Purpose,
        Basis = new LegalBasis(ConsentGate.BasisKind, consent),
        DataSet = "account",
        Fields = [FieldPath.Parse("income")],
    };

    /// <summary>Starts a process of the bank.</summary>
    protected async Task<ConsentNode> StartAsync(TimeProvider? time = null)
    {
        time ??= Time;
        var stores = Open(time);
        var delay = new SequencingDelay(stores.Staged, stores.Journal, time, TimeSpan.FromDays(1000));
        await delay.LookAsync(Cancel);
        var audit = new AuditLog(stores.Journal, delay, time);
        var register = new Register(_key);
        var verifier = new ConsentVerifier(register, register, register, VerdictPolicy.Strict);
        return new ConsentNode(
            stores,
            new ConsentLedger(stores.Consents, verifier, audit, VerdictPolicy.Strict, time),
            new ConsentGate(new ConsentGateOptions { Provider = Bank }, stores.Consents, stores.Once, new KnownConsents(verifier), audit, VerdictPolicy.Strict, time));
    }

    protected ValueTask<byte[]> SignAsync(ConsentArtefact artefact) => SignedConsent.SignAsync(artefact, _key, Cancel);

    /// <summary>Has it given, and looks that it was.</summary>
    protected async Task<ConsentRecord> GiveAsync(ConsentNode node, ConsentArtefact? artefact = null) =>
        (await node.Ledger.GiveAsync(Samples.Tenant, await SignAsync(artefact ?? Artefact()), cancellationToken: Cancel)).GetValueOrThrow();

    protected static Task WithdrawAsync(ConsentNode node, ConsentRecord record) => ChangeAsync(node, record, ConsentAct.Withdraw, Person());

    protected static async Task ChangeAsync(ConsentNode node, ConsentRecord record, ConsentAct act, SubjectId actor) =>
        (await node.Ledger.ChangeAsync(record.Shard, record.Id, act, actor, cancellationToken: Cancel)).GetValueOrThrow();

    /// <summary>Asks the gate; null when the data may leave, else why not.</summary>
    protected static async Task<string?> AskAsync(ConsentNode node, DisclosureRequest request) => (await node.Gate.DecideAsync(request, Cancel)).Refusal?.Code;

    /// <summary>Reads a journal to its end, every line opened.</summary>
    protected static async Task<List<AuditEvent>> JournalAsync(ConsentNode node, ShardKey shard)
    {
        while (await node.Stores.Staged.SplitAsync(100, Cancel) > 0)
        {
        }

        var lines = new List<AuditEvent>();
        while (await node.Stores.Journal.ReadAsync(shard, lines.Count, 1000, Cancel) is { IsEmpty: false } rows)
        {
            foreach (var row in rows)
            {
                row.Number.Should().Be(lines.Count + 1);
                AuditCommitment.TryOpen(new AuditEntry(shard, row.Commitment, row.Opening!.Value), out var line, out _).Should().BeTrue();
                lines.Add(line!);
            }
        }

        return lines;
    }

    protected static bool IsRelease(AuditEvent line) => line is { Action: "disclosure.decided", Outcome: "accepted" };
}

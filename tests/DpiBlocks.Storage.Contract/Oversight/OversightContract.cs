using System.Collections.Immutable;
using DpiBlocks.Cryptography;
using DpiBlocks.Oversight;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Storage.Contract;

/// <summary>What the contracts of oversight share: a log, its key, persons of whom something is told.</summary>
public abstract class OversightContract : IDisposable
{
    protected static readonly LogName Name = new(Samples.Tenant, "log.example.gov/audit");

    /// <summary>How long witnesses are waited for.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly SigningKey _witnessKey = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    private readonly WatchedSigner _signer;

    protected OversightContract()
    {
        _signer = new WatchedSigner(_key);
        Signer = new CheckpointSigner(Name.Origin, _signer, Time);
    }

    protected FakeTimeProvider Time { get; } = new(Samples.Now);

    protected CheckpointSigner Signer { get; }

    /// <summary>How often the log has signed.</summary>
    protected int Signatures => _signer.Asked;

    protected CheckpointVerifier Verifier => new(Name.Origin, [Signer.Key], WitnessPolicy.None, Time);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens the stores over the one database of the test, as another process would.</summary>
    protected abstract OversightStores Open();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _key.Dispose();
        _witnessKey.Dispose();
    }

    /// <summary>A witness of the log that keeps in the stores what it has seen.</summary>
    protected Witness WitnessOf(OversightStores stores, int number = 1) =>
        new($"witness.example/w{number}", _witnessKey, Samples.Tenant, stores.Witnessed, [new WitnessedLog(Name.Origin, [Signer.Key])], Time);

    protected static SubjectId Person(int number) => SubjectId.Parse($"person-{number}");

    protected AuditEvent Event(int person = 1, string action = "disclosure.released", string? target = null) => new()
    {
        Shard = ShardKey.Of(Samples.Tenant, Person(person)),
        Action = action,
        Outcome = "accepted",
        At = Time.GetUtcNow(),
        Actor = PartyId.Parse("did:web:tax.example.gov"),
        Subject = Person(person),
        Purpose = PurposeCode.Parse("tax"),
        Basis = "consent 17",
        Fields = [FieldPath.Parse("income/2025")],
        Target = Digest.Of(System.Text.Encoding.UTF8.GetBytes(target ?? "an answer")),
    };

    protected LogSequencer SequencerOf(OversightStores stores, params ImmutableArray<NamedWitness> witnesses) =>
        new(Name, stores.Staged, stores.Journal, stores.Log, PublisherOf(stores, witnesses));

    protected CheckpointPublisher PublisherOf(OversightStores stores, params ImmutableArray<NamedWitness> witnesses) =>
        new(Name, stores.Log, Signer, witnesses, Patience, Time);

    protected static async Task AppendAsync(OversightStores stores, AuditEvent auditEvent)
    {
        var entry = AuditCommitment.Commit(auditEvent);
        (await stores.Journal.CommitAsync(entry.Shard, new Effects { Audit = [entry] }, Cancel)).Should().Be(CommitOutcome.Committed);
    }

    /// <summary>Asserts that the log is whole, and that it and the journal tell of the same entries, each once.</summary>
    protected async Task<long> ShouldBeWholeAsync(OversightStores stores, int persons)
    {
        var note = (await stores.Log.FindCheckpointAsync(Name.Shard, Cancel))!.Value;
        var verdict = await new LogAuditor(Verifier).VerifyAsync(new StoredTiles(stores.Log, Name), note, [], Cancel);
        verdict.Refusal.Should().BeNull();
        var size = verdict.GetValueOrThrow().Checkpoint.Checkpoint.Size;
        var leaves = new HashSet<long>();
        for (var person = 1; person <= persons; person++)
        {
            var rows = await stores.Journal.ReadAsync(ShardKey.Of(Samples.Tenant, Person(person)), 0, 100_000, Cancel);
            rows.Select(row => row.Number).Should().Equal(Enumerable.Range(1, rows.Length).Select(number => (long)number));
            rows.Select(row => row.Leaf!.Value).Should().BeInAscendingOrder();
            foreach (var row in rows)
            {
                leaves.Add(row.Leaf!.Value).Should().BeTrue("no two entries are in one leaf");
                (await EntryAsync(stores, row.Leaf.Value)).Should().Be(row.Commitment);
            }
        }

        leaves.Should().HaveCount((int)size);
        (await stores.Log.FindAsync(Name.Shard, Cancel)).Unmarked.Should().BeEmpty();
        return size;
    }

    private static async Task<Digest> EntryAsync(OversightStores stores, long leaf)
    {
        var bundle = (await stores.Log.ReadTileAsync(Name.Shard, new Tile(Tile.EntriesLevel, leaf / Tile.FullWidth), Cancel))!.Value;
        return new Digest(bundle.Span.Slice((int)(leaf % Tile.FullWidth * 34) + 2, 32));
    }
}

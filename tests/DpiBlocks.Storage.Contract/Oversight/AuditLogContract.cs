using System.Collections.Immutable;
using System.Text;
using DpiBlocks.Oversight;

namespace DpiBlocks.Storage.Contract;

/// <summary>What a journal and a log must keep of <see cref="IAuditLog"/> and <see cref="IAccessHistory"/>.</summary>
public abstract class AuditLogContract : OversightContract
{
    private static readonly TimeSpan Delay = TimeSpan.FromMinutes(1);

    private VerifiedCheckpoint? _current;

    [Fact]
    public async Task What_has_not_reached_the_log_within_the_stated_delay_stops_everything()
    {
        var stores = Open();
        var delay = new SequencingDelay(stores.Staged, stores.Journal, Time, Delay);
        var audit = new AuditLog(stores.Journal, delay, Time);
        Late(audit);      // nobody has looked yet
        await delay.LookAsync(Cancel);
        await audit.AppendAsync(audit.Seal(Event()), Cancel);
        Time.Advance(Delay);
        await delay.LookAsync(Cancel);
        audit.Seal(Event()).Should().NotBeNull();
        Time.Advance(TimeSpan.FromTicks(1));
        Late(audit);

        // Split, it waits still; in the log, no longer.
        await stores.Staged.SplitAsync(10, Cancel);
        await delay.LookAsync(Cancel);
        Late(audit);
        await SequencerOf(stores).RunAsync(Cancel);
        Late(audit);
        await delay.LookAsync(Cancel);
        audit.Seal(Event()).Should().NotBeNull();

        // Nobody looks any more: what is committed meanwhile may wait already.
        Time.Advance(Delay);
        audit.Seal(Event()).Should().NotBeNull();
        Time.Advance(TimeSpan.FromTicks(1));
        Late(audit);
    }

    [Fact]
    [Attack("STO-15")]
    public async Task A_clock_that_is_set_back_hides_no_delay()
    {
        var stores = Open();
        var delay = new SequencingDelay(stores.Staged, stores.Journal, Time, Delay);
        var audit = new AuditLog(stores.Journal, delay, Time);
        await delay.LookAsync(Cancel);
        await audit.AppendAsync(audit.Seal(Event()), Cancel);
        Time.AdjustTime(Samples.Now.AddHours(-1));
        await delay.LookAsync(Cancel);
        audit.Seal(Event()).Should().NotBeNull();
        Time.Advance(Delay + TimeSpan.FromTicks(1));
        await delay.LookAsync(Cancel);
        Late(audit);
    }

    [Fact]
    public async Task An_entry_that_is_appended_again_is_recorded_once()
    {
        var stores = Open();
        var entry = AuditCommitment.Commit(Event());
        var audit = new AuditLog(stores.Journal, new SequencingDelay(stores.Staged, stores.Journal, Time, Delay), Time);
        (await audit.AppendAsync(entry, Cancel)).Should().Be(CommitOutcome.Committed);
        (await audit.AppendAsync(entry, Cancel)).Should().Be(CommitOutcome.AlreadyCommitted);
        await SequencerOf(stores).RunAsync(Cancel);
        (await audit.AppendAsync(entry, Cancel)).Should().Be(CommitOutcome.AlreadyCommitted);
        (await SequencerOf(stores).RunAsync(Cancel)).Size.Should().Be(1);
    }

    [Fact]
    public async Task An_erased_opening_leaves_the_log_as_verifiable_as_before()
    {
        var stores = Open();
        await AppendAsync(stores, Event());
        await AppendAsync(stores, Event());
        await SequencerOf(stores).RunAsync(Cancel);
        var told = AuditCommitment.Commit(Event(action: "history.erased"));
        (await stores.Journal.EraseAsync(told.Shard, 1, new Effects { Audit = [told] }, Cancel)).Should().Be(CommitOutcome.Committed);
        (await stores.Journal.EraseAsync(told.Shard, 1, Effects.None, Cancel)).Should().Be(CommitOutcome.Conflict);
        (await stores.Journal.EraseAsync(told.Shard, 9, Effects.None, Cancel)).Should().Be(CommitOutcome.Conflict);
        await SequencerOf(stores).RunAsync(Cancel);
        (await ShouldBeWholeAsync(stores, 1)).Should().Be(3);

        var (lines, statement) = await ReadAsync(stores);
        var verdict = Verify(lines, statement);
        verdict.GetValueOrThrow().Lines.Select(line => line.Event?.Action).Should().Equal(null, "disclosure.released", "history.erased");

        // Nobody can put words into an erased line.
        Refused(Verify([lines[0] with { Entry = lines[0].Entry with { Opening = AuditCommitment.Commit(Event()).Opening } }, .. lines[1..]], statement), AuditRefusalCodes.OpeningInvalid, "1");
        Verify([lines[0] with { Event = Event() }, .. lines[1..]], statement).GetValueOrThrow().Lines[0].Event.Should().BeNull();
    }

    [Fact]
    public async Task A_person_can_prove_that_her_history_is_complete()
    {
        var stores = Open();
        for (var i = 0; i < 30; i++)
        {
            await AppendAsync(stores, Event(person: 1 + (i % 3), target: $"{i}"));
            if (i % 4 == 0)
            {
                await SequencerOf(stores).RunAsync(Cancel);
            }
        }

        await SequencerOf(stores).RunAsync(Cancel);
        await AppendAsync(stores, Event(target: "not in the log yet"));
        await stores.Staged.SplitAsync(10, Cancel);
        var (lines, statement) = await ReadAsync(stores);
        lines.Should().HaveCount(11);
        lines[10].Proof.Should().BeNull();
        var verdict = Verify(lines, statement);
        verdict.Checks.Select(check => check.Name).Should().Equal("history_statement", "log_history", "history_complete", "history_lines");
        var history = verdict.GetValueOrThrow();
        history.Lines.Select(line => line.Event!.Target).Should().Equal(Enumerable.Range(0, 10).Select(i => (Digest?)Digest.Of(Encoding.UTF8.GetBytes($"{3 * i}"))));
        history.Lines[0].Event.Should().BeEquivalentTo(Event(target: "0"));
        history.Statement.Count.Should().Be(10);

        // A line taken out, the last ones cut off, two swapped, one changed, one of somebody else.
        Refused(Verify([.. lines[..3], .. lines[4..]], statement), AuditRefusalCodes.HistoryIncomplete, "4");
        Refused(Verify(lines[..9], statement), AuditRefusalCodes.HistoryIncomplete, "10");
        Refused(Verify([], statement), AuditRefusalCodes.HistoryIncomplete, "1");
        Refused(Verify([.. lines[..3], lines[4] with { Number = 4 }, lines[3] with { Number = 5 }, .. lines[5..]], statement), AuditRefusalCodes.ProofInvalid, "5");
        Refused(Verify([.. lines[..3], lines[4] with { Number = 4 }, .. lines[4..]], statement), AuditRefusalCodes.ProofInvalid, "5");
        Refused(Verify([.. lines[..8], lines[8] with { Entry = lines[7].Entry }, .. lines[9..]], statement), AuditRefusalCodes.ProofInvalid, "9");
        Refused(Verify([.. lines[..9], lines[8] with { Number = 10 }], statement), AuditRefusalCodes.HistoryIncomplete, "10");
        Refused(Verify([.. lines[..8], lines[8] with { Proof = null }, .. lines[9..]], statement), AuditRefusalCodes.ProofMalformed, "9");
        var other = await HistoryOf(stores).ReadAsync(Samples.Tenant, Person(2), 0, 100, Cancel);
        Refused(Verify([.. lines[..8], other[8], .. lines[9..]], statement), AuditRefusalCodes.OpeningInvalid, "9");
    }

    [Fact]
    public async Task A_statement_is_about_one_person_and_signed_by_the_log()
    {
        var stores = Open();
        (await HistoryOf(stores).AttestAsync(Samples.Tenant, Person(1), Cancel)).Should().BeNull();
        await AppendAsync(stores, Event(person: 1));
        await AppendAsync(stores, Event(person: 2));
        await SequencerOf(stores).RunAsync(Cancel);
        var (lines, statement) = await ReadAsync(stores);
        Verify(lines, statement).IsAccepted.Should().BeTrue();
        var others = (await HistoryOf(stores).AttestAsync(Samples.Tenant, Person(2), Cancel))!.Value;
        Refused(Verify(lines, others), AuditRefusalCodes.StatementMalformed, null);
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(statement.Span).Replace("\n1\n", "\n0\n", StringComparison.Ordinal));
        Refused(Verify(lines, changed), AuditRefusalCodes.StatementMalformed, null);      // none, but a last one
        var moved = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(statement.Span).Replace("\n2\n", "\n3\n", StringComparison.Ordinal));
        Refused(Verify(lines, moved), AuditRefusalCodes.SignatureInvalid, null);
        Refused(Verify(lines, (await stores.Log.FindCheckpointAsync(Name.Shard, Cancel))!.Value), AuditRefusalCodes.StatementMalformed, null);
        Refused(Verify(lines, default), AuditRefusalCodes.NoteMalformed, null);
        SignedNote.TryParse(statement.Span, out var note, out _).Should().BeTrue();
        Refused(Verify(lines, (note! with { Signatures = [note.Signatures[0] with { Name = "other" }] }).ToUtf8()), AuditRefusalCodes.SignatureMissing, null);

        // Of whom nothing was ever done, that is signed as well.
        var nothing = (await HistoryOf(stores).AttestAsync(Samples.Tenant, Person(3), Cancel))!.Value;
        new AccessHistoryVerifier(Log, Verifier).Verify(Samples.Tenant, Person(3), [], nothing, await CurrentAsync(stores)).GetValueOrThrow().Statement.Count.Should().Be(0);
    }

    [Fact]
    [Attack("STO-08")]
    [Attack("STO-09")]
    public async Task A_statement_is_of_the_log_that_is_trusted_and_not_older()
    {
        var stores = Open();
        await AppendAsync(stores, Event());
        await AppendAsync(stores, Event(person: 2));
        await SequencerOf(stores).RunAsync(Cancel);
        var (lines, statement) = await ReadAsync(stores);
        var current = _current!;
        Verify(lines, statement).IsAccepted.Should().BeTrue();

        // Of as many entries, but others.
        _current = await SignedAsync(2, Digest.Of("other"u8));
        Refused(Verify(lines, statement), AuditRefusalCodes.Fork, null);

        // A line that is proved in another log of as many entries.
        var (leaf, other) = (Digest.Of([0, .. Bytes(lines[0].Entry.Commitment)]), Digest.Of("other"u8));
        var forged = new LogProof { Index = 0, Path = [other], Checkpoint = (await SignedAsync(2, Digest.Of([1, .. Bytes(leaf), .. Bytes(other)]))).Note };
        _current = current;
        Refused(Verify([lines[0] with { Proof = forged.ToUtf8() }], statement), AuditRefusalCodes.Fork, "1");

        // The log grows: what was complete is so no longer.
        await AppendAsync(stores, Event());
        await SequencerOf(stores).RunAsync(Cancel);
        _current = await CurrentAsync(stores);
        Refused(Verify(lines, statement), AuditRefusalCodes.HistoryIncomplete, null);

        // A statement of the grown log, of which only a proof says that it contains what is trusted.
        (lines, statement) = await ReadAsync(stores);
        var growth = await new LogReader(new StoredTiles(stores.Log, Name), 3).ProveConsistencyAsync(2, Cancel);
        _current = current;
        Verify(lines, statement, growth).GetValueOrThrow().Statement.Count.Should().Be(2);
        Verify(lines, statement).Grade.Should().Be(Grade.Undetermined);
        Refused(Verify(lines, statement), AuditRefusalCodes.ProofInvalid, null);
        Refused(Verify(lines, statement, growth! with { OldSize = 1 }), AuditRefusalCodes.ProofInvalid, null);
        _current = await SignedAsync(2, Digest.Of("other"u8));
        Refused(Verify(lines, statement, growth), AuditRefusalCodes.ProofInvalid, null);
    }

    // All lines are one person's: wherever one process stands between the log and the journal, another's checkpoint covers what the journal counts.
    [Fact]
    public async Task A_statement_leaves_out_no_line_that_its_checkpoint_covers()
    {
        var stores = Open();
        await AppendAsync(stores, Event());
        await SequencerOf(stores).RunAsync(Cancel);
        var killed = true;
        for (var place = 1; killed; place++)
        {
            await AppendAsync(stores, Event());
            await AppendAsync(stores, Event());
            var fault = new Fault(place);
            try
            {
                await SequencerOf(stores with { Staged = fault.Of(stores.Staged), Journal = fault.Of(stores.Journal), Log = fault.Of(stores.Log) }).RunAsync(Cancel);
                killed = false;
            }
            catch (Fault.KilledException)
            {
                (await PublisherOf(stores).PublishAsync(Cancel)).Refusal.Should().BeNull();
            }

            var (lines, statement) = await ReadAsync(stores);
            var said = Verify(lines, statement).GetValueOrThrow().Statement;
            said.Count.Should().Be(said.Log.Size, $"it was killed at place {place}");
            await SequencerOf(stores).RunAsync(Cancel);
            (await ShouldBeWholeAsync(stores, 1)).Should().Be(1 + (place * 2));
        }
    }

    [Fact]
    public async Task Pages_of_a_history_make_the_whole()
    {
        var stores = Open();
        for (var i = 0; i < 7; i++)
        {
            await AppendAsync(stores, Event());
        }

        await SequencerOf(stores).RunAsync(Cancel);
        _current = await CurrentAsync(stores);
        var first = await HistoryOf(stores).ReadAsync(Samples.Tenant, Person(1), 0, 4, Cancel);
        var second = await HistoryOf(stores).ReadAsync(Samples.Tenant, Person(1), first[^1].Number, 4, Cancel);
        (first.Length, second.Length).Should().Be((4, 3));
        Verify([.. first, .. second], (await HistoryOf(stores).AttestAsync(Samples.Tenant, Person(1), Cancel))!.Value).IsAccepted.Should().BeTrue();
        (await HistoryOf(stores).ReadAsync(Samples.OtherTenant, Person(1), 0, 4, Cancel)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_witness_has_seen_outlasts_it()
    {
        var (stores, again) = (Open(), Open());
        var shard = ShardKey.Of(Samples.Tenant, "witness", "w");
        var (one, two) = (new WitnessedTree(1, Digest.Of("1"u8)), new WitnessedTree(2, Digest.Of("2"u8)));
        (await stores.Witnessed.FindAsync(shard, "log", Cancel)).Should().BeNull();
        (await stores.Witnessed.TryReplaceAsync(shard, "log", one, two, Cancel)).Should().BeFalse();
        (await stores.Witnessed.TryReplaceAsync(shard, "log", null, one, Cancel)).Should().BeTrue();
        (await again.Witnessed.TryReplaceAsync(shard, "log", null, two, Cancel)).Should().BeFalse();
        (await again.Witnessed.TryReplaceAsync(shard, "log", one with { Root = two.Root }, two, Cancel)).Should().BeFalse();
        (await again.Witnessed.TryReplaceAsync(shard, "log", one, two, Cancel)).Should().BeTrue();
        (await stores.Witnessed.FindAsync(shard, "log", Cancel)).Should().Be(two);
        (await stores.Witnessed.FindAsync(shard, "other", Cancel)).Should().BeNull();
    }

    private WitnessedLog Log => new(Name.Origin, [Signer.Key]);

    private AccessHistory HistoryOf(OversightStores stores) => new(stores.Journal, stores.Log, Name, Signer);

    // First what is trusted, then what is said: as whoever verifies for a person does it.
    private async Task<(ImmutableArray<AccessHistoryLine> Lines, ReadOnlyMemory<byte> Statement)> ReadAsync(OversightStores stores)
    {
        _current = await CurrentAsync(stores);
        return (await HistoryOf(stores).ReadAsync(Samples.Tenant, Person(1), 0, 1_000, Cancel), (await HistoryOf(stores).AttestAsync(Samples.Tenant, Person(1), Cancel))!.Value);
    }

    private async Task<VerifiedCheckpoint> CurrentAsync(OversightStores stores) =>
        Verifier.Verify((await stores.Log.FindCheckpointAsync(Name.Shard, Cancel))!.Value).GetValueOrThrow();

    private async Task<VerifiedCheckpoint> SignedAsync(long size, Digest root) => Verifier.Verify((await Signer.SignAsync(size, root, Cancel)).ToUtf8()).GetValueOrThrow();

    private Verification<VerifiedHistory> Verify(ImmutableArray<AccessHistoryLine> lines, ReadOnlyMemory<byte> statement, ConsistencyProof? growth = null) =>
        new AccessHistoryVerifier(Log, Verifier).Verify(Samples.Tenant, Person(1), lines, statement, _current!, growth);

    private static byte[] Bytes(Digest digest)
    {
        var bytes = new byte[32];
        digest.CopyTo(bytes);
        return bytes;
    }

    private static void Refused(Verification<VerifiedHistory> verdict, string code, string? location) =>
        (verdict.Refusal!.Code, verdict.Refusal.Location).Should().Be((code, location));

    private void Late(AuditLog audit) =>
        Assert.Throws<AuditUnavailableException>(() => audit.Seal(Event())).Refusal.Code.Should().Be(AuditRefusalCodes.SequencerLate);
}

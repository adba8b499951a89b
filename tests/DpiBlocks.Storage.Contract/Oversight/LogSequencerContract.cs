using DpiBlocks.Oversight;

namespace DpiBlocks.Storage.Contract;

/// <summary>What every database must keep of <see cref="IJournalStore"/> and <see cref="ILogStore"/>: nothing lost, nothing doubled, one order.</summary>
public abstract class LogSequencerContract : OversightContract
{
    [Fact]
    public async Task Entries_reach_the_log_and_the_journal_knows_where()
    {
        var stores = Open();
        for (var i = 0; i < 300; i++)
        {
            await AppendAsync(stores, Event(person: 1 + (i % 7)));
        }

        var run = await SequencerOf(stores).RunAsync(Cancel);
        run.Should().Be(new SequencerRun(300, 300));
        (await ShouldBeWholeAsync(stores, 7)).Should().Be(300);
        (await SequencerOf(stores).RunAsync(Cancel)).Should().Be(new SequencerRun(0, 300));      // nothing waits
    }

    [Fact]
    public async Task A_log_goes_on_after_a_restart()
    {
        for (var i = 0; i < 20; i++)
        {
            var stores = Open();
            for (var j = 0; j <= i * 3; j++)
            {
                await AppendAsync(stores, Event(person: 1 + (j % 5)));
            }

            (await SequencerOf(stores).RunAsync(Cancel)).Refusal.Should().BeNull();
        }

        (await ShouldBeWholeAsync(Open(), 5)).Should().Be(590);
    }

    // Each call of a store, before and after it, is a place where a process can be killed.
    [Fact]
    public async Task A_sequencer_that_is_killed_anywhere_loses_and_doubles_nothing()
    {
        var stores = Open();
        for (var place = 1; ; place++)
        {
            await AppendAsync(stores, Event(person: 1));
            await AppendAsync(stores, Event(person: 2));
            var fault = new Fault(place);
            try
            {
                await SequencerOf(stores with { Staged = fault.Of(stores.Staged), Journal = fault.Of(stores.Journal), Log = fault.Of(stores.Log) }).RunAsync(Cancel);
                place.Should().BeGreaterThan(20);
                break;
            }
            catch (Fault.KilledException)
            {
                var size = (await SequencerOf(stores).RunAsync(Cancel)).Size;
                size.Should().Be(place * 2);
                (await ShouldBeWholeAsync(stores, 2)).Should().Be(size);
            }
        }
    }

    [Fact]
    [Attack("STO-12")]
    public async Task Of_many_writers_and_several_sequencers_comes_one_order_without_gap_or_fork()
    {
        const int writers = 64;
        const int entries = 10;
        var kept = new List<ReadOnlyMemory<byte>>();
        var processes = new[] { Open(), Open(), Open() };
        var writing = Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < entries; i++)
                {
                    await AppendAsync(processes[writer % 3], Event(person: 1 + (writer % 9)));
                }
            },
            Cancel)));
        await Task.WhenAll(processes.Select(stores => Task.Run(
            async () =>
            {
                while (!writing.IsCompleted)
                {
                    (await SequencerOf(stores).RunAsync(Cancel)).Refusal.Should().BeNull();
                    if (await stores.Log.FindCheckpointAsync(Name.Shard, Cancel) is { } note)
                    {
                        lock (kept)
                        {
                            kept.Add(note);
                        }
                    }
                }
            },
            Cancel)));
        await writing;
        var last = Open();
        await SequencerOf(last).RunAsync(Cancel);
        (await ShouldBeWholeAsync(last, 9)).Should().Be(writers * entries);

        // Whatever anybody was ever shown is part of what is there now.
        var newest = (await last.Log.FindCheckpointAsync(Name.Shard, Cancel))!.Value;
        var verdict = await new LogAuditor(Verifier).VerifyAsync(new StoredTiles(last.Log, Name), newest, [.. kept.DistinctBy(note => Convert.ToBase64String(note.Span))], Cancel);
        verdict.Refusal.Should().BeNull();
    }

    // The order is that of the numbers; the time is only told.
    [Fact]
    [Attack("STO-15")]
    public async Task A_clock_that_is_set_back_changes_no_order_and_is_noticed()
    {
        var stores = Open();
        await AppendAsync(stores, Event());
        Time.AdjustTime(Samples.Now.AddHours(-1));
        await AppendAsync(stores, Event());
        (await SequencerOf(stores).RunAsync(Cancel)).Should().Be(new SequencerRun(2, 2) { ClockStepsBack = 1 });
        await ShouldBeWholeAsync(stores, 1);
        var rows = await stores.Journal.ReadAsync(Event().Shard, 0, 10, Cancel);
        rows.Select(row => (row.Number, row.Leaf, row.At)).Should().Equal((1, 0, Samples.Now), (2, 1, Samples.Now.AddHours(-1)));

        Time.AdjustTime(Samples.Now.AddHours(1));
        await AppendAsync(stores, Event());
        (await SequencerOf(stores).RunAsync(Cancel)).Should().Be(new SequencerRun(1, 3));
    }

    [Fact]
    public async Task A_log_that_was_turned_back_or_changed_in_its_store_is_not_signed_again()
    {
        var stores = Open();
        await AppendAsync(stores, Event());
        await AppendAsync(stores, Event());
        await SequencerOf(stores).RunAsync(Cancel);

        // Published by another hand: a larger log, and one of other content.
        var other = (await Signer.SignAsync(3, Digest.Of("other"u8), Cancel)).ToUtf8();
        (await stores.Log.TryPublishAsync(Name.Shard, 3, other, Cancel)).Should().BeTrue();
        (await SequencerOf(stores).RunAsync(Cancel)).Refusal!.Code.Should().Be(AuditRefusalCodes.Rollback);
        for (var i = 0; i < 2; i++)
        {
            await AppendAsync(stores, Event());
        }

        (await SequencerOf(stores).RunAsync(Cancel)).Refusal!.Code.Should().Be(AuditRefusalCodes.Fork);
        (await stores.Log.FindCheckpointAsync(Name.Shard, Cancel))!.Value.ToArray().Should().Equal(other);
    }

    // The store is turned back with all that is in it; the witness has not forgotten.
    [Fact]
    [Attack("STO-08")]
    [Attack("STO-09")]
    public async Task A_log_of_which_a_witness_has_seen_more_or_other_is_not_published_again()
    {
        var stores = Open();
        var witness = WitnessOf(stores);
        var named = new NamedWitness(witness, [witness.Key]);
        await AppendAsync(stores, Event());
        (await SequencerOf(stores, named).RunAsync(Cancel)).Should().Be(new SequencerRun(1, 1));
        var good = (await stores.Log.FindCheckpointAsync(Name.Shard, Cancel))!.Value.ToArray();
        new CheckpointVerifier(Name.Origin, [Signer.Key], new WitnessPolicy(1, witness.Key), Time).Verify(good).IsAccepted.Should().BeTrue();

        await stores.Witnessed.TryReplaceAsync(
            ShardOf(witness), Name.Origin, await SeenAsync(stores, witness), new WitnessedTree(3, Digest.Of("lost"u8)), Cancel);
        await AppendAsync(stores, Event());
        (await SequencerOf(stores, named).RunAsync(Cancel)).Refusal!.Code.Should().Be(AuditRefusalCodes.Rollback);
        await AppendAsync(stores, Event());
        (await SequencerOf(stores, named).RunAsync(Cancel)).Refusal!.Code.Should().Be(AuditRefusalCodes.Fork);
        await AppendAsync(stores, Event());
        (await SequencerOf(stores, named).RunAsync(Cancel)).Refusal!.Code.Should().Be(AuditRefusalCodes.Fork);
        (await stores.Log.FindCheckpointAsync(Name.Shard, Cancel))!.Value.ToArray().Should().Equal(good);
    }

    [Fact]
    public async Task A_witness_that_has_seen_more_of_another_sequencer_holds_nothing_against_the_log()
    {
        var stores = Open();
        var witness = WitnessOf(stores);
        var overtaken = new Overtaken(witness, async () =>
        {
            await AppendAsync(stores, Event());
            (await SequencerOf(stores, new NamedWitness(witness, [witness.Key])).RunAsync(Cancel)).Should().Be(new SequencerRun(1, 2));
        });
        await AppendAsync(stores, Event());
        (await SequencerOf(stores, new NamedWitness(overtaken, [witness.Key])).RunAsync(Cancel)).Refusal.Should().BeNull();
        (await SeenAsync(stores, witness))!.Size.Should().Be(2);
        (await ShouldBeWholeAsync(stores, 1)).Should().Be(2);
    }

    // A note that nobody can read would stop the log for good.
    [Fact]
    public async Task However_much_witnesses_sign_the_note_stays_one_that_is_read()
    {
        var stores = Open();
        var witness = WitnessOf(stores);
        var copying = new Changed(witness, answer => answer with { Body = Enumerable.Repeat(answer.Body.ToArray(), SignedNote.MaxSignatures).SelectMany(line => line).ToArray() });
        await AppendAsync(stores, Event());
        await SequencerOf(stores, new NamedWitness(copying, [witness.Key])).RunAsync(Cancel);
        (await PublishedAsync(stores)).Signatures.Select(signature => signature.Name).Should().Equal(Name.Origin, witness.Key.Name);

        var many = Enumerable.Range(1, SignedNote.MaxSignatures + 1).Select(number => WitnessOf(stores, number)).ToList();
        await AppendAsync(stores, Event());
        await SequencerOf(stores, [.. many.Select(one => new NamedWitness(one, [one.Key]))]).RunAsync(Cancel);
        (await PublishedAsync(stores)).Signatures.Should().HaveCount(SignedNote.MaxSignatures);
        await AppendAsync(stores, Event());
        (await SequencerOf(stores).RunAsync(Cancel)).Should().Be(new SequencerRun(1, 3));
        await ShouldBeWholeAsync(stores, 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Witnesses_that_hang_are_left_out_together_when_their_time_is_over(bool heeds)
    {
        var stores = Open();
        var witness = WitnessOf(stores with { Witnessed = new InMemoryWitnessStore() });      // which has answered when the next one is asked
        var (one, two) = (new Hanging(heeds), new Hanging(heeds));
        await AppendAsync(stores, Event());
        var run = SequencerOf(stores, new NamedWitness(witness, [witness.Key]), new NamedWitness(one, []), new NamedWitness(two, [])).RunAsync(Cancel).AsTask();
        await one.Asked.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        await two.Asked.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        run.IsCompleted.Should().BeFalse();
        Time.Advance(Patience);
        (await run.WaitAsync(TimeSpan.FromSeconds(30), Cancel)).Should().Be(new SequencerRun(1, 1));
        (await PublishedAsync(stores)).Signatures.Select(signature => signature.Name).Should().Equal(Name.Origin, witness.Key.Name);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_is_heard_while_a_witness_hangs()
    {
        var stores = Open();
        var witness = new Hanging(heeds: false);
        using var stop = new CancellationTokenSource();
        await AppendAsync(stores, Event());
        var run = SequencerOf(stores, new NamedWitness(witness, [])).RunAsync(stop.Token).AsTask();
        await witness.Asked.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
        (await stores.Log.FindCheckpointAsync(Name.Shard, Cancel)).Should().BeNull();
    }

    [Fact]
    public async Task A_witness_that_is_missing_from_the_published_checkpoint_is_asked_again_later_and_its_signature_joined()
    {
        var stores = Open();
        var witness = WitnessOf(stores);
        var late = new Late(witness);
        var publisher = PublisherOf(stores, new NamedWitness(late, [witness.Key]));
        await AppendAsync(stores, Event());
        (await new LogSequencer(Name, stores.Staged, stores.Journal, stores.Log, publisher).RunAsync(Cancel)).Should().Be(new SequencerRun(1, 1));
        var alone = await PublishedAsync(stores);
        alone.Signatures.Select(signature => signature.Name).Should().Equal(Name.Origin);
        Signatures.Should().Be(1);

        // It is left in peace for a minute; a checkpoint to which nobody adds anything stays as it is.
        (await publisher.PublishAsync(Cancel)).Should().Be((1, null));
        late.Asked.Should().Be(1);
        Time.Advance(TimeSpan.FromMinutes(1));
        (await publisher.PublishAsync(Cancel)).Should().Be((1, null));
        late.Asked.Should().Be(2);
        (await PublishedAsync(stores)).ToUtf8().ToArray().Should().Equal(alone.ToUtf8().ToArray());

        late.Answers = true;
        Time.Advance(TimeSpan.FromMinutes(1));
        (await publisher.PublishAsync(Cancel)).Should().Be((1, null));
        var note = (await stores.Log.FindCheckpointAsync(Name.Shard, Cancel))!.Value;
        new CheckpointVerifier(Name.Origin, [Signer.Key], new WitnessPolicy(1, witness.Key), Time).Verify(note).IsAccepted.Should().BeTrue();
        (await PublishedAsync(stores)).Text.Should().Be(alone.Text);
        var asked = late.Asked;
        Time.Advance(TimeSpan.FromMinutes(1));
        (await publisher.PublishAsync(Cancel)).Should().Be((1, null));
        late.Asked.Should().Be(asked);
        Signatures.Should().Be(1, "nothing has changed that the log would have to sign again");
    }

    [Fact]
    public async Task A_witness_that_is_asked_again_and_has_seen_another_log_accuses_this_one()
    {
        var stores = Open();
        var witness = WitnessOf(stores);
        await AppendAsync(stores, Event());
        await SequencerOf(stores).RunAsync(Cancel);
        await stores.Witnessed.TryReplaceAsync(ShardOf(witness), Name.Origin, null, new WitnessedTree(1, Digest.Of("other"u8)), Cancel);
        (await SequencerOf(stores, new NamedWitness(witness, [witness.Key])).RunAsync(Cancel)).Refusal!.Code.Should().Be(AuditRefusalCodes.Fork);
        (await PublishedAsync(stores)).Signatures.Should().ContainSingle();
    }

    [Fact]
    public async Task A_witness_that_fails_is_one_that_does_not_answer()
    {
        var stores = Open();
        var failing = new Overtaken(WitnessOf(stores), () => throw new InvalidOperationException());
        await AppendAsync(stores, Event());
        (await SequencerOf(stores, new NamedWitness(failing, [])).RunAsync(Cancel)).Should().Be(new SequencerRun(1, 1));
        (await ShouldBeWholeAsync(stores, 1)).Should().Be(1);
    }

    [Fact]
    public async Task A_tile_that_is_missing_from_the_store_stops_the_log()
    {
        var stores = Open();
        await AppendAsync(stores, Event());
        await stores.Log.TryGrowAsync(Name.Shard, new LogGrowth(0, 5, [], []), Cancel);      // a size without its tiles
        await Assert.ThrowsAsync<InvalidDataException>(() => SequencerOf(stores).RunAsync(Cancel).AsTask());
        (await PublisherOf(stores).PublishAsync(Cancel)).Refusal!.Code.Should().Be(AuditRefusalCodes.TileMissing);
    }

    [Fact]
    public async Task The_log_changes_only_from_the_version_it_was_read_at()
    {
        var stores = Open();
        (await stores.Log.FindAsync(Name.Shard, Cancel)).Should().BeEquivalentTo(LogState.Empty);
        var entry = new SequencedEntry(Event().Shard, 1, Digest.Of("a"u8), 0);
        var tile = new TileContent(new Tile(0, 0), Digest.Of("a tile"u8).ToByteArray());
        (await stores.Log.TryGrowAsync(Name.Shard, new LogGrowth(1, 1, [tile], [entry]), Cancel)).Should().BeFalse();
        (await stores.Log.ReadTileAsync(Name.Shard, tile.Tile, Cancel)).Should().BeNull();
        (await stores.Log.TryGrowAsync(Name.Shard, new LogGrowth(0, 1, [tile], [entry]), Cancel)).Should().BeTrue();
        (await stores.Log.TryGrowAsync(Name.Shard, new LogGrowth(0, 1, [tile], [entry]), Cancel)).Should().BeFalse();
        (await stores.Log.FindAsync(Name.Shard, Cancel)).Should().BeEquivalentTo(new LogState(1, 1, [entry]));
        (await stores.Log.ReadTileAsync(Name.Shard, tile.Tile, Cancel))!.Value.ToArray().Should().Equal(tile.Content.ToArray());
        (await stores.Log.TryForgetUnmarkedAsync(Name.Shard, 0, Cancel)).Should().BeFalse();
        (await stores.Log.TryForgetUnmarkedAsync(Name.Shard, 1, Cancel)).Should().BeTrue();
        (await stores.Log.FindAsync(Name.Shard, Cancel)).Should().BeEquivalentTo(new LogState(2, 1, []));

        var elsewhere = new LogName(Samples.OtherTenant, Name.Origin).Shard;
        (await stores.Log.FindAsync(elsewhere, Cancel)).Should().BeEquivalentTo(LogState.Empty);
        (await stores.Log.ReadTileAsync(elsewhere, tile.Tile, Cancel)).Should().BeNull();
    }

    [Fact]
    public async Task Only_a_larger_checkpoint_takes_the_place_of_another()
    {
        var log = Open().Log;
        (await log.FindCheckpointAsync(Name.Shard, Cancel)).Should().BeNull();
        (await log.TryPublishAsync(Name.Shard, 5, "five"u8.ToArray(), Cancel)).Should().BeTrue();
        (await log.TryPublishAsync(Name.Shard, 5, "again"u8.ToArray(), Cancel)).Should().BeFalse();
        (await log.TryPublishAsync(Name.Shard, 4, "four"u8.ToArray(), Cancel)).Should().BeFalse();
        (await log.TryPublishAsync(Name.Shard, 6, "six"u8.ToArray(), Cancel)).Should().BeTrue();
        (await log.FindCheckpointAsync(Name.Shard, Cancel))!.Value.ToArray().Should().Equal("six"u8.ToArray());
    }

    [Fact]
    public async Task A_checkpoint_is_replaced_only_while_it_is_the_one_that_was_found()
    {
        var log = Open().Log;
        (await log.TryReplaceCheckpointAsync(Name.Shard, "five"u8.ToArray(), "five, seen"u8.ToArray(), Cancel)).Should().BeFalse();
        (await log.TryPublishAsync(Name.Shard, 5, "five"u8.ToArray(), Cancel)).Should().BeTrue();
        (await log.TryReplaceCheckpointAsync(Name.Shard, "five"u8.ToArray(), "five, seen"u8.ToArray(), Cancel)).Should().BeTrue();
        (await log.TryReplaceCheckpointAsync(Name.Shard, "five"u8.ToArray(), "five, seen by another"u8.ToArray(), Cancel)).Should().BeFalse();
        (await log.FindCheckpointAsync(Name.Shard, Cancel))!.Value.ToArray().Should().Equal("five, seen"u8.ToArray());
        (await log.TryPublishAsync(Name.Shard, 5, "again"u8.ToArray(), Cancel)).Should().BeFalse();
    }

    [Fact]
    public async Task An_entry_is_marked_only_where_it_is_and_only_as_what_it_is()
    {
        var stores = Open();
        await AppendAsync(stores, Event());
        await stores.Staged.SplitAsync(10, Cancel);
        var row = (await stores.Journal.ReadUnsequencedAsync(10, Cancel)).Single();
        var entry = new SequencedEntry(row.Shard, 1, row.Commitment, 7);
        (await stores.Journal.TryMarkAsync(row.Shard, [entry with { Number = 2 }], Cancel)).Should().BeFalse();
        (await stores.Journal.TryMarkAsync(row.Shard, [entry with { Commitment = Digest.Of("other"u8) }], Cancel)).Should().BeFalse();
        (await stores.Journal.FindOldestUnsequencedAsync(Cancel)).Should().Be(Samples.Now);
        (await stores.Journal.TryMarkAsync(row.Shard, [entry], Cancel)).Should().BeTrue();
        (await stores.Journal.TryMarkAsync(row.Shard, [entry], Cancel)).Should().BeTrue();
        (await stores.Journal.TryMarkAsync(row.Shard, [entry with { Leaf = 8 }], Cancel)).Should().BeFalse();
        (await stores.Journal.FindOldestUnsequencedAsync(Cancel)).Should().BeNull();
        (await stores.Journal.FindLastAsync(row.Shard, 7, Cancel)).Should().BeNull();
        (await stores.Journal.FindLastAsync(row.Shard, 8, Cancel))!.Number.Should().Be(1);
    }

    [Fact]
    public async Task What_waits_is_read_shard_by_shard_in_order_and_within_the_limit()
    {
        var stores = Open();
        for (var i = 0; i < 40; i++)
        {
            await AppendAsync(stores, Event(person: 1 + (i % 4)));
        }

        await stores.Staged.SplitAsync(10, Cancel);
        for (var limit = 1; limit <= 41; limit++)
        {
            var rows = await stores.Journal.ReadUnsequencedAsync(limit, Cancel);
            rows.Should().HaveCount(Math.Min(limit, 40));
            foreach (var shard in rows.GroupBy(row => row.Shard))
            {
                shard.Select(row => row.Number).Should().Equal(Enumerable.Range(1, shard.Count()).Select(number => (long)number));
            }
        }
    }

    private static ShardKey ShardOf(Witness witness) => ShardKey.Of(Samples.Tenant, "witness", witness.Key.Name);

    private static async Task<WitnessedTree?> SeenAsync(OversightStores stores, Witness witness) =>
        await stores.Witnessed.FindAsync(ShardOf(witness), Name.Origin, Cancel);

    private static async Task<SignedNote> PublishedAsync(OversightStores stores)
    {
        var note = (await stores.Log.FindCheckpointAsync(Name.Shard, Cancel))!.Value;
        SignedNote.TryParse(note.Span, out var read, out _).Should().BeTrue();
        return read!;
    }

    private sealed class Changed(IWitness inner, Func<WitnessAnswer, WitnessAnswer> change) : IWitness
    {
        public async ValueTask<WitnessAnswer?> AddCheckpointAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default) =>
            await inner.AddCheckpointAsync(request, cancellationToken) is { } answer ? change(answer) : null;
    }

    private sealed class Hanging(bool heeds) : IWitness
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public async ValueTask<WitnessAnswer?> AddCheckpointAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default)
        {
            _asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, heeds ? cancellationToken : CancellationToken.None);
            return null;
        }
    }

    // Out of reach, until it answers.
    private sealed class Late(IWitness inner) : IWitness
    {
        public int Asked { get; private set; }

        public bool Answers { get; set; }

        public ValueTask<WitnessAnswer?> AddCheckpointAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default)
        {
            Asked++;
            return Answers ? inner.AddCheckpointAsync(request, cancellationToken) : default;
        }
    }

    // Before it is asked, something else happens.
    private sealed class Overtaken(IWitness inner, Func<Task> before) : IWitness
    {
        public async ValueTask<WitnessAnswer?> AddCheckpointAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default)
        {
            await before();
            return await inner.AddCheckpointAsync(request, cancellationToken);
        }
    }
}

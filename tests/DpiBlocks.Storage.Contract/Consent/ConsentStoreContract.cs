using DpiBlocks.Consent;

namespace DpiBlocks.Storage.Contract;

/// <summary>What every database must keep of <see cref="IConsentStore"/>.</summary>
public abstract class ConsentStoreContract : ConsentContract
{
    private static readonly ShardKey Shard = ShardOf();

    private readonly Lazy<ConsentStores> _stores;

    protected ConsentStoreContract() => _stores = new Lazy<ConsentStores>(() => Open(Time));

    private IConsentStore Store => _stores.Value.Consents;

    [Fact]
    public async Task A_consent_is_kept_to_the_byte_and_to_the_tick()
    {
        var longest = new string('~', 128);
        var record = Record(longest) with
        {
            Content = new byte[] { 0, 255, 0, 1 },
            StateSince = Samples.Now.AddTicks(1),
            ExpiresAt = DateTimeOffset.MaxValue,
            Uses = long.MaxValue,
            RecentUses = [DateTimeOffset.MinValue, Samples.Now.AddTicks(-1)],
        };
        (await CommitAsync(record, 0)).Should().Be(CommitOutcome.Committed);
        ShouldBe(await FindAsync(longest), record);
        (await FindAsync(longest[1..])).Should().BeNull();
        (await Store.FindAsync(ShardOf(2), record.Id, Cancel)).Should().BeNull();

        var next = record with { Version = 2, State = ConsentState.Paused, StateSince = Samples.Now.AddTicks(2), Uses = 7, RecentUses = [] };
        (await CommitAsync(next, 1)).Should().Be(CommitOutcome.Committed);
        ShouldBe(await FindAsync(longest), next);
    }

    [Fact]
    [Attack("CON-17")]
    public async Task A_name_leads_to_one_person_and_in_another_tenant_to_nobody()
    {
        var id = ConsentId.Parse("c-1");
        (await Store.FindShardAsync(Samples.Tenant, id, Cancel)).Should().BeNull();
        (await Store.TryPointAsync(Samples.Tenant, id, Shard, Cancel)).Should().Be(CommitOutcome.Committed);
        (await Store.TryPointAsync(Samples.Tenant, id, Shard, Cancel)).Should().Be(CommitOutcome.AlreadyCommitted);
        (await Store.TryPointAsync(Samples.Tenant, id, ShardOf(2), Cancel)).Should().Be(CommitOutcome.Conflict);
        (await Store.FindShardAsync(Samples.Tenant, id, Cancel)).Should().Be(Shard);
        (await Store.FindShardAsync(Samples.OtherTenant, id, Cancel)).Should().BeNull();
        var other = ShardKey.Of(Samples.OtherTenant, Person());
        (await Store.TryPointAsync(Samples.OtherTenant, id, other, Cancel)).Should().Be(CommitOutcome.Committed);
        (await Store.FindShardAsync(Samples.OtherTenant, id, Cancel)).Should().Be(other);
    }

    [Fact]
    public async Task Of_64_who_claim_a_name_at_once_one_has_it()
    {
        var store = Store;      // opened before they all wait for it, which would leave no thread to open it with
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 64).Select(i => Task.Run(async () => await store.TryPointAsync(Samples.Tenant, ConsentId.Parse("c-1"), ShardOf(i), Cancel))));
        outcomes.Count(outcome => outcome is CommitOutcome.Committed).Should().Be(1);
        outcomes.Count(outcome => outcome is CommitOutcome.Conflict).Should().Be(63);
    }

    [Fact]
    [Attack("CON-16")]
    public async Task What_is_there_is_not_given_again()
    {
        (await CommitAsync(Record(), 0)).Should().Be(CommitOutcome.Committed);
        var other = Record() with { Content = "other"u8.ToArray(), Hash = Digest.Of("other"u8) };
        (await CommitAsync(other, 0, EffectsOf("given again"))).Should().Be(CommitOutcome.Conflict);
        ShouldBe(await FindAsync(), Record());
        (await WasDoneAsync("given again")).Should().BeFalse();
    }

    [Fact]
    [Attack("CON-01")]
    public async Task A_version_is_followed_by_one_next_version()
    {
        await CommitAsync(Record(), 0);
        var next = Record() with { Version = 2, Uses = 1 };
        (await CommitAsync(next, 1, EffectsOf("first"))).Should().Be(CommitOutcome.Committed);
        (await CommitAsync(next with { Uses = 2 }, 1, EffectsOf("second"))).Should().Be(CommitOutcome.Conflict);
        (await CommitAsync(next with { Version = 4 }, 3, EffectsOf("third"))).Should().Be(CommitOutcome.Conflict);
        ShouldBe(await FindAsync(), next);
        (await CommitAsync(Record("c-2") with { Version = 2 }, 1, EffectsOf("of none"))).Should().Be(CommitOutcome.Conflict);
        (await FindAsync("c-2")).Should().BeNull();
        (await WasDoneAsync("first")).Should().BeTrue();
        foreach (var name in new[] { "second", "third", "of none" })
        {
            (await WasDoneAsync(name)).Should().BeFalse(name);
        }

        (await JournalCountAsync()).Should().Be(1);
    }

    [Fact]
    [Attack("CON-01")]
    public async Task What_must_stand_is_not_written_and_its_effects_are_there_only_if_it_stands()
    {
        await CommitAsync(Record(), 0);
        (await CommitAsync(Record(), 1, EffectsOf("first"))).Should().Be(CommitOutcome.Committed);
        (await CommitAsync(Record() with { Uses = 99 }, 1, EffectsOf("second"))).Should().Be(CommitOutcome.Committed);
        ShouldBe(await FindAsync(), Record());
        await CommitAsync(Record() with { Version = 2, State = ConsentState.Withdrawn }, 1);
        (await CommitAsync(Record(), 1, EffectsOf("third"))).Should().Be(CommitOutcome.Conflict);
        (await CommitAsync(Record("c-2"), 1, EffectsOf("of none"))).Should().Be(CommitOutcome.Conflict);
        (await CommitAsync(Record() with { Version = 2, Hash = Digest.Of("other"u8) }, 2, EffectsOf("of another"))).Should().Be(CommitOutcome.Conflict);
        (await WasDoneAsync("second")).Should().BeTrue();
        foreach (var name in new[] { "third", "of none", "of another" })
        {
            (await WasDoneAsync(name)).Should().BeFalse(name);
        }

        (await JournalCountAsync()).Should().Be(2);
    }

    [Fact]
    public async Task A_mark_is_asked_before_the_version()
    {
        await CommitAsync(Record(), 0);
        var effects = EffectsOf("once");
        (await CommitAsync(Record() with { Version = 2 }, 1, effects)).Should().Be(CommitOutcome.Committed);
        (await CommitAsync(Record() with { Version = 2 }, 1, effects)).Should().Be(CommitOutcome.AlreadyCommitted);
        (await CommitAsync(Record() with { Version = 2 }, 2, effects)).Should().Be(CommitOutcome.AlreadyCommitted);
        var other = new Effects { Once = effects.Once! with { Content = Digest.Of("other"u8) } };
        (await CommitAsync(Record() with { Version = 3 }, 2, other)).Should().Be(CommitOutcome.Conflict);
        (await FindAsync())!.Version.Should().Be(2);
        (await JournalCountAsync()).Should().Be(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Attack("CON-01", "CON-10")]
    public async Task Of_64_who_have_read_the_same_version_one_writes_the_next(bool withEffects)
    {
        await CommitAsync(Record(), 0);
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 64).Select(i => Task.Run(() =>
            CommitAsync(Record() with { Version = 2, Uses = i }, 1, withEffects ? EffectsOf($"{i}") : Effects.None))));
        outcomes.Count(outcome => outcome is CommitOutcome.Committed).Should().Be(1);
        outcomes.Count(outcome => outcome is CommitOutcome.Conflict).Should().Be(63);
        var kept = (await FindAsync())!;
        kept.Version.Should().Be(2);
        outcomes[(int)kept.Uses - 1].Should().Be(CommitOutcome.Committed);
        (await JournalCountAsync()).Should().Be(withEffects ? 1 : 0);
    }

    [Fact]
    [Attack("CON-17")]
    public async Task A_persons_consents_are_read_by_pages_in_the_order_of_their_names_and_no_others()
    {
        string[] names = ["!", "B", "a", "c-1", "c-10", "c-2", "~"];
        foreach (var name in names.Reverse())
        {
            await CommitAsync(Record(name), 0);
        }

        await CommitAsync(Record("c-1") with { Shard = ShardOf(2) }, 0);
        await CommitAsync(Record("c-1") with { Shard = ShardKey.Of(Samples.OtherTenant, Person()) }, 0);
        var read = new List<string>();
        ConsentId? last = null;
        while (await Store.ListAsync(Shard, last, 3, Cancel) is { IsEmpty: false } page)
        {
            page.Length.Should().BeLessThanOrEqualTo(3);
            page.Should().OnlyContain(record => record.Shard == Shard);
            read.AddRange(page.Select(record => record.Id.Value));
            last = page[^1].Id;
        }

        read.Should().Equal(names);

        // A name that is another person's, or nobody's, is a place in the order and tells nothing.
        (await Store.ListAsync(ShardOf(2), ConsentId.Parse("c-0"), 3, Cancel)).Should().ContainSingle().Which.Shard.Should().Be(ShardOf(2));
        (await Store.ListAsync(ShardOf(3), null, 3, Cancel)).Should().BeEmpty();
        foreach (var limit in new[] { 0, 1001 })
        {
            await FluentActions.Awaiting(() => Store.ListAsync(Shard, null, limit, Cancel).AsTask()).Should().ThrowAsync<ArgumentOutOfRangeException>();
            await FluentActions.Awaiting(() => Store.ListEndedAsync(Samples.Now, limit, Cancel).AsTask()).Should().ThrowAsync<ArgumentOutOfRangeException>();
        }
    }

    [Fact]
    public async Task What_has_ended_and_does_not_say_so_is_found_on_all_shards_the_longest_ended_first()
    {
        foreach (var state in Enum.GetValues<ConsentState>().Except([ConsentState.None]))
        {
            await CommitAsync(Record($"{state}") with { State = state, ExpiresAt = Samples.Now.AddMinutes(-(int)state) }, 0);
        }

        await CommitAsync(Record("now") with { Shard = ShardOf(2), ExpiresAt = Samples.Now }, 0);
        await CommitAsync(Record("later") with { Shard = ShardOf(2), ExpiresAt = Samples.Now.AddTicks(1) }, 0);
        await CommitAsync(Record("elsewhere") with { Shard = ShardKey.Of(Samples.OtherTenant, Person()), ExpiresAt = Samples.Now.AddDays(-1) }, 0);
        (await EndedAsync(1000)).Should().Equal("elsewhere", "Paused", "Active", "Given", "Requested", "now");
        (await EndedAsync(2)).Should().Equal("elsewhere", "Paused");
        var paused = (await Store.ListEndedAsync(Samples.Now, 2, Cancel))[1];
        (await CommitAsync(paused with { Version = 2, State = ConsentState.Expired }, 1)).Should().Be(CommitOutcome.Committed);
        (await EndedAsync(2)).Should().Equal("elsewhere", "Active");
    }

    [Fact]
    public async Task What_no_caller_may_write_is_the_callers_fault()
    {
        foreach (var (version, expected) in new[] { (0L, 0L), (2, 0), (3, 1), (1, 2), (0, -1) })
        {
            await FluentActions.Awaiting(() => CommitAsync(Record() with { Version = version }, expected)).Should().ThrowAsync<ArgumentException>();
        }

        var elsewhere = new Effects { Audit = [Samples.Entry(ShardOf(2))] };
        await FluentActions.Awaiting(() => CommitAsync(Record(), 0, elsewhere)).Should().ThrowAsync<ArgumentException>();
        (await CommitAsync(Record(), 0)).Should().Be(CommitOutcome.Committed);
    }

    private static ConsentRecord Record(string id = "c-1") => new(Shard, ConsentId.Parse(id), "signed"u8.ToArray())
    {
        Hash = Digest.Of("signed"u8),
        Version = 1,
        State = ConsentState.Given,
        StateSince = Samples.Now,
        ExpiresAt = Samples.Now.AddDays(30),
    };

    // A mark and a line of the journal.
    private static Effects EffectsOf(string name) => new() { Once = Samples.Once(name), Audit = [Samples.Entry(Shard)] };

    private static void ShouldBe(ConsentRecord? found, ConsentRecord expected)
    {
        found.Should().NotBeNull();
        found!.Content.ToArray().Should().Equal(expected.Content.ToArray());
        found.RecentUses.Should().Equal(expected.RecentUses);
        (found with { Content = expected.Content, RecentUses = expected.RecentUses }).Should().Be(expected);
    }

    private async Task<bool> WasDoneAsync(string name) => await _stores.Value.Once.FindAsync(Shard, "test", name, Cancel) is not null;

    private async Task<int> JournalCountAsync()
    {
        var stores = _stores.Value;
        while (await stores.Staged.SplitAsync(100, Cancel) > 0)
        {
        }

        return (await stores.Journal.ReadAsync(Shard, 0, 1000, Cancel)).Length;
    }

    private Task<ConsentRecord?> FindAsync(string id = "c-1") => Store.FindAsync(Shard, ConsentId.Parse(id), Cancel).AsTask();

    private Task<CommitOutcome> CommitAsync(ConsentRecord record, long expectedVersion, Effects? effects = null) =>
        Store.CommitAsync(record, expectedVersion, effects ?? Effects.None, Cancel).AsTask();

    private async Task<IEnumerable<string>> EndedAsync(int limit) => (await Store.ListEndedAsync(Samples.Now, limit, Cancel)).Select(record => record.Id.Value);
}

using DpiBlocks.StatusLists;

namespace DpiBlocks.Storage.Contract;

public abstract partial class StatusListStoreContract
{
    [Fact]
    public async Task A_change_and_its_effects_become_durable_together()
    {
        await CreateAsync();
        var effects = new Effects { Audit = [Samples.Entry()], Messages = [Samples.Message()] };
        await SetAsync(1, StatusValue.Valid, StatusValue.Invalid, effects);
        (await EffectsAsync()).Should().Equal("1 the opening of an entry", "1 dpi:status-lists the content of a message");
    }

    [Fact]
    public async Task A_change_that_is_not_made_leaves_no_effects()
    {
        await CreateAsync();
        var effects = new Effects { Audit = [Samples.Entry()], Once = Samples.Once() };
        (await SetAsync(1, StatusValue.Invalid, StatusValue.Valid, effects)).Should().Be(CommitOutcome.Conflict);
        (await EffectsAsync()).Should().BeEmpty();
        (await SetAsync(1, StatusValue.Valid, StatusValue.Invalid, effects)).Should().Be(CommitOutcome.Committed);
        (await EffectsAsync()).Should().ContainSingle();
    }

    [Fact]
    [Attack("STO-13")]
    public async Task The_same_mark_changes_once_and_on_other_content_never()
    {
        await CreateAsync();
        var effects = new Effects { Once = Samples.Once(), Messages = [Samples.Message()] };
        (await SetAsync(1, StatusValue.Valid, StatusValue.Invalid, effects)).Should().Be(CommitOutcome.Committed);
        (await SetAsync(2, StatusValue.Valid, StatusValue.Invalid, effects)).Should().Be(CommitOutcome.AlreadyCommitted);
        (await SetAsync(3, StatusValue.Valid, StatusValue.Invalid, effects with { Once = Samples.Once(content: "other") })).Should().Be(CommitOutcome.Conflict);
        NotValid(await Store.ReadAsync(Samples.Shard, Cancel)).Should().Equal((1L, StatusValue.Invalid));
        (await EffectsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task An_allocation_asked_again_with_its_mark_gives_the_same_entry()
    {
        await CreateAsync();
        var effects = new Effects { Once = Samples.Once() };
        var first = await Store.AllocateAsync(Samples.Shard, null, effects, Cancel);
        first.Outcome.Should().Be(CommitOutcome.Committed);
        (await Store.AllocateAsync(Samples.Shard, null, effects, Cancel)).Should().Be(new StatusAllocation(CommitOutcome.AlreadyCommitted, first.Index));

        var other = effects with { Once = Samples.Once(content: "other") };
        (await Store.AllocateAsync(Samples.Shard, null, other, Cancel)).Should().Be(new StatusAllocation(CommitOutcome.Conflict, null));
    }

    [Fact]
    public async Task An_answer_of_the_callers_own_is_taken_for_no_entry()
    {
        await CreateAsync();
        var effects = new Effects { Once = Samples.Once() with { Answer = new byte[] { 1 } } };
        (await Store.AllocateAsync(Samples.Shard, null, effects, Cancel)).Index.Should().NotBeNull();
        (await Store.AllocateAsync(Samples.Shard, null, effects, Cancel)).Should().Be(new StatusAllocation(CommitOutcome.AlreadyCommitted, null));
    }

    [Fact]
    [Attack("STO-13")]
    public async Task Of_64_allocations_with_the_same_mark_one_takes_an_entry_and_all_are_given_it()
    {
        await CreateAsync();
        var effects = new Effects { Once = Samples.Once() };
        var given = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ =>
            Task.Run(async () => await Store.AllocateAsync(Samples.Shard, null, effects, Cancel), Cancel)));
        given.Count(allocation => allocation.Outcome is CommitOutcome.Committed).Should().Be(1);
        given.Select(allocation => allocation.Index).Distinct().Should().ContainSingle().Which.Should().NotBeNull();
    }

    [Fact]
    [Attack("STO-14")]
    public async Task Effects_that_look_like_a_query_are_effects()
    {
        await CreateAsync();
        string[] hostile = ["'; DROP TABLE outbox; --", "%", "_", "$1", "a\\b", "\"x\"", "ı\u202e", "); DELETE FROM journal WHERE (1=1"];
        foreach (var (index, text) in hostile.Index())
        {
            var message = Samples.Message(text) with { Destination = new Uri($"https://example.gov/?{text}"), ContentType = text };
            (await SetAsync(index, StatusValue.Valid, StatusValue.Invalid, new Effects { Messages = [message] })).Should().Be(CommitOutcome.Committed);
        }

        (await EffectsAsync()).Should().Equal(hostile.Select((text, index) => $"{index + 1} https://example.gov/?{text} {text}"));
    }

    [Fact]
    [Attack("STO-20")]
    public async Task Of_two_tenants_with_the_same_names_neither_sees_nor_changes_the_others()
    {
        var other = StatusListDefinition.ShardOf(Samples.OtherTenant, Samples.Address);
        await CreateAsync();
        (await Store.TryCreateAsync(other, Samples.List(), Effects.None, Cancel)).Should().Be(CommitOutcome.Committed);
        await SetAsync(1, StatusValue.Valid, StatusValue.Invalid, new Effects { Once = Samples.Once(), Messages = [Samples.Message()] });
        NotValid(await Store.ReadAsync(other, Cancel)).Should().BeEmpty();

        var theirs = new Effects { Once = Samples.Once(content: "theirs"), Messages = [Samples.Message("theirs") with { Shard = other }] };
        (await Store.TrySetAsync(other, [new StatusChange(2, StatusValue.Valid, StatusValue.Invalid)], theirs, Cancel)).Should().Be(CommitOutcome.Committed);
        NotValid(await Store.ReadAsync(Samples.Shard, Cancel)).Should().Equal((1L, StatusValue.Invalid));
        (await EffectsAsync()).Should().Equal("1 dpi:status-lists the content of a message");
    }

    [Fact]
    public async Task An_entry_of_the_log_on_another_shard_is_the_callers_fault()
    {
        await CreateAsync();
        var effects = new Effects { Audit = [Samples.Entry(ShardKey.Of(Samples.Tenant, PartyId.Parse("somebody")))] };
        var act = () => SetAsync(1, StatusValue.Valid, StatusValue.Invalid, effects);
        await act.Should().ThrowAsync<ArgumentException>();
        NotValid(await Store.ReadAsync(Samples.Shard, Cancel)).Should().BeEmpty();
    }

    // Journal and outbox, once nothing is staged any more.
    private async Task<IReadOnlyList<string>> EffectsAsync()
    {
        while (await Staged.SplitAsync(10, Cancel) > 0)
        {
        }

        var (journal, outbox) = ReadEffects();
        return [.. journal, .. outbox];
    }
}

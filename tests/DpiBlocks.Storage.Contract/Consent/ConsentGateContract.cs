using System.Text;
using DpiBlocks.Consent;
using DpiBlocks.Oversight;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Storage.Contract;

/// <summary>What gate and ledger must keep over every database, in several processes with clocks that differ.</summary>
public abstract class ConsentGateContract : ConsentContract
{
    private static readonly CalendarPeriod Day = new(1, CalendarUnit.Day);

    [Fact]
    public async Task What_was_given_in_one_process_opens_in_another_and_is_in_the_persons_journal()
    {
        var (one, other) = (await StartAsync(), await StartAsync());
        var record = await GiveAsync(one, Artefact() with { Uses = 2, Frequency = new ConsentFrequency(2, Day) });
        var decision = (await other.Gate.DecideAsync(Request(), Cancel)).GetValueOrThrow();
        var kept = (await one.Stores.Consents.FindAsync(record.Shard, record.Id, Cancel))!;
        (kept.Version, kept.Uses).Should().Be((2, 1));
        kept.RecentUses.Should().Equal(Time.GetUtcNow());
        var lines = await JournalAsync(one, record.Shard);
        lines.Select(line => line.Action).Should().Equal("consent.given", "disclosure.decided");
        lines[1].Target.Should().Be(decision.Id);
        (await AskAsync(one, Request("r-2"))).Should().BeNull();
        (await AskAsync(other, Request("r-3"))).Should().Be(ConsentRefusalCodes.UsedUp);
    }

    [Fact]
    [Attack("CON-02")]
    public async Task A_long_transfer_ends_at_the_next_page_when_she_withdraws_in_another_process()
    {
        var (one, other) = (await StartAsync(), await StartAsync());
        var record = await GiveAsync(one);
        var first = (await one.Gate.DecideAsync(Request(), Cancel)).GetValueOrThrow();
        var page = Request() with { Continues = first.Id };
        for (var i = 0; i < 3; i++)
        {
            (await (i % 2 == 0 ? one : other).Gate.DecideAsync(page, Cancel)).GetValueOrThrow().Id.Should().Be(first.Id);
        }

        await ChangeAsync(other, record, ConsentAct.Pause, Person());
        (await AskAsync(one, page)).Should().Be(ConsentRefusalCodes.NotActive);
        await ChangeAsync(other, record, ConsentAct.Resume, Person());
        (await AskAsync(one, page)).Should().BeNull();
        await WithdrawAsync(other, record);
        (await AskAsync(one, page)).Should().Be(ConsentRefusalCodes.NotActive);
        (await JournalAsync(one, record.Shard)).Select(line => $"{line.Action} {line.Outcome}").Should().Equal(
            "consent.given accepted",
            "disclosure.decided accepted", "disclosure.decided accepted", "disclosure.decided accepted", "disclosure.decided accepted",
            "consent.paused accepted", "disclosure.decided consent.not_active", "consent.resumed accepted", "disclosure.decided accepted",
            "consent.withdrawn accepted", "disclosure.decided consent.not_active");
    }

    [Fact]
    [Attack("CON-08")]
    public async Task Once_a_day_is_once_on_all_nodes_together_whatever_their_clocks_say()
    {
        var behind = new FakeTimeProvider(Samples.Now.AddMinutes(-10));
        var (one, late) = (await StartAsync(), await StartAsync(behind));
        await GiveAsync(one, Artefact() with { Frequency = new ConsentFrequency(1, Day) });
        (await AskAsync(one, Request())).Should().BeNull();
        (await AskAsync(late, Request("r-2"))).Should().Be(ConsentRefusalCodes.Frequency, "a use that lies ahead of the clock counts");
        behind.Advance(TimeSpan.FromDays(1));
        (await AskAsync(late, Request("r-2"))).Should().Be(ConsentRefusalCodes.Frequency, "by its own clock the day is not over");
        Time.Advance(TimeSpan.FromDays(1));
        (await AskAsync(one, Request("r-2"))).Should().BeNull();

        // The clock of the same node steps back over the last use.
        Time.AdjustTime(Samples.Now.AddHours(-1));
        (await AskAsync(one, Request("r-3"))).Should().Be(ConsentRefusalCodes.Frequency);
    }

    [Fact]
    [Attack("CON-08")]
    public async Task Five_a_day_are_five_of_64_that_ask_two_nodes_at_once()
    {
        ConsentNode[] nodes = [await StartAsync(), await StartAsync()];
        var record = await GiveAsync(nodes[0], Artefact() with { Frequency = new ConsentFrequency(5, Day) });
        (await AskAtOnceAsync(nodes, 64)).Should().Equal((5, ConsentRefusalCodes.Frequency));
        Time.Advance(TimeSpan.FromDays(1));
        (await AskAtOnceAsync(nodes, 8, "next")).Should().Equal((5, ConsentRefusalCodes.Frequency));
        (await nodes[0].Stores.Consents.FindAsync(record.Shard, record.Id, Cancel))!.Uses.Should().Be(10);
    }

    [Fact]
    [Attack("CON-10")]
    public async Task What_was_agreed_to_once_is_given_once_of_64_that_ask_two_nodes_at_once()
    {
        ConsentNode[] nodes = [await StartAsync(), await StartAsync()];
        var record = await GiveAsync(nodes[0], Artefact() with { Uses = 1 });
        (await AskAtOnceAsync(nodes, 64)).Should().Equal((1, ConsentRefusalCodes.UsedUp));
        (await nodes[0].Stores.Consents.FindAsync(record.Shard, record.Id, Cancel))!.Uses.Should().Be(1);
        (await JournalAsync(nodes[0], record.Shard)).Count(IsRelease).Should().Be(1);
    }

    [Fact]
    [Attack("CON-16")]
    public async Task The_same_request_of_64_at_once_is_one_decision_and_counts_once()
    {
        ConsentNode[] nodes = [await StartAsync(), await StartAsync()];
        var record = await GiveAsync(nodes[0], Artefact() with { Uses = 1 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () => await nodes[i % 2].Gate.DecideAsync(Request(), Cancel))));
        answers.Select(answer => answer.GetValueOrThrow().Id).Distinct().Should().ContainSingle();
        (await nodes[0].Stores.Consents.FindAsync(record.Shard, record.Id, Cancel))!.Uses.Should().Be(1);
        (await JournalAsync(nodes[0], record.Shard)).Count(IsRelease).Should().Be(64, "each time that it is said it is in the journal");
        (await AskAsync(nodes[1], Request() with { Fields = [FieldPath.Parse("balance")] })).Should().Be(ConsentRefusalCodes.IdempotencyConflict);
    }

    [Fact]
    [Attack("CON-16")]
    public async Task The_same_consent_of_16_at_once_is_given_once_and_another_of_its_name_is_refused()
    {
        ConsentNode[] nodes = [await StartAsync(), await StartAsync()];
        var content = await SignAsync(Artefact());
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () => await nodes[i % 2].Ledger.GiveAsync(Samples.Tenant, content, cancellationToken: Cancel))));
        answers.Select(answer => answer.GetValueOrThrow().Hash).Distinct().Should().Equal(Digest.Of(content));
        (await JournalAsync(nodes[0], ShardOf())).Should().ContainSingle();
        foreach (var other in new[] { Artefact() with { Mode = ConsentMode.View }, Artefact(person: 2) })
        {
            (await nodes[1].Ledger.GiveAsync(Samples.Tenant, await SignAsync(other), cancellationToken: Cancel)).Refusal!.Code.Should().Be(ConsentRefusalCodes.IdempotencyConflict);
        }

        (await JournalAsync(nodes[0], ShardOf(2))).Should().BeEmpty();
    }

    [Fact]
    [Attack("CON-17")]
    public async Task Nobody_learns_of_anothers_consent_nor_of_one_in_another_tenant()
    {
        var node = await StartAsync();
        var record = await GiveAsync(node);
        (await AskAsync(node, Request() with { Subject = Person() })).Should().BeNull();
        var refusals = new List<Refusal>();
        foreach (var request in new[] { Request() with { Tenant = Samples.OtherTenant }, Request() with { Subject = Person(2) }, Request(consent: "c-2"), Request(consent: "c-2") with { Subject = Person() } })
        {
            refusals.Add((await node.Gate.DecideAsync(request with { RequestId = "r-2" }, Cancel)).Refusal!);
        }

        refusals.Distinct().Should().ContainSingle("what is another's and what is not there are told apart by nothing").Which.Code.Should().Be(ConsentRefusalCodes.NotFound);
        var elsewhere = await node.Ledger.ChangeAsync(ShardKey.Of(Samples.OtherTenant, Person()), record.Id, ConsentAct.Withdraw, Person(), cancellationToken: Cancel);
        elsewhere.Refusal!.Code.Should().Be(ConsentRefusalCodes.NotFound);
        (await AskAsync(node, Request("r-3"))).Should().BeNull();
        (await JournalAsync(node, record.Shard)).Should().HaveCount(3, "her journal tells of what concerned her, and the rest is in the asking party's");
    }

    [Fact]
    [Attack("CON-19")]
    public async Task What_the_database_says_has_ended_has_ended_for_a_clock_that_is_behind_too()
    {
        var clock = new FakeTimeProvider(Samples.Now);
        var (ahead, late) = (await StartAsync(), await StartAsync(clock));
        var record = await GiveAsync(late, Artefact() with { ExpiresAt = Samples.Now.AddMinutes(5) });
        Time.Advance(TimeSpan.FromMinutes(10));
        (await AskAsync(ahead, Request())).Should().Be(ConsentRefusalCodes.NotActive);
        (await late.Gate.DecideAsync(Request("r-2"), Cancel)).GetValueOrThrow().ValidUntil.Should().Be(record.ExpiresAt, "no decision outlives its consent");
        var ended = (await ahead.Stores.Consents.ListEndedAsync(Time.GetUtcNow(), 10, Cancel)).Should().ContainSingle().Subject;
        (await ahead.Stores.Consents.CommitAsync(ended with { Version = ended.Version + 1, State = ConsentState.Expired }, ended.Version, Effects.None, Cancel))
            .Should().Be(CommitOutcome.Committed);
        (await AskAsync(late, Request("r-3"))).Should().Be(ConsentRefusalCodes.NotActive);
        (await AskAsync(late, Request("r-2"))).Should().Be(ConsentRefusalCodes.NotActive, "not for a page that follows either");
    }

    [Fact]
    [Attack("CON-24")]
    public async Task Of_a_person_who_is_erased_the_log_keeps_hashes_alone()
    {
        var node = await StartAsync();
        var record = await GiveAsync(node);
        (await AskAsync(node, Request())).Should().BeNull();
        await WithdrawAsync(node, record);
        (await JournalAsync(node, record.Shard)).Should().HaveCount(3);
        var before = await node.Stores.Journal.ReadAsync(record.Shard, 0, 10, Cancel);
        before.Should().OnlyContain(row => TellsOf(row, Person().Value) && TellsOf(row, "c-1"));
        foreach (var row in before)
        {
            (await node.Stores.Journal.EraseAsync(record.Shard, row.Number, Effects.None, Cancel)).Should().Be(CommitOutcome.Committed);
        }

        var after = await node.Stores.Journal.ReadAsync(record.Shard, 0, 10, Cancel);
        after.Should().OnlyContain(row => row.Opening == null);
        after.Select(row => row.Commitment).Should().Equal(before.Select(row => row.Commitment), "the log stays whole");

        // The same event is committed to with another salt each time: who guesses the event finds it by no hash.
        AuditCommitment.TryOpen(new AuditEntry(record.Shard, before[0].Commitment, before[0].Opening!.Value), out var told, out _).Should().BeTrue();
        AuditCommitment.Commit(told!).Commitment.Should().NotBe(before[0].Commitment);
    }

    private static bool TellsOf(JournalRow row, string text) => Encoding.UTF8.GetString(row.Opening!.Value.Span).Contains(text, StringComparison.Ordinal);

    // How many were granted, and why the others were not.
    private static async Task<IEnumerable<(int Granted, string Refusals)>> AskAtOnceAsync(ConsentNode[] nodes, int times, string name = "r")
    {
        var refusals = await Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(() => AskAsync(nodes[i % nodes.Length], Request($"{name}-{i}")))));
        var granted = refusals.Count(refusal => refusal is null);
        return [(granted, string.Join(' ', refusals.OfType<string>().Distinct()))];
    }
}

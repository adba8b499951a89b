using DpiBlocks.Consent.Tests.Support;

namespace DpiBlocks.Consent.Tests.Gate;

/// <summary>The gate: each request differs from one that is granted by one thing.</summary>
public sealed class ConsentGateTests
{
    private readonly World _world = new();

    [Fact]
    public async Task What_was_agreed_to_may_leave_and_is_in_the_journal_before_it_is_said()
    {
        await _world.GiveAsync();
        var decision = (await _world.Gate.DecideAsync(World.Request())).GetValueOrThrow();
        decision.Subject.Should().Be(World.Person);
        decision.Fields.Should().Equal(FieldPath.Parse("income"));
        decision.Range.Should().Be(World.Request().Range);
        decision.ValidUntil.Should().Be(World.Now.AddMinutes(5));
        decision.KeepFor.Should().Be(World.Now.AddMonths(6) - World.Now);
        decision.Duties.Should().BeEmpty();
        var line = _world.Memory.Journal[^1];
        (line.Action, line.Outcome, line.Target, line.Subject, line.Actor).Should().Be(("disclosure.decided", "accepted", decision.Id, World.Person, World.Lender));
    }

    [Theory]
    [InlineData("recipient", ConsentRefusalCodes.PartyMismatch)]
    [InlineData("subject", ConsentRefusalCodes.NotFound)]
    [InlineData("evidence", ConsentRefusalCodes.PartyMismatch)]
    [InlineData("basis", ConsentRefusalCodes.BasisUnknown)]
    [InlineData("consent", ConsentRefusalCodes.NotFound)]
    [InlineData("tenant", ConsentRefusalCodes.NotFound)]
    [Attack("CON-03")]
    public async Task A_consent_opens_nothing_to_another_party(string other, string code)
    {
        var record = await _world.GiveAsync();
        var request = World.Request() with { Basis = new LegalBasis("consent", "c-1") { Evidence = record.Content } };
        (await _world.Gate.DecideAsync(request)).IsAccepted.Should().BeTrue();
        request = (other, request with { RequestId = "r-2" }) switch
        {
            ("recipient", var same) => same with { Recipient = PartyId.Parse("https://other.example") },
            ("subject", var same) => same with { Subject = World.Guardian },
            ("evidence", var same) => same with { Basis = same.Basis with { Evidence = new byte[] { 1 } } },
            ("basis", var same) => same with { Basis = same.Basis with { Kind = "statute" } },
            ("consent", var same) => same with { Basis = new LegalBasis("consent", "c-2") },
            (_, var same) => same with { Tenant = TenantId.Parse("other") },
        };
        (await _world.Gate.DecideAsync(request)).Refusal!.Code.Should().Be(code);
    }

    [Fact]
    [Attack("CON-03")]
    public async Task A_consent_opens_nothing_at_another_provider()
    {
        await _world.GiveAsync();
        (await _world.Gate.DecideAsync(World.Request())).IsAccepted.Should().BeTrue();
        var elsewhere = _world.GateOf(new ConsentGateOptions { Provider = PartyId.Parse("https://other.example") });
        (await elsewhere.DecideAsync(World.Request("r-2"))).Refusal!.Code.Should().Be(ConsentRefusalCodes.PartyMismatch);
    }

    [Theory]
    [InlineData(ConsentAct.Pause)]
    [InlineData(ConsentAct.Withdraw)]
    [Attack("CON-04")]
    public async Task What_is_paused_or_withdrawn_opens_nothing_however_good_its_signature(ConsentAct act)
    {
        var record = await _world.GiveAsync();
        (await _world.Gate.DecideAsync(World.Request())).IsAccepted.Should().BeTrue();
        (await _world.Ledger.ChangeAsync(record.Shard, record.Id, act, World.Person)).IsAccepted.Should().BeTrue();
        (await _world.Gate.DecideAsync(World.Request("r-2"))).Refusal!.Code.Should().Be(ConsentRefusalCodes.NotActive);
        (await _world.Gate.DecideAsync(World.Request())).Refusal!.Code.Should().Be(ConsentRefusalCodes.NotActive, "what was decided is not decided for ever");
        _world.Memory.Journal[^1].Outcome.Should().Be(ConsentRefusalCodes.NotActive);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [Attack("CON-04", "CON-19")]
    public async Task A_consent_holds_until_its_end_and_not_at_it(int ticks, bool holds)
    {
        await _world.GiveAsync();
        _world.Time.SetUtcNow(World.Artefact().ExpiresAt.AddTicks(ticks));
        ((await _world.Gate.DecideAsync(World.Request())).Refusal?.Code).Should().Be(holds ? null : ConsentRefusalCodes.NotActive);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public async Task A_consent_holds_from_its_beginning_on(int ticks, bool holds)
    {
        var begins = World.Now.AddHours(1);
        await _world.GiveAsync(World.Artefact() with { NotBefore = begins });
        _world.Time.SetUtcNow(begins.AddTicks(ticks));
        (await _world.Gate.DecideAsync(World.Request())).IsAccepted.Should().Be(holds);
    }

    [Theory]
    [InlineData("rebit/1.0#103", null)]
    [InlineData("rebit/1.0#104", ConsentRefusalCodes.PurposeMismatch)]
    [InlineData("rebit/1.0#10", ConsentRefusalCodes.PurposeMismatch)]
    [InlineData("rebit/1.0#1033", ConsentRefusalCodes.PurposeMismatch)]
    [InlineData("REBIT/1.0#103", ConsentRefusalCodes.PurposeMismatch)]
    [InlineData("other/1.0#103", ConsentRefusalCodes.PurposeMismatch)]
    [InlineData("103", ConsentRefusalCodes.PurposeMismatch)]
    [InlineData("rebit/1.1#103", ConsentRefusalCodes.PurposeVersion)]
    [Attack("CON-05", "CON-06")]
    public async Task The_purpose_is_the_one_agreed_to_by_code_registry_and_version(string purpose, string? code)
    {
        await _world.GiveAsync();
        var verdict = await _world.Gate.DecideAsync(World.Request() with { Purpose = PurposeCode.Parse(purpose) });
        (verdict.Refusal?.Code).Should().Be(code);
    }

    [Theory]
    [InlineData("income", "account", null)]
    [InlineData("income/monthly", "account", null)]
    [InlineData("balance/current", "account", null)]
    [InlineData("income", "other", ConsentRefusalCodes.Field)]
    [InlineData("balance", "account", ConsentRefusalCodes.Field)]
    [InlineData("balance/average", "account", ConsentRefusalCodes.Field)]
    [InlineData("*", "account", ConsentRefusalCodes.Field)]
    [InlineData("Income", "account", ConsentRefusalCodes.Field)]
    [InlineData("incomes", "account", ConsentRefusalCodes.Field)]
    [InlineData("income~1secret", "account", ConsentRefusalCodes.Field)]
    [InlineData("name", "account", ConsentRefusalCodes.Field)]
    [Attack("CON-11")]
    public async Task A_field_is_asked_for_or_used_only_when_it_was_agreed_to(string field, string dataSet, string? code)
    {
        await _world.GiveAsync();
        var asked = World.Request() with { DataSet = dataSet, Fields = [FieldPath.Parse(field)] };
        ((await _world.Gate.DecideAsync(asked)).Refusal?.Code).Should().Be(code);
        var used = World.Request("r-2") with { DataSet = dataSet, FieldsUsed = [FieldPath.Parse(field)] };
        ((await _world.Gate.DecideAsync(used)).Refusal?.Code).Should().Be(code);
    }

    [Theory]
    [InlineData("1", null)]
    [InlineData("1 2", null)]
    [InlineData("", ConsentRefusalCodes.Field)]
    [InlineData("3", ConsentRefusalCodes.Field)]
    [InlineData("1 3", ConsentRefusalCodes.Field)]
    [Attack("CON-11")]
    public async Task Where_single_accounts_were_agreed_to_no_other_is_opened_and_not_all(string resources, string? code)
    {
        await _world.GiveAsync(World.Artefact() with { Scopes = [new ConsentScope("account", [FieldPath.Parse("income")]) { Resources = ["1", "2"] }] });
        var request = World.Request() with { Resources = [.. resources.Split(' ', StringSplitOptions.RemoveEmptyEntries)] };
        var verdict = await _world.Gate.DecideAsync(request);
        (verdict.Refusal?.Code).Should().Be(code);
        if (verdict.TryGetValue(out var decision, out _))
        {
            decision.Resources.Should().Equal(request.Resources);
            (await _world.Gate.DecideAsync(request with { Resources = ["2"] })).Refusal!.Code.Should().Be(ConsentRefusalCodes.IdempotencyConflict);
        }
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, ConsentRefusalCodes.DecisionUnknown)]
    [Attack("CON-10")]
    public async Task What_was_counted_once_does_not_become_a_stream(int ticks, string? code)
    {
        await _world.GiveAsync(World.Artefact() with { Uses = 1 });
        var first = (await _world.Gate.DecideAsync(World.Request())).GetValueOrThrow();
        _world.Time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromTicks(ticks));
        ((await _world.Gate.DecideAsync(World.Request())).Refusal?.Code).Should().Be(code);
        ((await _world.Gate.DecideAsync(World.Request() with { Continues = first.Id })).Refusal?.Code).Should().Be(code);
        (await _world.Gate.DecideAsync(World.Request("r-2"))).Refusal!.Code.Should().Be(ConsentRefusalCodes.UsedUp);
    }

    [Fact]
    [Attack("CON-08")]
    public async Task A_clock_that_ran_ahead_does_not_make_the_others_forget()
    {
        await _world.GiveAsync(World.Artefact() with { Frequency = new ConsentFrequency(3, new CalendarPeriod(1, CalendarUnit.Day)) });
        (await _world.Gate.DecideAsync(World.Request("r-1"))).IsAccepted.Should().BeTrue();
        (await _world.Gate.DecideAsync(World.Request("r-2"))).IsAccepted.Should().BeTrue();
        _world.Time.AdjustTime(World.Now.AddHours(25));
        (await _world.Gate.DecideAsync(World.Request("r-3"))).IsAccepted.Should().BeTrue();
        _world.Time.AdjustTime(World.Now.AddMinutes(1));
        (await _world.Gate.DecideAsync(World.Request("r-4"))).Refusal!.Code.Should().Be(ConsentRefusalCodes.Frequency);
    }

    [Fact]
    public async Task A_later_page_may_not_be_kept_longer_than_the_first()
    {
        await _world.GiveAsync(World.Artefact() with { DataLife = null, EraseAt = World.Now.AddHours(1) });
        (await _world.Gate.DecideAsync(World.Request())).GetValueOrThrow().KeepFor.Should().Be(TimeSpan.FromHours(1));
        _world.Time.Advance(TimeSpan.FromMinutes(50));
        (await _world.Gate.DecideAsync(World.Request())).GetValueOrThrow().KeepFor.Should().Be(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_consent_to_the_end_of_the_calendar_opens_what_it_says()
    {
        await _world.GiveAsync(World.Artefact() with { ExpiresAt = DateTimeOffset.MaxValue });
        (await _world.Gate.DecideAsync(World.Request())).IsAccepted.Should().BeTrue();
    }

    [Theory]
    [InlineData(160, null)]
    [InlineData(164, ConsentRefusalCodes.Field)]
    public async Task A_request_that_names_too_much_is_refused_and_not_thrown_out(int fields, string? code)
    {
        await _world.GiveAsync();
        var request = World.Request() with { Fields = [.. Enumerable.Range(0, fields).Select(i => FieldPath.Parse($"income/{i:D3}{new string('a', 90)}"))] };
        ((await _world.Gate.DecideAsync(request)).Refusal?.Code).Should().Be(code);
        _world.Memory.Journal[^1].Fields.Should().HaveCount(code is null ? fields : 0);
    }

    [Fact]
    [Attack("CON-12")]
    public async Task What_was_not_to_be_waived_when_it_was_given_is_not_waived_when_it_is_used()
    {
        _world.Representation = [Check.Passed(string.Empty)];
        await _world.GiveAsync(World.Artefact() with { GivenBy = World.Guardian });
        var options = new ConsentGateOptions { Provider = World.Bank, AsksRepresentationAnew = false };
        (await _world.GateOf(options, new Lenient()).DecideAsync(World.Request())).Grade.Should().Be(Grade.Accepted);
        _world.Representation = [Check.NotChecked(string.Empty, "authority.unavailable", "out of reach")];
        (await _world.GateOf(options, new Lenient()).DecideAsync(World.Request("r-2"))).Refusal!.Code.Should().StartWith("authority");
    }

    private sealed class Lenient : IVerdictPolicy
    {
        public string Name => "lenient";

        public Ruling Rule(Check check, DateTimeOffset at) => new(RulingKind.Reserve, Name);
    }

    [Fact]
    public async Task However_long_the_data_may_be_kept_the_next_page_is_the_same_decision()
    {
        await _world.GiveAsync(World.Artefact() with { DataLife = new CalendarPeriod(1_000, CalendarUnit.Year), Uses = 1 });
        var first = (await _world.Gate.DecideAsync(World.Request())).GetValueOrThrow();
        (await _world.Gate.DecideAsync(World.Request() with { Continues = first.Id })).GetValueOrThrow().KeepFor.Should().Be(first.KeepFor);
        (await _world.Gate.DecideAsync(World.Request("r-2") with { Resources = [""] })).Refusal!.Code.Should().Be(ConsentRefusalCodes.Field);
        (await _world.Gate.DecideAsync(World.Request("r-3") with { Resources = [new string('a', 4097)] })).Refusal!.Code.Should().Be(ConsentRefusalCodes.Field);
    }

    [Fact]
    public async Task Conditions_on_the_data_go_with_every_decision()
    {
        await _world.GiveAsync(World.Artefact() with { Filters = [new RecordCondition(FieldPath.Parse("amount"), "ge", "20000")] });
        (await _world.Gate.DecideAsync(World.Request())).GetValueOrThrow().Filters.Should().Equal(World.Artefact().Filters.Add(new RecordCondition(FieldPath.Parse("amount"), "ge", "20000")));
        (await _world.Gate.DecideAsync(World.Request())).GetValueOrThrow().Filters.Should().ContainSingle("the decision is read again with them");
    }

    [Fact]
    [Attack("CON-11")]
    public async Task Who_asks_for_no_field_asks_for_nothing()
    {
        await _world.GiveAsync();
        (await _world.Gate.DecideAsync(World.Request() with { Fields = [] })).Refusal!.Code.Should().Be(ConsentRefusalCodes.Field);
    }

    [Theory]
    [InlineData(-365, 0, null)]
    [InlineData(-366, 0, ConsentRefusalCodes.Range)]
    [InlineData(-365, 1, ConsentRefusalCodes.Range)]
    [InlineData(0, 0, ConsentRefusalCodes.Range)]
    [InlineData(null, null, ConsentRefusalCodes.Range)]
    [Attack("CON-07")]
    public async Task The_time_that_the_data_is_about_lies_within_what_was_agreed_to(int? from, int? to, string? code)
    {
        await _world.GiveAsync();
        var range = from is null ? (DataRange?)null : new DataRange(World.Now.AddDays(from.Value), World.Now.AddDays(to!.Value).ToOffset(TimeSpan.FromHours(14)));
        ((await _world.Gate.DecideAsync(World.Request() with { Range = range })).Refusal?.Code).Should().Be(code);
    }

    [Fact]
    [Attack("CON-07")]
    public async Task A_longer_time_is_cut_where_the_policy_says_so_and_the_decision_says_it()
    {
        await _world.GiveAsync();
        var gate = _world.GateOf(new ConsentGateOptions { Provider = World.Bank, ClipsRange = true });
        var verdict = await gate.DecideAsync(World.Request() with { Range = null });
        verdict.GetValueOrThrow().Range.Should().Be(World.Artefact().Range);
        verdict.Checks.Single(check => check.Name == "consent_range").Facts.Should().ContainKey("clipped");
        var outside = World.Request("r-2") with { Range = new DataRange(World.Now.AddYears(-3), World.Now.AddYears(-2)) };
        (await gate.DecideAsync(outside)).Refusal!.Code.Should().Be(ConsentRefusalCodes.Range);
    }

    [Theory]
    [InlineData(24 * 60, null)]
    [InlineData((24 * 60) - 1, ConsentRefusalCodes.Frequency)]
    [InlineData(2, ConsentRefusalCodes.Frequency)]
    [InlineData(-24 * 60, ConsentRefusalCodes.Frequency)]
    [Attack("CON-08")]
    public async Task Once_a_day_is_once_in_any_24_hours_whatever_the_clock_does(int minutes, string? code)
    {
        _world.Time.SetUtcNow(World.Now.AddHours(11.99));      // just before midnight
        await _world.GiveAsync(World.Artefact() with { NotBefore = World.Now.AddDays(-2), Frequency = new ConsentFrequency(1, new CalendarPeriod(1, CalendarUnit.Day)) });
        (await _world.Gate.DecideAsync(World.Request())).IsAccepted.Should().BeTrue();
        _world.Time.AdjustTime(_world.Time.GetUtcNow().AddMinutes(minutes));
        ((await _world.Gate.DecideAsync(World.Request("r-2"))).Refusal?.Code).Should().Be(code);
    }

    [Fact]
    [Attack("CON-10")]
    public async Task What_was_agreed_to_once_is_given_once_of_64_that_ask_at_once()
    {
        await _world.GiveAsync(World.Artefact() with { Uses = 1 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () => await _world.Gate.DecideAsync(World.Request($"r-{i}")))));
        answers.Count(answer => answer.IsAccepted).Should().Be(1);
        answers.Where(answer => !answer.IsAccepted).Should().OnlyContain(answer => answer.Refusal!.Code == ConsentRefusalCodes.UsedUp);
    }

    [Fact]
    [Attack("CON-16")]
    public async Task The_same_request_again_gets_the_same_decision_and_counts_once()
    {
        await _world.GiveAsync(World.Artefact() with { Uses = 1 });
        var first = (await _world.Gate.DecideAsync(World.Request())).GetValueOrThrow();
        var again = (await _world.Gate.DecideAsync(World.Request())).GetValueOrThrow();
        again.Id.Should().Be(first.Id);
        var other = World.Request() with { Fields = [FieldPath.Parse("balance/current")] };
        (await _world.Gate.DecideAsync(other)).Refusal!.Code.Should().Be(ConsentRefusalCodes.IdempotencyConflict);
    }

    [Fact]
    [Attack("CON-02")]
    public async Task A_next_page_is_judged_anew_and_not_counted_anew()
    {
        var record = await _world.GiveAsync(World.Artefact() with { Uses = 1 });
        var first = (await _world.Gate.DecideAsync(World.Request())).GetValueOrThrow();
        var page = World.Request() with { Continues = first.Id };
        (await _world.Gate.DecideAsync(page)).GetValueOrThrow().Id.Should().Be(first.Id);
        (await _world.Gate.DecideAsync(page with { Continues = Digest.Of("other"u8) })).Refusal!.Code.Should().Be(ConsentRefusalCodes.DecisionUnknown);
        (await _world.Gate.DecideAsync(page with { RequestId = "r-2" })).Refusal!.Code.Should().Be(ConsentRefusalCodes.DecisionUnknown);
        (await _world.Gate.DecideAsync(page with { Fields = [FieldPath.Parse("balance/current")] })).Refusal!.Code.Should().Be(ConsentRefusalCodes.IdempotencyConflict);
        _world.Memory.Journal.Count(line => line is { Action: "disclosure.decided", Outcome: "accepted" }).Should().Be(2);

        await _world.Ledger.ChangeAsync(record.Shard, record.Id, ConsentAct.Withdraw, World.Person);
        (await _world.Gate.DecideAsync(page)).Refusal!.Code.Should().Be(ConsentRefusalCodes.NotActive);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Attack("CON-01")]
    public async Task A_withdrawal_between_the_judgement_and_the_commit_stands(bool isPage)
    {
        var record = await _world.GiveAsync();
        var request = World.Request();
        if (isPage)
        {
            request = request with { Continues = (await _world.Gate.DecideAsync(request)).GetValueOrThrow().Id };
        }

        _world.Memory.BeforeCommit = () => _world.Ledger.ChangeAsync(record.Shard, record.Id, ConsentAct.Withdraw, World.Person).AsTask();
        (await _world.Gate.DecideAsync(request)).Refusal!.Code.Should().Be(ConsentRefusalCodes.NotActive);
        var journal = _world.Memory.Journal;
        journal[journal.FindIndex(line => line.Action == "consent.withdrawn")..].Should().NotContain(line => line.Action == "disclosure.decided" && line.Outcome == "accepted");
    }

    [Fact]
    [Attack("CON-23")]
    public async Task What_cannot_be_recorded_is_not_decided()
    {
        await _world.GiveAsync();
        _world.Memory.IsLogDown = true;
        await FluentActions.Awaiting(() => _world.Gate.DecideAsync(World.Request()).AsTask()).Should().ThrowAsync<AuditUnavailableException>();
        await FluentActions.Awaiting(() => _world.Gate.DecideAsync(World.Request() with { Fields = [] }).AsTask()).Should().ThrowAsync<AuditUnavailableException>();
        _world.Memory.IsLogDown = false;
        (await _world.Gate.DecideAsync(World.Request())).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task A_decision_of_which_nobody_knows_whether_it_is_durable_is_none()
    {
        await _world.GiveAsync();
        _world.Memory.Outcome = CommitOutcome.Unknown;
        var verdict = await _world.Gate.DecideAsync(World.Request());
        (verdict.Grade, verdict.Refusal!.Code).Should().Be((Grade.Undetermined, ConsentRefusalCodes.OutcomeUnknown));
    }

    [Fact]
    public async Task A_consent_that_was_changed_in_the_store_opens_nothing()
    {
        var record = await _world.GiveAsync();
        var forged = await _world.SignAsync(World.Artefact() with { Recipient = PartyId.Parse("https://other.example") }, World.Guardian.Value);
        await _world.Memory.CommitAsync(record with { Version = 2, Content = forged, Hash = Digest.Of(forged) }, 1, Effects.None);
        var request = World.Request() with { Recipient = PartyId.Parse("https://other.example") };
        (await _world.GateOf(new ConsentGateOptions { Provider = World.Bank }).DecideAsync(request)).Refusal!.Code.Should().Be("signature.invalid");
    }

    [Fact]
    public async Task To_view_is_to_keep_nothing()
    {
        await _world.GiveAsync(World.Artefact() with { Mode = ConsentMode.View, DataLife = null });
        (await _world.Gate.DecideAsync(World.Request())).GetValueOrThrow().Duties.Should().Equal(DisclosureDuties.ViewOnly);
        await _world.GiveAsync(World.Artefact("c-2") with { Mode = ConsentMode.Query });
        (await _world.Gate.DecideAsync(World.Request("r-2", "c-2"))).GetValueOrThrow().Duties.Should().Equal(DisclosureDuties.QueryOnly);
    }
}

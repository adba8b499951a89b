using DpiBlocks.Consent.Tests.Support;

namespace DpiBlocks.Consent.Tests.LifeCycle;

/// <summary>Taking consents in, and what may become of them.</summary>
public sealed class ConsentLedgerTests
{
    private readonly World _world = new();

    [Fact]
    public async Task A_consent_that_is_given_again_is_the_same_and_another_of_its_name_is_refused()
    {
        var content = await _world.SignAsync(World.Artefact());
        var first = (await _world.Ledger.GiveAsync(World.Tenant, content)).GetValueOrThrow();
        (await _world.Ledger.GiveAsync(World.Tenant, content)).GetValueOrThrow().Hash.Should().Be(first.Hash);
        _world.Memory.Journal.Count(line => line.Action == "consent.given").Should().Be(1);
        var other = await _world.SignAsync(World.Artefact() with { Mode = ConsentMode.View });
        (await _world.Ledger.GiveAsync(World.Tenant, other)).Refusal!.Code.Should().Be(ConsentRefusalCodes.IdempotencyConflict);
        var elsewhere = await _world.SignAsync(World.Artefact() with { Subject = World.Guardian, GivenBy = World.Guardian });
        (await _world.Ledger.GiveAsync(World.Tenant, elsewhere)).Refusal!.Code.Should().Be(ConsentRefusalCodes.IdempotencyConflict);
    }

    [Theory]
    [InlineData("none", ConsentRefusalCodes.Authority)]
    [InlineData("failed", ConsentRefusalCodes.Authority)]
    [InlineData("unchecked", "authority.unavailable")]
    [InlineData("passed", null)]
    [Attack("CON-12")]
    public async Task Who_gives_for_another_is_one_who_may(string says, string? code)
    {
        _world.Representation = says switch
        {
            "none" => [],
            "failed" => [Check.Failed(string.Empty, "representation.none", "no")],
            "unchecked" => [Check.NotChecked(string.Empty, "authority.unavailable", "out of reach"), Check.Passed("steps")],
            _ => [Check.Passed(string.Empty)],
        };
        var content = await _world.SignAsync(World.Artefact() with { GivenBy = World.Guardian });
        ((await _world.Ledger.GiveAsync(World.Tenant, content)).Refusal?.Code).Should().Be(code);
    }

    [Fact]
    [Attack("CON-12")]
    public async Task Nobody_signs_for_the_person_but_herself()
    {
        (await _world.Ledger.GiveAsync(World.Tenant, await _world.SignAsync(World.Artefact()))).IsAccepted.Should().BeTrue();
        var forged = await _world.SignAsync(World.Artefact("c-2"), World.Guardian.Value);
        (await _world.Ledger.GiveAsync(World.Tenant, forged)).Refusal!.Code.Should().Be("signature.invalid");
    }

    [Fact]
    public async Task A_consent_manager_attests_what_it_may()
    {
        var content = await _world.SignAsync(World.Artefact() with { Attestor = World.Manager });
        _world.Trust = Check.Failed(string.Empty, "trust.not_entitled", "not for this");
        (await _world.Ledger.GiveAsync(World.Tenant, content)).Refusal!.Code.Should().Be("trust.not_entitled");
        _world.Trust = Check.Passed(string.Empty);
        (await _world.Ledger.GiveAsync(World.Tenant, content)).IsAccepted.Should().BeTrue();
    }

    [Theory]
    [InlineData(ConsentAct.Pause, ConsentAct.Resume, null)]
    [InlineData(ConsentAct.Pause, ConsentAct.Pause, null)]
    [InlineData(ConsentAct.Pause, ConsentAct.Withdraw, null)]
    [InlineData(ConsentAct.Withdraw, ConsentAct.Withdraw, null)]
    [InlineData(ConsentAct.Withdraw, ConsentAct.Resume, ConsentRefusalCodes.TransitionForbidden)]
    [InlineData(ConsentAct.Withdraw, ConsentAct.Pause, ConsentRefusalCodes.TransitionForbidden)]
    [InlineData(ConsentAct.Withdraw, ConsentAct.Give, ConsentRefusalCodes.TransitionForbidden)]
    [Attack("CON-15")]
    public async Task What_is_withdrawn_stays_so_and_twice_is_once(ConsentAct first, ConsentAct second, string? code)
    {
        var record = await _world.GiveAsync();
        (await _world.Ledger.ChangeAsync(record.Shard, record.Id, first, World.Person)).IsAccepted.Should().BeTrue();
        ((await _world.Ledger.ChangeAsync(record.Shard, record.Id, second, World.Person)).Refusal?.Code).Should().Be(code);
        _world.Memory.Journal.Count.Should().Be(1 + (first == second || code is not null ? 1 : 2));
    }

    [Theory]
    [InlineData(ConsentAct.Pause)]
    [InlineData(ConsentAct.Resume)]
    [Attack("CON-15")]
    public async Task What_has_expired_can_be_changed_no_more(ConsentAct act)
    {
        var record = await _world.GiveAsync();
        _world.Time.SetUtcNow(record.ExpiresAt);
        (await _world.Ledger.ChangeAsync(record.Shard, record.Id, act, World.Person)).Refusal!.Code.Should().Be(ConsentRefusalCodes.TransitionForbidden);
    }

    [Fact]
    [Attack("CON-12")]
    public async Task Nobody_withdraws_for_another_who_may_not()
    {
        var record = await _world.GiveAsync();
        (await _world.Ledger.ChangeAsync(record.Shard, record.Id, ConsentAct.Withdraw, World.Guardian)).Refusal!.Code.Should().Be(ConsentRefusalCodes.Authority);
        _world.Memory.Journal[^1].Outcome.Should().Be(ConsentRefusalCodes.Authority);
        _world.Representation = [Check.Passed(string.Empty)];
        (await _world.Ledger.ChangeAsync(record.Shard, record.Id, ConsentAct.Withdraw, World.Guardian)).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task A_consent_takes_the_place_of_the_one_it_names()
    {
        var first = await _world.GiveAsync();
        await _world.GiveAsync(World.Artefact("c-2") with { Previous = first.Hash });
        (await _world.Memory.FindAsync(first.Shard, first.Id))!.State.Should().Be(ConsentState.Superseded);
        (await _world.Gate.DecideAsync(World.Request())).Refusal!.Code.Should().Be(ConsentRefusalCodes.NotActive);
        (await _world.Gate.DecideAsync(World.Request(consent: "c-2"))).IsAccepted.Should().BeTrue();
        var content = await _world.SignAsync(World.Artefact("c-3") with { Previous = Digest.Of("none"u8) });
        (await _world.Ledger.GiveAsync(World.Tenant, content)).Refusal!.Code.Should().Be(ConsentRefusalCodes.NotFound);
    }

    [Theory]
    [InlineData("none", null)]
    [InlineData("version", null)]
    [InlineData("purpose", ConsentRefusalCodes.PurposeMismatch)]
    [InlineData("recipient", ConsentRefusalCodes.PartyMismatch)]
    [InlineData("provider", ConsentRefusalCodes.PartyMismatch)]
    [InlineData("id", ConsentRefusalCodes.IdempotencyConflict)]
    [Attack("CON-12")]
    public async Task A_consent_replaces_only_one_of_its_own_kind_and_ends_none_when_it_is_refused(string defect, string? code)
    {
        var first = await _world.GiveAsync();
        var next = World.Artefact("c-2") with { Previous = first.Hash };
        next = defect switch
        {
            "version" => next with { Purpose = PurposeCode.Parse("rebit/1.1#103") },
            "purpose" => next with { Purpose = PurposeCode.Parse("rebit/1.0#104") },
            "recipient" => next with { Recipient = World.Manager },
            "provider" => next with { Provider = World.Manager },
            "id" => next with { Id = first.Id },
            _ => next,
        };
        ((await _world.Ledger.GiveAsync(World.Tenant, await _world.SignAsync(next))).Refusal?.Code).Should().Be(code);
        (await _world.Memory.FindAsync(first.Shard, first.Id))!.State.Should().Be(code is null ? ConsentState.Superseded : ConsentState.Given);
    }

    [Fact]
    [Attack("CON-12")]
    public async Task Who_replaces_a_consent_is_named_in_the_journal()
    {
        var first = await _world.GiveAsync();
        _world.Representation = [Check.Passed(string.Empty)];
        await _world.GiveAsync(World.Artefact("c-2") with { Previous = first.Hash, GivenBy = World.Guardian });
        _world.Memory.Journal.Single(line => line.Action == "consent.superseded").Actor.Should().Be(PartyId.Parse(World.Guardian.Value));
    }

    [Fact]
    [Attack("CON-19")]
    public async Task A_withdrawal_is_never_too_late()
    {
        var record = await _world.GiveAsync();
        _world.Time.AdjustTime(record.ExpiresAt.AddMinutes(5));      // a clock that runs ahead
        (await _world.Ledger.ChangeAsync(record.Shard, record.Id, ConsentAct.Withdraw, World.Person)).IsAccepted.Should().BeTrue();
        _world.Time.AdjustTime(record.ExpiresAt.AddMinutes(-5));
        (await _world.Gate.DecideAsync(World.Request() with { Range = new DataRange(World.Now.AddDays(-2), World.Now.AddDays(-1)) })).Refusal!.Code.Should().Be(ConsentRefusalCodes.NotActive);
    }

    [Fact]
    public async Task What_has_ended_already_is_not_taken()
    {
        var content = await _world.SignAsync(World.Artefact());
        _world.Time.SetUtcNow(World.Artefact().ExpiresAt);
        (await _world.Ledger.GiveAsync(World.Tenant, content)).Refusal!.Code.Should().Be(ConsentRefusalCodes.NotActive);
    }

    [Fact]
    public async Task A_consent_that_may_not_be_found_by_its_name_is_not_taken()
    {
        var content = await _world.SignAsync(World.Artefact());
        _world.Memory.IsPointerLost = true;
        (await _world.Ledger.GiveAsync(World.Tenant, content)).Refusal!.Code.Should().Be(ConsentRefusalCodes.OutcomeUnknown);
        _world.Memory.IsPointerLost = false;
        (await _world.Ledger.GiveAsync(World.Tenant, content)).IsAccepted.Should().BeTrue();
        (await _world.Gate.DecideAsync(World.Request())).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task Of_a_change_that_is_lost_nobody_is_told_that_it_was_made()
    {
        var record = await _world.GiveAsync();
        _world.Memory.Outcome = CommitOutcome.Unknown;
        (await _world.Ledger.ChangeAsync(record.Shard, record.Id, ConsentAct.Withdraw, World.Person)).Refusal!.Code.Should().Be(ConsentRefusalCodes.OutcomeUnknown);
        _world.Memory.Outcome = CommitOutcome.Conflict;
        (await _world.Ledger.ChangeAsync(record.Shard, record.Id, ConsentAct.Withdraw, World.Person)).Refusal!.Code.Should().Be(ConsentRefusalCodes.Busy);
    }
}

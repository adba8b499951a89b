using DpiBlocks.Consent.Tests.Support;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Consent.Tests.LegalBases;

/// <summary>Several purposes at once, data without consent, and consents that another has given.</summary>
public sealed class LegalBasisTests
{
    private static readonly LegalGround Emergency = new()
    {
        Kind = "emergency",
        Reference = "unconscious",
        Recipients = [World.Lender],
        Purposes = [World.Purpose],
        Scopes = [new ConsentScope("account", [FieldPath.Parse("income")])],
        KeepFor = TimeSpan.FromDays(1),
    };

    private readonly World _world = new();

    [Theory]
    [InlineData(false, true, "c-1", null)]
    [InlineData(false, false, "c-1 c-2", null)]
    [InlineData(true, true, "c-1 c-2", ConsentRefusalCodes.Bundled)]
    [InlineData(true, true, "", ConsentRefusalCodes.Bundled)]
    [InlineData(true, false, "c-1", ConsentRefusalCodes.Bundled)]
    [InlineData(true, false, "c-1 c-2", null)]
    [InlineData(true, false, "", null)]
    [InlineData(false, true, "c-3", ConsentRefusalCodes.NotFound)]
    [Attack("CON-20")]
    public void Purposes_are_agreed_to_one_by_one(bool allOrNothing, bool strict, string agreed, string? code)
    {
        var bundle = new ConsentBundle([World.Artefact(), World.Artefact("c-2") with { Purpose = PurposeCode.Parse("rebit/1.0#104") }]) { IsAllOrNothing = allOrNothing };
        var names = agreed.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var taken = bundle.TryAgree(names.Select(ConsentId.Parse).ToHashSet(), strict, out var given, out var refusal);
        (taken, refusal?.Code).Should().Be((code is null, code));
        given.Select(artefact => artefact.Id.Value).Should().Equal(code is null ? names : []);
    }

    [Fact]
    [Attack("CON-20")]
    public async Task What_was_agreed_to_together_stands_and_falls_alone()
    {
        var bundle = new ConsentBundle([World.Artefact(), World.Artefact("c-2") with { Purpose = PurposeCode.Parse("rebit/1.0#104") }]);
        bundle.TryAgree(bundle.Items.Select(item => item.Id).ToHashSet(), isStrict: true, out var given, out _).Should().BeTrue();
        foreach (var artefact in given)
        {
            await _world.GiveAsync(artefact);
        }

        await _world.Ledger.ChangeAsync(ShardKey.Of(World.Tenant, World.Person), ConsentId.Parse("c-2"), ConsentAct.Withdraw, World.Person);
        (await _world.Gate.DecideAsync(World.Request())).IsAccepted.Should().BeTrue();
        (await _world.Gate.DecideAsync(World.Request("r-2", "c-2") with { Purpose = PurposeCode.Parse("rebit/1.0#104") })).Refusal!.Code.Should().Be(ConsentRefusalCodes.NotActive);
    }

    [Fact]
    [Attack("CON-22")]
    public async Task In_an_emergency_the_person_is_told_with_the_decision_and_it_is_in_her_journal()
    {
        var decision = (await AuthorityOf(Emergency).DecideAsync(Request())).GetValueOrThrow();
        (decision.Subject, decision.KeepFor, decision.ValidUntil).Should().Be((World.Person, TimeSpan.FromDays(1), World.Now.AddMinutes(5)));
        var line = _world.Memory.Journal.Single();
        (line.Outcome, line.Target, line.Subject, line.Basis).Should().Be(("accepted", decision.Id, World.Person, "emergency unconscious"));
        var message = _world.Memory.Outbox.Single();
        message.Destination.Should().Be(new Uri("dpi:person-notices"));
        Jws.TryParse(message.Content, JwsProfile.Of(StatuteAuthority.NoticeType), out var notice, out _).Should().BeTrue();
        Digest.Of(notice!.Payload.Span).Should().Be(decision.Id);

        (await AuthorityOf(Emergency).DecideAsync(Request())).GetValueOrThrow().Id.Should().Be(decision.Id);
        (await AuthorityOf(Emergency).DecideAsync(Request() with { Continues = decision.Id })).GetValueOrThrow().Id.Should().Be(decision.Id);
        _world.Memory.Outbox.Should().ContainSingle("she is told once of each decision");
        _world.Memory.Journal.Should().HaveCount(3);
    }

    [Theory]
    [InlineData("none", null)]
    [InlineData("kind", ConsentRefusalCodes.BasisUnknown)]
    [InlineData("reference", BasisRefusalCodes.NotInForce)]
    [InlineData("ended", BasisRefusalCodes.NotInForce)]
    [InlineData("recipient", BasisRefusalCodes.Party)]
    [InlineData("purpose", BasisRefusalCodes.Purpose)]
    [InlineData("field", BasisRefusalCodes.Field)]
    [InlineData("used", BasisRefusalCodes.Field)]
    [InlineData("no field", BasisRefusalCodes.Field)]
    [InlineData("subject", BasisRefusalCodes.Subject)]
    [InlineData("evidence", BasisRefusalCodes.Evidence)]
    [InlineData("page", ConsentRefusalCodes.DecisionUnknown)]
    [InlineData("other", ConsentRefusalCodes.IdempotencyConflict)]
    [Attack("CON-22")]
    public async Task Without_consent_only_what_a_policy_names_is_opened_and_every_answer_is_in_the_journal(string defect, string? code)
    {
        var request = Request();
        (request, var ground) = defect switch
        {
            "kind" => (request with { Basis = new LegalBasis("habit", "unconscious") }, Emergency),
            "reference" => (request with { Basis = new LegalBasis("emergency", "curiosity") }, Emergency),
            "ended" => (request, Emergency with { ExpiresAt = World.Now }),
            "recipient" => (request with { Recipient = World.Manager }, Emergency),
            "purpose" => (request with { Purpose = PurposeCode.Parse("rebit/1.0#104") }, Emergency),
            "field" => (request with { Fields = [FieldPath.Parse("balance")] }, Emergency),
            "used" => (request with { FieldsUsed = [FieldPath.Parse("balance")] }, Emergency),
            "no field" => (request with { Fields = [] }, Emergency),
            "subject" => (request with { Subject = null }, Emergency),
            "evidence" => (request, Emergency with { NeedsEvidence = true }),
            "page" => (request with { Continues = Digest.Of("other"u8) }, Emergency),
            _ => (request, Emergency with { ExpiresAt = World.Now.AddTicks(1) }),
        };
        var authority = RouterOf(ground);
        if (defect == "other")
        {
            (await authority.DecideAsync(request with { Range = null })).IsAccepted.Should().BeTrue();
        }

        ((await authority.DecideAsync(request)).Refusal?.Code).Should().Be(code);
        _world.Memory.Journal[^1].Outcome.Should().Be(code ?? "accepted");
        _world.Memory.Outbox.Should().HaveCount(code is null or ConsentRefusalCodes.IdempotencyConflict ? 1 : 0);
    }

    [Fact]
    [Attack("CON-22")]
    public async Task An_order_of_a_court_is_named_by_its_number_and_sent_along_and_consents_are_answered_by_the_gate()
    {
        var order = Emergency with { Kind = "court-order", Reference = null, NeedsEvidence = true };
        var request = Request() with { Basis = new LegalBasis("court-order", "12 O 345/26") { Evidence = new byte[] { 1 } } };
        (await RouterOf(order).DecideAsync(request)).IsAccepted.Should().BeTrue();
        (await RouterOf(order).DecideAsync(request)).IsAccepted.Should().BeTrue("it is the same order");
        (await RouterOf(order).DecideAsync(request with { Basis = request.Basis with { Evidence = new byte[] { 2 } } })).Refusal!.Code.Should().Be(ConsentRefusalCodes.IdempotencyConflict);
        _world.Memory.Outbox.Should().BeEmpty("the law may keep an order from her");
        (await RouterOf(order with { NotifiesPerson = true }).DecideAsync(request with { RequestId = "r-2" })).IsAccepted.Should().BeTrue();
        _world.Memory.Outbox.Should().ContainSingle();
        (await RouterOf(order).DecideAsync(request with { RequestId = "r-3", Basis = new LegalBasis("court-order", "\ud800") { Evidence = new byte[] { 1 } } })).Refusal!.Code
            .Should().Be(BasisRefusalCodes.NotInForce);
        (await RouterOf(order).DecideAsync(World.Request("r-4"))).Refusal!.Code.Should().Be(ConsentRefusalCodes.NotFound);
        await _world.GiveAsync();
        (await RouterOf(order).DecideAsync(World.Request("r-5"))).IsAccepted.Should().BeTrue();
    }

    [Fact]
    [Attack("CON-22")]
    public async Task What_cannot_be_recorded_or_told_is_not_opened()
    {
        _world.Memory.Outcome = CommitOutcome.Unknown;
        (await AuthorityOf(Emergency).DecideAsync(Request())).Refusal!.Code.Should().Be(ConsentRefusalCodes.OutcomeUnknown);
        _world.Memory.Outcome = null;
        _world.HasSigner = false;
        await FluentActions.Awaiting(() => AuthorityOf(Emergency).DecideAsync(Request()).AsTask()).Should().ThrowAsync<InvalidOperationException>();
        _world.HasSigner = true;
        _world.Memory.IsLogDown = true;
        await FluentActions.Awaiting(() => AuthorityOf(Emergency).DecideAsync(Request()).AsTask()).Should().ThrowAsync<AuditUnavailableException>();
        FluentActions.Invoking(() => new StatuteAuthorityOptions { Grounds = [], PersonNotices = new Uri("relative", UriKind.Relative) }).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData(true, ConsentRefusalCodes.Authority)]
    [InlineData(false, null)]
    [Attack("CON-12")]
    public async Task What_a_parent_has_given_opens_nothing_more_when_the_child_has_come_of_age(bool asksAnew, string? code)
    {
        _world.Representation = [Check.Passed(string.Empty)];
        await _world.GiveAsync(World.Artefact() with { GivenBy = World.Guardian });
        var gate = _world.GateOf(new ConsentGateOptions { Provider = World.Bank, AsksRepresentationAnew = asksAnew });
        (await gate.DecideAsync(World.Request())).IsAccepted.Should().BeTrue();
        _world.Representation = [Check.Failed(string.Empty, "representation.ended", "She is of age.")];
        ((await gate.DecideAsync(World.Request("r-2"))).Refusal?.Code).Should().Be(code);
        ((await gate.DecideAsync(World.Request())).Refusal?.Code).Should().Be(code);
    }

    private static DisclosureRequest Request() => World.Request() with { Basis = new LegalBasis("emergency", "unconscious"), Subject = World.Person };

    private StatuteAuthority AuthorityOf(LegalGround ground) => new(
        new StatuteAuthorityOptions { Grounds = [ground], PersonNotices = new Uri("dpi:person-notices") }, _world.Memory, _world.Memory, _world, _world.Memory, VerdictPolicy.Strict, _world.Time);

    private DisclosureAuthorities RouterOf(LegalGround ground) => new(
        [new(ConsentGate.BasisKind, _world.Gate), new("emergency", AuthorityOf(ground)), new("court-order", AuthorityOf(ground))], _world.Memory, VerdictPolicy.Strict, _world.Time);
}

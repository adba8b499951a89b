using System.Text;
using System.Text.Json.Nodes;
using DpiBlocks.Consent.Tests.Support;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Consent.Tests.Notifications;

/// <summary>A change is told to every party, and taken in once and in order.</summary>
public sealed class NotificationTests
{
    private readonly World _world = new();
    private readonly Memory _lender = new();

    [Theory]
    [InlineData(ConsentAct.Pause, ConsentState.Paused)]
    [InlineData(ConsentAct.Withdraw, ConsentState.Withdrawn)]
    [InlineData(ConsentAct.Expire, ConsentState.Expired)]
    [InlineData(ConsentAct.Supersede, ConsentState.Superseded)]
    [Attack("CON-18")]
    public async Task A_change_and_the_messages_about_it_become_durable_together(ConsentAct act, ConsentState state)
    {
        var record = await _world.GiveAsync(World.Artefact() with { Attestor = World.Manager });
        await ActAsync(record, act);
        _world.Memory.Outbox.Select(message => message.Destination.Host).Should().Equal("lender.example", "manager.example");
        var follower = _world.FollowerOf(World.Lender, _lender);
        var followed = (await follower.ReceiveAsync(World.Tenant, _world.Memory.Outbox[0].Content)).GetValueOrThrow();
        (followed.Standing.State, followed.Standing.Consent, followed.Standing.Sequence).Should().Be((state, record.Hash, 2L));
        Encoding.UTF8.GetString(PayloadOf(_world.Memory.Outbox[0].Content)).Should().NotContain(World.Person.Value, "whose it is is not theirs to know").And.NotContain("manager");

        _world.Memory.Outcome = CommitOutcome.Unknown;
        (await _world.Notifier.AcknowledgedAsync(World.Tenant, followed.Acknowledgement)).Refusal!.Code.Should().Be(ConsentRefusalCodes.OutcomeUnknown);
        _world.Memory.Outcome = null;
        var acknowledged = await _world.Notifier.AcknowledgedAsync(World.Tenant, followed.Acknowledgement);
        acknowledged.GetValueOrThrow().EventId.Should().Be(_world.Memory.Outbox[0].Id);
        (await _world.Notifier.AcknowledgedAsync(World.Tenant, followed.Acknowledgement)).IsAccepted.Should().BeTrue();
        _world.Memory.Journal.Count(entry => entry.Action == "consent.acknowledged").Should().Be(1, "however often it comes");
        _world.Memory.Journal[^1].Basis.Should().EndWith(" 2", "it is the change of that number");
        var line = _world.Memory.Journal[^1];
        (line.Action, line.Actor).Should().Be(("consent.acknowledged", World.Lender));
    }

    [Fact]
    [Attack("CON-18")]
    public async Task What_is_told_three_times_or_out_of_order_leaves_the_last_state()
    {
        var record = await _world.GiveAsync();
        await ActAsync(record, ConsentAct.Pause);
        await ActAsync(record, ConsentAct.Resume);
        await ActAsync(record, ConsentAct.Withdraw);
        var told = _world.Memory.Outbox.Select(message => message.Content).ToList();
        var follower = _world.FollowerOf(World.Lender, _lender);
        (await follower.ReceiveAsync(World.Tenant, told[1])).GetValueOrThrow().Standing.State.Should().Be(ConsentState.Given);
        (await follower.ReceiveAsync(World.Tenant, told[0])).GetValueOrThrow().Standing.State.Should().Be(ConsentState.Given, "a pause that comes behind its end pauses nothing");
        var first = (await follower.ReceiveAsync(World.Tenant, told[2])).GetValueOrThrow();
        for (var i = 0; i < 3; i++)
        {
            var again = (await follower.ReceiveAsync(World.Tenant, told[2])).GetValueOrThrow();
            again.Standing.Should().Be(first.Standing);
            again.Acknowledgement.ToArray().Should().Equal(first.Acknowledgement.ToArray());
        }

        (await follower.ReceiveAsync(World.Tenant, told[1])).GetValueOrThrow().Standing.State.Should().Be(ConsentState.Withdrawn);
        (await _world.Gate.DecideAsync(World.Request())).Refusal!.Code.Should().Be(ConsentRefusalCodes.NotActive, "the provider waits for nobody to be told");
    }

    [Fact]
    [Attack("CON-18")]
    public async Task What_comes_behind_a_withdrawal_for_the_first_time_is_acknowledged_and_changes_nothing()
    {
        var record = await _world.GiveAsync();
        await ActAsync(record, ConsentAct.Pause);
        await ActAsync(record, ConsentAct.Withdraw);
        var follower = _world.FollowerOf(World.Lender, _lender);
        (await follower.ReceiveAsync(World.Tenant, _world.Memory.Outbox[1].Content)).IsAccepted.Should().BeTrue();
        var late = (await follower.ReceiveAsync(World.Tenant, _world.Memory.Outbox[0].Content)).GetValueOrThrow();
        late.Standing.State.Should().Be(ConsentState.Withdrawn);
        (await _world.Notifier.AcknowledgedAsync(World.Tenant, late.Acknowledgement)).GetValueOrThrow().EventId.Should().Be(_world.Memory.Outbox[0].Id);
    }

    [Fact]
    [Attack("CON-18")]
    public async Task A_party_that_cannot_be_told_holds_no_withdrawal_up()
    {
        var record = await _world.GiveAsync();
        _world.Unreachable.Add(World.Lender);
        await ActAsync(record, ConsentAct.Withdraw);
        _world.Memory.Outbox.Should().BeEmpty();
        _world.Memory.Journal.Should().Contain(line => line.Action == "consent.notified" && line.Outcome == NotificationRefusalCodes.NoDestination && line.Actor == World.Lender);
    }

    [Theory]
    [InlineData("none", null)]
    [InlineData("signer", "signature.invalid")]
    [InlineData("recipient", NotificationRefusalCodes.Recipient)]
    [InlineData("untrusted", "trust.not_entitled")]
    [InlineData("revived", ConsentRefusalCodes.TransitionForbidden)]
    [InlineData("other consent", ConsentRefusalCodes.TransitionForbidden)]
    [InlineData("other content", ConsentRefusalCodes.IdempotencyConflict)]
    [Attack("CON-18")]
    public async Task What_is_told_by_another_or_to_another_changes_nothing(string defect, string? code)
    {
        var known = Withdrawn();
        var follower = _world.FollowerOf(World.Lender, _lender);
        (await follower.ReceiveAsync(World.Tenant, await SignAsync(known))).IsAccepted.Should().BeTrue();
        _world.Trust = defect == "untrusted" ? Check.Failed(string.Empty, "trust.not_entitled", "no") : _world.Trust;
        var told = defect switch
        {
            "recipient" => Withdrawn() with { Sequence = 9, To = World.Manager },
            "revived" => Withdrawn() with { Sequence = 9, State = ConsentState.Given },
            "other consent" => Withdrawn() with { Sequence = 9, Consent = Digest.Of("other"u8) },
            "other content" => Withdrawn() with { State = ConsentState.Paused },
            _ => Withdrawn() with { Sequence = 9 },
        };
        var verdict = await follower.ReceiveAsync(World.Tenant, await SignAsync(told, defect == "signer" ? World.Guardian.Value : World.Bank.Value));
        (verdict.Refusal?.Code).Should().Be(code);
        (await _lender.FindAsync(ConsentStanding.ShardOf(World.Tenant, World.Bank, known.ConsentId)))!.Sequence.Should().Be(code is null ? 9 : known.Sequence);
    }

    [Theory]
    [InlineData("event", "\"00000000-0000-0000-0000-000000000000\"")]
    [InlineData("event", "\"x\"")]
    [InlineData("sequence", "0")]
    [InlineData("sequence", "9007199254740993")]
    [InlineData("state", "\"requested\"")]
    [InlineData("ver", "\"2\"")]
    public async Task Each_member_has_the_form_it_must_have(string member, string value)
    {
        var json = JsonNode.Parse(NotificationJsonOf(Withdrawn()))!.AsObject();
        var follower = _world.FollowerOf(World.Lender, _lender);
        (await follower.ReceiveAsync(World.Tenant, await SignAsync(json.ToJsonString()))).IsAccepted.Should().BeTrue();
        json[member] = JsonNode.Parse(value);
        (await follower.ReceiveAsync(World.Tenant, await SignAsync(json.ToJsonString()))).Refusal!.Code.Should().Be(NotificationRefusalCodes.Malformed);
        (await follower.ReceiveAsync(World.Tenant, new byte[] { 1 })).IsAccepted.Should().BeFalse();
    }

    [Theory]
    [InlineData("none", null)]
    [InlineData("event", NotificationRefusalCodes.Unknown)]
    [InlineData("sequence", NotificationRefusalCodes.Unknown)]
    [InlineData("consent", NotificationRefusalCodes.Unknown)]
    [InlineData("party", NotificationRefusalCodes.Unknown)]
    [InlineData("signer", "signature.invalid")]
    public async Task What_was_never_told_to_a_party_is_not_acknowledged_by_it(string defect, string? code)
    {
        var record = await _world.GiveAsync();
        await ActAsync(record, ConsentAct.Withdraw);
        var by = defect == "party" ? World.Manager : World.Lender;
        var told = Withdrawn() with { Consent = record.Hash, Sequence = defect == "sequence" ? 3 : 2, To = by };
        var json = $$"""
            {"ver":"dpi-consent-notification/1","event":"{{(defect == "event" ? Guid.Empty : told.EventId)}}","consent_id":"c-1",
            "consent":"{{(defect == "consent" ? Digest.Of("other"u8) : record.Hash)}}","sequence":{{told.Sequence}},"by":"{{by.Value}}","at":"2026-05-01T12:00:00Z"}
            """;
        var signer = _world.SignerOf(defect == "signer" ? World.Bank.Value : by.Value);
        var content = await Jws.SignAsync(signer, JwsSigningHeader.Of(NotificationAcknowledgement.Type), Encoding.UTF8.GetBytes(json));
        ((await _world.Notifier.AcknowledgedAsync(World.Tenant, content)).Refusal?.Code).Should().Be(code);
        (await _world.Notifier.AcknowledgedAsync(World.Tenant, new byte[] { 1 })).IsAccepted.Should().BeFalse();
    }

    [Fact]
    public async Task Of_what_may_not_be_durable_nobody_is_told_that_it_is()
    {
        var follower = _world.FollowerOf(World.Lender, _lender);
        _lender.Outcome = CommitOutcome.Unknown;
        (await follower.ReceiveAsync(World.Tenant, await SignAsync(Withdrawn()))).Refusal!.Code.Should().Be(ConsentRefusalCodes.OutcomeUnknown);
        _lender.Outcome = CommitOutcome.Conflict;
        (await follower.ReceiveAsync(World.Tenant, await SignAsync(Withdrawn()))).Refusal!.Code.Should().Be(ConsentRefusalCodes.Busy);
    }

    private static ConsentNotification Withdrawn() => new()
    {
        ConsentId = ConsentId.Parse("c-1"),
        Consent = Digest.Of("consent"u8),
        Sequence = 4,
        State = ConsentState.Withdrawn,
        At = World.Now,
        From = World.Bank,
        To = World.Lender,
    };

    private static string NotificationJsonOf(ConsentNotification told) => $$"""
        {"ver":"dpi-consent-notification/1","event":"{{told.EventId}}","consent_id":"{{told.ConsentId}}","consent":"{{told.Consent}}","sequence":{{told.Sequence}},
        "state":"{{(told.State is ConsentState.Given ? "given" : told.State is ConsentState.Paused ? "paused" : "withdrawn")}}","at":"2026-05-01T12:00:00Z","from":"{{told.From}}","to":"{{told.To}}"}
        """;

    private static byte[] PayloadOf(ReadOnlyMemory<byte> token) =>
        Jws.TryParse(token, JwsProfile.Of(ConsentNotification.Type), out var jws, out _) ? jws.Payload.ToArray() : throw new InvalidOperationException();

    private Task<byte[]> SignAsync(ConsentNotification told, string? signer = null) => SignAsync(NotificationJsonOf(told), signer);

    private async Task<byte[]> SignAsync(string json, string? signer = null) =>
        await Jws.SignAsync(_world.SignerOf(signer ?? World.Bank.Value), JwsSigningHeader.Of(ConsentNotification.Type), Encoding.UTF8.GetBytes(json));

    private async Task ActAsync(ConsentRecord record, ConsentAct act)
    {
        var ledger = _world.TellingLedger;
        if (act is ConsentAct.Expire)
        {
            _world.Time.SetUtcNow(record.ExpiresAt);
            (await ledger.ExpireAsync(record.Shard, record.Id)).IsAccepted.Should().BeTrue();
        }
        else if (act is ConsentAct.Supersede)
        {
            var next = await _world.SignAsync(World.Artefact("c-2") with { Previous = record.Hash });
            (await ledger.GiveAsync(World.Tenant, next)).IsAccepted.Should().BeTrue();
        }
        else
        {
            (await ledger.ChangeAsync(record.Shard, record.Id, act, World.Person)).IsAccepted.Should().BeTrue();
        }
    }
}

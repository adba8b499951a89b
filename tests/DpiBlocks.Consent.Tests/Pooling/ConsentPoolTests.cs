using System.Text;
using DpiBlocks.Consent.Tests.Support;

namespace DpiBlocks.Consent.Tests.Pooling;

/// <summary>One view of all consents, and one act that takes them back.</summary>
public sealed class ConsentPoolTests
{
    private static readonly PartyId TaxOffice = PartyId.Parse("https://tax.example");
    private readonly World _world = new();

    private ConsentPool Pool => new(_world.Memory, _world.Memory, _world.TellingLedger, VerdictPolicy.Strict, _world.Time);

    [Fact]
    public async Task All_are_seen_by_provider_and_taken_back_by_one_act_of_which_each_is_told_its_own()
    {
        await GiveThreeAsync();
        var seen = await Pool.ReadAsync(World.Tenant, World.Person);
        seen.Select(provider => (provider.Provider, provider.Consents.Length)).Should().Equal((World.Bank, 2), (TaxOffice, 1));
        seen.SelectMany(provider => provider.Consents).Should().OnlyContain(consent => consent.State == ConsentState.Active);
        (await Pool.ReadAsync(World.Tenant, World.Guardian)).Should().BeEmpty();

        var taken = (await Pool.WithdrawAsync(World.Tenant, World.Person, World.Person, "w-1")).GetValueOrThrow().Providers;
        taken.SelectMany(provider => provider.Consents).Should().HaveCount(3).And.OnlyContain(consent => consent.State == ConsentState.Withdrawn && consent.Refusal == null);
        var told = _world.Memory.Outbox.Where(message => message.Destination.Host == "tax.example").ToList();
        told.Should().ContainSingle();
        Encoding.ASCII.GetString(told[0].Content.Span).Split('.')[1].Should().NotContain("bank", "it is base64url").And.NotBeEmpty();
        Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(Encoding.ASCII.GetString(told[0].Content.Span).Split('.')[1])).Should()
            .Contain("\"c-3\"").And.NotContain("\"c-1\"").And.NotContain("\"c-2\"");
    }

    [Fact]
    public async Task An_act_that_was_cut_off_goes_on_with_the_same_ones_and_what_was_given_since_stands()
    {
        await GiveThreeAsync();
        using var cancelled = new CancellationTokenSource();
        _world.Memory.BeforeCommit = () =>
        {
            _world.Memory.BeforeCommit = () => throw new OperationCanceledException("killed");
            return Task.CompletedTask;
        };
        await FluentActions.Awaiting(() => Pool.WithdrawAsync(World.Tenant, World.Person, World.Person, "w-1").AsTask()).Should().ThrowAsync<OperationCanceledException>();
        _world.Memory.Journal.Count(line => line.Action == "consent.withdrawn").Should().Be(1);

        await _world.GiveAsync(World.Artefact("c-4"));
        var taken = (await Pool.WithdrawAsync(World.Tenant, World.Person, World.Person, "w-1")).GetValueOrThrow().Providers;
        taken.SelectMany(provider => provider.Consents).Select(consent => consent.Artefact.Id.Value).Should().BeEquivalentTo("c-1", "c-2", "c-3");
        _world.Memory.Journal.Count(line => line.Action == "consent.withdrawn").Should().Be(3);
        (await _world.Memory.FindAsync(ShardKey.Of(World.Tenant, World.Person), ConsentId.Parse("c-4")))!.State.Should().Be(ConsentState.Given);
        (await Pool.WithdrawAsync(World.Tenant, World.Person, World.Person, "w-1", World.Lender)).Refusal!.Code.Should().Be(ConsentRefusalCodes.IdempotencyConflict);
    }

    [Fact]
    public async Task One_recipient_is_shut_out_and_who_may_not_act_takes_nothing_back()
    {
        await GiveThreeAsync();
        await _world.GiveAsync(World.Artefact("c-5") with { Recipient = World.Manager });
        (await Pool.WithdrawAsync(World.Tenant, World.Person, World.Guardian, "w-1")).Refusal!.Code.Should().Be(ConsentRefusalCodes.Authority, "and she is shown none");
        (await Pool.ReadAsync(World.Tenant, World.Person)).SelectMany(provider => provider.Consents).Should().OnlyContain(consent => consent.State == ConsentState.Active);
        var taken = (await Pool.WithdrawAsync(World.Tenant, World.Person, World.Person, "w-2", World.Manager)).GetValueOrThrow().Providers;
        taken.Single().Consents.Single().Artefact.Id.Value.Should().Be("c-5");
        (await Pool.ReadAsync(World.Tenant, World.Person)).SelectMany(provider => provider.Consents).Count(consent => consent.State == ConsentState.Active).Should().Be(3);
    }

    [Fact]
    public async Task An_act_that_may_not_be_written_down_is_not_begun()
    {
        await GiveThreeAsync();
        _world.Memory.Outcome = CommitOutcome.Unknown;
        (await Pool.WithdrawAsync(World.Tenant, World.Person, World.Person, "w-1")).Refusal!.Code.Should().Be(ConsentRefusalCodes.OutcomeUnknown);
        _world.Memory.Outcome = null;
        (await Pool.ReadAsync(World.Tenant, World.Person)).SelectMany(provider => provider.Consents).Should().OnlyContain(consent => consent.State == ConsentState.Active);
    }

    private async Task GiveThreeAsync()
    {
        await _world.GiveAsync();
        await _world.GiveAsync(World.Artefact("c-2"));
        await _world.GiveAsync(World.Artefact("c-3") with { Provider = TaxOffice });
    }
}

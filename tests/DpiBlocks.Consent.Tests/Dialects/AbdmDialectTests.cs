using DpiBlocks.Consent.Tests.Support;

namespace DpiBlocks.Consent.Tests.Dialects;

/// <summary>ABDM's consent detail: each case differs from one that crosses whole by one thing.</summary>
public sealed class AbdmDialectTests
{
    [Fact]
    public void A_consent_crosses_whole_both_ways()
    {
        var exported = ConsentDialect.Abdm.Export(DialectWorld.AbdmArtefact(), DialectWorld.Abdm);
        exported.Losses.Should().BeEmpty();
        var imported = ConsentDialect.Abdm.Import(exported.Utf8, DialectWorld.Abdm);
        imported.Losses.Should().BeEmpty();
        imported.Artefact.Should().BeEquivalentTo(DialectWorld.AbdmArtefact());
        DialectWorld.Parse(exported.Utf8)["permission"]!["frequency"]!.ToJsonString().Should().Be("""{"unit":"HOUR","value":2,"repeats":0}""");
    }

    [Theory]
    [InlineData("consentId", null, ConsentRefusalCodes.Malformed)]
    [InlineData("createdAt", "\"yesterday\"", ConsentRefusalCodes.Malformed)]
    [InlineData("createdAt", "\"2026-05-01T17:29:00.000+05:30\"", null)]
    [InlineData("patient", null, ConsentRefusalCodes.Malformed)]
    [InlineData("careContexts", "[]", ConsentRefusalCodes.Malformed)]
    [InlineData("careContexts/0/patientReference", null, ConsentRefusalCodes.Malformed)]
    [InlineData("hiTypes", "[]", ConsentRefusalCodes.Malformed)]
    [InlineData("hiTypes", "[7]", ConsentRefusalCodes.Malformed)]
    [InlineData("hip", null, ConsentRefusalCodes.Malformed)]
    [InlineData("hiu", null, ConsentRefusalCodes.Malformed)]
    [InlineData("consentManager/id", null, ConsentRefusalCodes.Malformed)]
    [InlineData("purpose/code", null, ConsentRefusalCodes.Malformed)]
    [InlineData("permission", null, ConsentRefusalCodes.Malformed)]
    [InlineData("permission/accessMode", "\"COPY\"", ConsentRefusalCodes.Malformed)]
    [InlineData("permission/dateRange", null, ConsentRefusalCodes.Malformed)]
    [InlineData("permission/dataEraseAt", null, ConsentRefusalCodes.Malformed)]
    [InlineData("permission/frequency", "{}", ConsentRefusalCodes.Malformed)]
    [InlineData("permission/frequency/value", "0", ConsentRefusalCodes.Malformed)]
    [InlineData("permission/frequency/repeats", "-1", ConsentRefusalCodes.Malformed)]
    [InlineData("permission/frequency/repeats", null, null)]
    public void Each_member_has_the_form_it_must_have(string member, string? value, string? code)
    {
        var detail = DialectWorld.Parse(ConsentDialect.Abdm.Export(DialectWorld.AbdmArtefact(), DialectWorld.Abdm).Utf8).With(member, value);
        ConsentDialect.Abdm.TryImport(DialectWorld.ToUtf8(detail), DialectWorld.Abdm, out _, out var refusal).Should().Be(code is null);
        (refusal?.Code).Should().Be(code);
    }

    [Fact]
    public void The_notification_of_a_provider_names_no_recipient_so_the_caller_does()
    {
        var detail = DialectWorld.ToUtf8(DialectWorld.Parse(ConsentDialect.Abdm.Export(DialectWorld.AbdmArtefact(), DialectWorld.Abdm).Utf8).With("hiu", null));
        var imported = ConsentDialect.Abdm.Import(detail, DialectWorld.Abdm with { Recipient = World.Lender });
        imported.Artefact.Recipient.Should().Be(World.Lender);
        imported.Losses.Should().Equal(new ConsentLoss("/hiu", null, """{"id":"https://lender.example"}"""));
    }

    [Theory]
    [InlineData("recipient")]
    [InlineData("provider")]
    [InlineData("attestor")]
    [InlineData("id")]
    [Attack("CON-03")]
    public void A_consent_is_brought_for_those_it_names_only(string other)
    {
        var artefact = DialectWorld.AbdmArtefact();
        var detail = ConsentDialect.Abdm.Export(artefact, DialectWorld.Abdm).Utf8;
        var known = DialectWorld.Abdm with { Recipient = World.Lender, Provider = World.Bank, Attestor = World.Manager, Id = artefact.Id };
        ConsentDialect.Abdm.Import(detail, known).Losses.Should().BeEmpty();
        known = other switch
        {
            "recipient" => known with { Recipient = World.Bank },
            "provider" => known with { Provider = World.Lender },
            "attestor" => known with { Attestor = World.Bank },
            _ => known with { Id = ConsentId.Parse("c-1") },
        };
        ConsentDialect.Abdm.TryImport(detail, known, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(ConsentRefusalCodes.PartyMismatch);
    }

    [Fact]
    public void A_short_document_does_not_become_a_long_consent()
    {
        var detail = DialectWorld.Parse(ConsentDialect.Abdm.Export(DialectWorld.AbdmArtefact(), DialectWorld.Abdm).Utf8);
        ConsentDialect.Abdm.Import(DialectWorld.ToUtf8(detail.With("hiTypes", TypesOf(10))), DialectWorld.Abdm).Artefact.Scopes.Should().HaveCount(10);
        ConsentDialect.Abdm.TryImport(DialectWorld.ToUtf8(detail.With("hiTypes", TypesOf(2_049))), DialectWorld.Abdm, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(ConsentRefusalCodes.Malformed);
    }

    [Fact]
    public void A_week_is_seven_days_and_named_as_said_otherwise()
    {
        var detail = DialectWorld.Parse(ConsentDialect.Abdm.Export(DialectWorld.AbdmArtefact(), DialectWorld.Abdm).Utf8);
        var imported = ConsentDialect.Abdm.Import(DialectWorld.ToUtf8(detail.With("permission/frequency/unit", "\"WEEK\"")), DialectWorld.Abdm);
        imported.Artefact.Frequency.Should().Be(new ConsentFrequency(1, new CalendarPeriod(14, CalendarUnit.Day)));
        imported.Losses.Should().Equal(new ConsentLoss("/permission/frequency/unit", "\"WEEK\"", "\"DAY\""), new ConsentLoss("/permission/frequency/value", "2", "14"));
    }

    [Theory]
    [InlineData("uses", "uses")]
    [InlineData("life", "data_life")]
    [InlineData("start", "not_before")]
    [InlineData("filter", "filters")]
    [InlineData("fields", "scopes")]
    [InlineData("two scopes", "scopes")]
    [InlineData("resource", "careContexts")]
    [InlineData("id", "consentId")]
    [InlineData("attestor", "consentManager/id")]
    [InlineData("purpose", "purpose/code")]
    [InlineData("text", "purpose/text")]
    [InlineData("frequency", "permission/frequency")]
    public void What_could_only_be_said_broader_is_not_said(string what, string member)
    {
        var artefact = DialectWorld.AbdmArtefact();
        var scope = artefact.Scopes[0];
        artefact = what switch
        {
            "uses" => artefact with { Uses = 1 },
            "life" => artefact with { DataLife = new CalendarPeriod(1, CalendarUnit.Day) },
            "start" => artefact with { NotBefore = World.Now },
            "filter" => artefact with { Filters = [new RecordCondition(FieldPath.Parse("a"), "eq", "1")] },
            "fields" => artefact with { Scopes = [scope with { Fields = DialectWorld.Fields("Bundle/entry") }] },
            "two scopes" => artefact with { Scopes = [scope, new ConsentScope("DischargeSummary", scope.Fields) { Resources = ["p@hospital/Episode3"] }] },
            "resource" => artefact with { Scopes = [scope with { Resources = ["Episode1"] }] },
            "id" => artefact with { Id = ConsentId.Parse("c-1") },
            "attestor" => artefact with { Attestor = null },
            "purpose" => artefact with { Purpose = World.Purpose },
            "text" => artefact with { Purpose = PurposeCode.Parse("abdm/1.0#OTHER") },
            _ => artefact with { Frequency = null },
        };
        ConsentDialect.Abdm.TryExport(artefact, DialectWorld.Abdm, out _, out var refusal).Should().BeFalse();
        (refusal!.Code, refusal.Location).Should().Be((ConsentRefusalCodes.NotExpressible, member));
    }

    [Fact]
    public async Task What_must_be_erased_at_a_time_may_be_kept_until_then()
    {
        var world = new World();
        await world.GiveAsync(World.Artefact() with { EraseAt = World.Now.AddDays(3) });
        (await world.Gate.DecideAsync(World.Request())).GetValueOrThrow().KeepFor.Should().Be(TimeSpan.FromDays(3));
        world.Time.Advance(TimeSpan.FromDays(4));
        (await world.Gate.DecideAsync(World.Request("r-2"))).GetValueOrThrow().KeepFor.Should().Be(TimeSpan.Zero);
    }

    private static string TypesOf(int count) => $"[{string.Join(',', Enumerable.Range(0, count).Select(index => $"\"t{index}\""))}]";
}

using System.Text;
using DpiBlocks.Consent.Tests.Support;

namespace DpiBlocks.Consent.Tests.Dialects;

/// <summary>ReBIT's consent detail: each case differs from one that crosses whole by one thing.</summary>
public sealed class ReBitDialectTests
{
    public static readonly TheoryData<string> Versions = ["rebit/1", "rebit/2"];

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_consent_crosses_whole_both_ways(string version)
    {
        var exported = Of(version).Export(DialectWorld.ReBitArtefact(), DialectWorld.ReBit);
        exported.Losses.Should().BeEmpty();
        var imported = Of(version).Import(exported.Utf8, DialectWorld.ReBit);
        imported.Losses.Should().BeEmpty();
        imported.Artefact.Should().BeEquivalentTo(DialectWorld.ReBitArtefact());
        var detail = DialectWorld.Parse(exported.Utf8);
        detail["consentStart"]!.ToString().Should().Be("2026-05-01T11:59:00.000Z");
        detail["Purpose"]!.ToJsonString().Should().Be("""{"code":"103","refUri":"https://api.rebit.org.in/aa/purpose/103.xml","text":"Aggregated statement"}""");
        detail["DataLife"]!.ToJsonString().Should().Be("""{"unit":"MONTH","value":6}""");
        detail["Frequency"]!.ToJsonString().Should().Be("""{"unit":"MONTH","value":3}""");
        detail["DataFilter"]![1]!.ToJsonString().Should().Be("""{"type":"TRANSACTIONTYPE","operator":"=","value":"CREDIT"}""");
    }

    [Theory]
    [InlineData("consentStart", null, ConsentRefusalCodes.Malformed)]
    [InlineData("consentStart", "\"2026-05-01\"", ConsentRefusalCodes.Malformed)]
    [InlineData("consentStart", "\"2026-05-01T11:59:00.000+0000\"", null)]
    [InlineData("consentStart", "\"2027-05-01T11:59:00.000Z\"", ConsentRefusalCodes.Malformed)]
    [InlineData("consentMode", "\"SELL\"", ConsentRefusalCodes.Malformed)]
    [InlineData("consentMode", "\"view\"", ConsentRefusalCodes.Malformed)]
    [InlineData("fetchType", "\"ALWAYS\"", ConsentRefusalCodes.Malformed)]
    [InlineData("consentTypes", "[]", ConsentRefusalCodes.Malformed)]
    [InlineData("consentTypes", "[\"ALL\"]", ConsentRefusalCodes.Malformed)]
    [InlineData("fiTypes", "[]", ConsentRefusalCodes.Malformed)]
    [InlineData("fiTypes", "[\"NPS\"]", ConsentRefusalCodes.Malformed)]
    [InlineData("Accounts", "[]", ConsentRefusalCodes.Malformed)]
    [InlineData("Accounts/0/linkRefNumber", null, ConsentRefusalCodes.Malformed)]
    [InlineData("Customer", "{}", ConsentRefusalCodes.Malformed)]
    [InlineData("Customer/id", "\"a b\"", ConsentRefusalCodes.Malformed)]
    [InlineData("DataConsumer/id", "7", ConsentRefusalCodes.Malformed)]
    [InlineData("DataProvider", null, ConsentRefusalCodes.Malformed)]
    [InlineData("Purpose/code", "\"\"", ConsentRefusalCodes.Malformed)]
    [InlineData("FIDataRange", null, ConsentRefusalCodes.Malformed)]
    [InlineData("FIDataRange/to", "\"2001-05-01T11:59:00.000Z\"", ConsentRefusalCodes.Malformed)]
    [InlineData("DataLife", "{\"unit\":\"INF\",\"value\":0}", null)]
    [InlineData("DataLife", "{\"unit\":\"INF\",\"value\":1}", ConsentRefusalCodes.Malformed)]
    [InlineData("DataLife", "{\"unit\":\"DAY\",\"value\":0}", ConsentRefusalCodes.Malformed)]
    [InlineData("DataLife", "{\"unit\":\"WEEK\",\"value\":1}", ConsentRefusalCodes.Malformed)]
    [InlineData("DataLife", "{\"unit\":\"DAY\",\"value\":10001}", ConsentRefusalCodes.Malformed)]
    [InlineData("Frequency/unit", "\"MINUTE\"", ConsentRefusalCodes.Malformed)]
    [InlineData("Frequency/value", "1.5", ConsentRefusalCodes.Malformed)]
    [InlineData("Frequency/value", "1001", ConsentRefusalCodes.Malformed)]
    [InlineData("DataFilter/0/operator", "\"LIKE\"", ConsentRefusalCodes.Malformed)]
    [InlineData("DataFilter/0/value", "\"1e9\"", ConsentRefusalCodes.Malformed)]
    [InlineData("DataFilter/0/value", "\"1,5\"", ConsentRefusalCodes.Malformed)]
    [InlineData("DataFilter/0/type", "\"BALANCE\"", ConsentRefusalCodes.Malformed)]
    public void Each_member_has_the_form_it_must_have(string member, string? value, string? code)
    {
        var detail = DialectWorld.Parse(ConsentDialect.ReBit2.Export(DialectWorld.ReBitArtefact(), DialectWorld.ReBit).Utf8).With(member, value);
        ConsentDialect.ReBit2.TryImport(DialectWorld.ToUtf8(detail), DialectWorld.ReBit, out _, out var refusal).Should().Be(code is null);
        (refusal?.Code).Should().Be(code);
    }

    [Fact]
    [Attack("CON-21")]
    public void What_is_not_known_is_not_honoured_and_named_as_lost()
    {
        var detail = DialectWorld.Parse(ConsentDialect.ReBit2.Export(DialectWorld.ReBitArtefact(), DialectWorld.ReBit).Utf8);
        detail["fields"] = "*";
        detail["Customer"]!["Identifiers"] = new System.Text.Json.Nodes.JsonArray();
        var imported = ConsentDialect.ReBit2.Import(DialectWorld.ToUtf8(detail), DialectWorld.ReBit);
        imported.Artefact.Should().BeEquivalentTo(DialectWorld.ReBitArtefact());
        imported.Losses.Should().BeEquivalentTo([new ConsentLoss("/fields", "\"*\"", null), new ConsentLoss("/Customer/Identifiers", "[]", null)]);
    }

    [Fact]
    [Attack("CON-21")]
    public void A_member_that_stands_twice_is_refused()
    {
        var json = Encoding.UTF8.GetString(ConsentDialect.ReBit2.Export(DialectWorld.ReBitArtefact(), DialectWorld.ReBit).Utf8.Span);
        var twice = Encoding.UTF8.GetBytes(json.Replace("\"consentMode\":\"STORE\"", "\"consentMode\":\"VIEW\",\"consentMode\":\"STORE\"", StringComparison.Ordinal));
        ConsentDialect.ReBit2.TryImport(twice, DialectWorld.ReBit, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JsonRefusalCodes.DuplicateMember);
    }

    [Theory]
    [InlineData("recipient")]
    [InlineData("provider")]
    [InlineData("subject")]
    [Attack("CON-03")]
    public void A_consent_is_brought_for_those_it_names_only(string other)
    {
        var detail = ConsentDialect.ReBit2.Export(DialectWorld.ReBitArtefact(), DialectWorld.ReBit).Utf8;
        var known = DialectWorld.ReBit with { Recipient = World.Lender, Provider = World.Bank, Subject = new SubjectName(SubjectId.Parse("pseudonym"), World.Person.Value) };
        ConsentDialect.ReBit2.Import(detail, known).Artefact.Subject.Should().Be(SubjectId.Parse("pseudonym"));
        known = other switch
        {
            "recipient" => known with { Recipient = World.Bank },
            "provider" => known with { Provider = World.Lender },
            _ => known with { Subject = new SubjectName(World.Person, "another") },
        };
        ConsentDialect.ReBit2.TryImport(detail, known, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(ConsentRefusalCodes.PartyMismatch);
    }

    [Fact]
    [Attack("CON-13")]
    public void Without_the_notice_that_was_shown_it_is_no_consent()
    {
        var detail = ConsentDialect.ReBit2.Export(DialectWorld.ReBitArtefact(), DialectWorld.ReBit).Utf8;
        ConsentDialect.ReBit2.TryImport(detail, DialectWorld.ReBit with { Notice = null }, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(ConsentRefusalCodes.NoticeMissing);
    }

    [Fact]
    public void What_the_caller_does_not_know_is_named_as_lost()
    {
        var artefact = DialectWorld.ReBitArtefact() with { LegalBasis = "eu-gdpr:A6-1-a", Template = new TemplateReference("loan", "1"), Previous = Digest.Of("p"u8) };
        var context = new DialectContext { Resources = DialectWorld.ReBit.Resources };
        ConsentDialect.ReBit2.Export(artefact, context).Losses.Select(loss => (loss.Path, loss.After))
            .Should().BeEquivalentTo(((string, string?)[])
            [
                ("/id", null), ("/given_at", null), ("/attestor", null), ("/notice", null), ("/legal_basis", "\"consent\""), ("/template", null), ("/previous", null),
            ]);
    }

    [Fact]
    public void A_consent_for_all_accounts_is_written_for_those_that_are_known_and_the_rest_is_named()
    {
        var artefact = DialectWorld.ReBitArtefact() with { Scopes = [DialectWorld.ReBitArtefact().Scopes[0] with { Resources = [] }] };
        ConsentDialect.ReBit2.Export(artefact, DialectWorld.ReBit).Losses.Should().Equal(new ConsentLoss("/scopes/0/resources", null, """["L-1","L-2"]"""));
        ConsentDialect.ReBit2.TryExport(artefact, DialectWorld.ReBit with { Resources = [] }, out _, out var refusal).Should().BeFalse();
        (refusal!.Code, refusal.Location).Should().Be((ConsentRefusalCodes.NotExpressible, "Accounts"));
    }

    [Fact]
    public void A_single_use_is_ONETIME()
    {
        var artefact = DialectWorld.ReBitArtefact() with { Uses = 1, Frequency = null };
        var exported = ConsentDialect.ReBit2.Export(artefact, DialectWorld.ReBit);
        DialectWorld.Parse(exported.Utf8)["fetchType"]!.ToString().Should().Be("ONETIME");
        exported.Losses.Should().Equal(new ConsentLoss("/frequency", null, """{"count":1,"period":"PT1H"}"""));
        ConsentDialect.ReBit2.Import(exported.Utf8, DialectWorld.ReBit).Artefact.Uses.Should().Be(1);
    }

    [Theory]
    [InlineData("uses", "uses")]
    [InlineData("fields", "scopes")]
    [InlineData("narrower field", "consentTypes")]
    [InlineData("two scopes", "scopes")]
    [InlineData("filter", "filters")]
    [InlineData("erase", "erase_at")]
    [InlineData("life", "DataLife")]
    [InlineData("frequency", "Frequency")]
    [InlineData("no frequency", "Frequency")]
    [InlineData("range", "FIDataRange")]
    [InlineData("purpose", "Purpose/code")]
    [InlineData("fiType", "fiTypes")]
    [InlineData("subject", "Customer/id")]
    [InlineData("account", "Accounts/accType")]
    [InlineData("recipient role", "DataConsumer/type")]
    [InlineData("provider role", "DataProvider/type")]
    public void What_could_only_be_said_broader_is_not_said(string what, string member)
    {
        var (artefact, context) = (DialectWorld.ReBitArtefact(), DialectWorld.ReBit);
        var scope = artefact.Scopes[0];
        ConsentDialect.ReBit2.Export(artefact, context).Losses.Should().BeEmpty();
        (artefact, context) = what switch
        {
            "uses" => (artefact with { Uses = 2 }, context),
            "fields" => (artefact with { Scopes = [scope, new ConsentScope("NPS", DialectWorld.Fields("SUMMARY")) { Resources = ["L-9"] }] }, context with { Resources = [.. context.Resources, new("NPS", "L-9") { Kind = "NPS", Mask = "X" }] }),
            "narrower field" => (artefact with { Scopes = [scope with { Fields = DialectWorld.Fields("PROFILE/name") }] }, context),
            "two scopes" => (artefact with { Scopes = [scope, new ConsentScope("DEPOSIT", DialectWorld.Fields("SUMMARY")) { Resources = ["L-2"] }] }, context),
            "filter" => (artefact with { Filters = [new RecordCondition(FieldPath.Parse("SUMMARY/balance"), "lt", "5")] }, context),
            "erase" => (artefact with { EraseAt = World.Now.AddDays(60) }, context),
            "life" => (artefact with { DataLife = new CalendarPeriod(5, CalendarUnit.Hour) }, context),
            "frequency" => (artefact with { Frequency = new ConsentFrequency(3, new CalendarPeriod(2, CalendarUnit.Month)) }, context),
            "no frequency" => (artefact with { Frequency = null }, context),
            "range" => (artefact with { Range = null }, context),
            "purpose" => (artefact with { Purpose = PurposeCode.Parse("rebit/1.1#103") }, context),
            "fiType" => (artefact with { Scopes = [scope with { DataSet = "GOLD" }] }, context with { Resources = [new("GOLD", "L-1") { Kind = "BAR", Mask = "X" }] }),
            "subject" => (artefact, context with { Subject = new SubjectName(World.Guardian, "g") }),
            "recipient role" => (artefact, context with { RecipientRole = "BANK" }),
            "provider role" => (artefact, context with { ProviderRole = "FIU" }),
            _ => (artefact, context with { Resources = [] }),
        };
        ConsentDialect.ReBit2.TryExport(artefact, context, out _, out var refusal).Should().BeFalse();
        (refusal!.Code, refusal.Location).Should().Be((ConsentRefusalCodes.NotExpressible, member));
    }

    private static ConsentDialect Of(string version) => version is "rebit/1" ? ConsentDialect.ReBit1 : ConsentDialect.ReBit2;
}

using System.Text;
using System.Text.Json.Nodes;
using DpiBlocks.Consent.Tests.Support;

namespace DpiBlocks.Consent.Tests.Dialects;

/// <summary>The dialects against what their makers publish: every export by their schemas, and every example of theirs read.</summary>
public sealed class PublishedDialectTests
{
    private static readonly string[] ReBitFiles = ["rebit-aa-v1/aa.yaml", "rebit-aa-v1/fip.yaml", "rebit-aa-v2/AA-v2-latest.yaml", "rebit-aa-v2/FIP-v2-latest.yaml"];

    public static TheoryData<string> ReBitApis => [.. ReBitFiles];

    [Theory]
    [MemberData(nameof(ReBitApis))]
    public void A_consent_for_ReBIT_is_valid_by_its_schema(string file)
    {
        var (api, dialect, place) = Open(file);
        var context = DialectWorld.ReBit with { RecipientRole = "AA", ProviderRole = "FIP" };
        foreach (var artefact in (ConsentArtefact[])
        [
            DialectWorld.ReBitArtefact(),
            DialectWorld.ReBitArtefact() with { Uses = 1, Frequency = null, DataLife = null, Filters = [] },
            DialectWorld.ReBitArtefact() with { Mode = ConsentMode.Stream, NotBefore = World.Now.AddTicks(7) },
        ])
        {
            var detail = dialect.Export(artefact, context).Utf8;
            api.Judge(place, detail).Should().BeNull();
            api.Judge(place, DialectWorld.ToUtf8(DialectWorld.Parse(detail).With("DataLife", null))).Should().NotBeNull("the schema must be able to say no");
        }
    }

    [Theory]
    [InlineData("rebit-aa-v1/aa.yaml", "/definitions/ConsentArtefact/properties/signedConsent/example")]
    [InlineData("rebit-aa-v1/fip.yaml", "/definitions/ConsentArtefact/properties/signedConsent/example")]
    [InlineData("rebit-aa-v2/AA-v2-latest.yaml", "/definitions/ConsentArtefact/properties/signedConsent/example")]
    public void The_consent_that_ReBIT_has_signed_is_read(string file, string place)
    {
        var (api, dialect, schema) = Open(file);
        SignedConsentDetail.TryParseReBit(Encoding.ASCII.GetBytes(api.At(place).ToString()), out var envelope, out var refusal).Should().BeTrue(refusal?.ToString());

        // It breaks the schema beside it: its times have an offset without a colon, and a type with another hyphen.
        api.Judge(schema, envelope!.Detail).Should().Contain("date-time");
        var imported = dialect.Import(envelope.Detail, DialectWorld.ReBit with { Resources = [] });
        var artefact = imported.Artefact;
        (artefact.Subject.Value, artefact.Recipient.Value, artefact.Provider.Value).Should().Be(("demo@finvu", "cookiejar-aa@finvu.in", "BARB0KIMXXX"));
        (artefact.Purpose.Value, artefact.Mode, artefact.Uses).Should().Be(("rebit/1.0#101", ConsentMode.View, 1));
        (artefact.DataLife, artefact.Frequency).Should().Be((new CalendarPeriod(4, CalendarUnit.Month), new ConsentFrequency(4, new CalendarPeriod(1, CalendarUnit.Hour))));
        artefact.NotBefore.Should().Be(new DateTimeOffset(2019, 5, 28, 11, 38, 20, 380, TimeSpan.Zero));
        artefact.Filters.Should().Equal(new RecordCondition(FieldPath.Parse("TRANSACTIONS/amount"), "gt", "20000"));
        artefact.Scopes.Should().BeEquivalentTo([new ConsentScope("DEPOSIT", DialectWorld.Fields("PROFILE", "SUMMARY", "TRANSACTIONS")) { Resources = ["UBI485964579", "UBI4859645"] }]);
        imported.Losses.Should().Equal(
            new ConsentLoss("/consentStart", "\"2019-05-28T11:38:20.380+0000\"", "\"2019-05-28T11:38:20.380Z\""),
            new ConsentLoss("/consentExpiry", "\"2020-05-28T11:38:20.381+0000\"", "\"2020-05-28T11:38:20.381Z\""),
            new ConsentLoss("/fiTypes/1", "\"TERM-DEPOSIT\"", null),
            new ConsentLoss("/DataConsumer/type", "\"AA\"", "\"FIU\""),
            new ConsentLoss("/Accounts/0/accType", "\"SAVINGS\"", null),
            new ConsentLoss("/Accounts/0/maskedAccNumber", "\"UBI85217881279\"", null),
            new ConsentLoss("/Accounts/1/accType", "\"SAVINGS\"", null),
            new ConsentLoss("/Accounts/1/maskedAccNumber", "\"UBI852178812\"", null),
            new ConsentLoss("/Purpose/Category", imported.Losses[8].Before, null),
            new ConsentLoss("/FIDataRange/from", "\"2019-05-28T11:38:20.383+0000\"", "\"2019-05-28T11:38:20.383Z\""),
            new ConsentLoss("/FIDataRange/to", "\"2020-05-28T11:38:20.381+0000\"", "\"2020-05-28T11:38:20.381Z\""));

        // What the caller knows is not lost.
        var known = DialectWorld.ReBit with
        {
            RecipientRole = "AA",
            Resources = [new("DEPOSIT", "UBI485964579") { Kind = "SAVINGS", Mask = "UBI85217881279" }, new("DEPOSIT", "UBI4859645") { Kind = "SAVINGS", Mask = "UBI852178812" }],
        };
        dialect.Import(envelope.Detail, known).Losses.Select(loss => loss.Path)
            .Should().Equal("/consentStart", "/consentExpiry", "/fiTypes/1", "/Purpose/Category", "/FIDataRange/from", "/FIDataRange/to");
        api.Judge(schema, dialect.Export(artefact, known).Utf8).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(ReBitApis))]
    public void The_examples_of_ReBITs_members_are_read_together(string file)
    {
        var (api, dialect, place) = Open(file);
        var example = (JsonObject)api.ExampleOf(place)!;

        // As they stand they begin and end in the same instant, and are about a time that is none, or have an infinite life of one.
        dialect.TryImport(DialectWorld.ToUtf8(example), DialectWorld.ReBit, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(ConsentRefusalCodes.Malformed);
        example.With("consentExpiry", "\"2029-12-06T11:39:57.153Z\"").With("DataFilter/0/value", "\"20000\"");
        var imported = dialect.Import(DialectWorld.ToUtf8(example), DialectWorld.ReBit with { Resources = [] });
        imported.Artefact.Scopes.Should().ContainSingle().Which.Resources.Should().Equal("FIP1/XXXX-XXXX-XXXX");
        imported.Losses.Select(loss => loss.Path).Should().BeSubsetOf(
            ["/DataConsumer/type", "/DataProvider/type", "/Accounts/0/accType", "/Accounts/0/maskedAccNumber", "/Purpose/Category", "/Purpose/refUri", "/Purpose/text"]);
        imported.Losses.Select(loss => loss.Path).Should().Contain(["/Accounts/0/accType", "/Accounts/0/maskedAccNumber", "/Purpose/Category"]);
    }

    [Fact]
    public void A_consent_for_ABDM_is_valid_by_its_schemas()
    {
        var api = new PublishedApi("abdm/abdm-gateway.yaml");
        foreach (var place in (string[])
        [
            "/components/schemas/ConsentArtefactResponse/properties/consent/properties/consentDetail",
            "/components/schemas/HIPConsentNotification/properties/notification/properties/consentDetail",
        ])
        {
            var detail = ConsentDialect.Abdm.Export(DialectWorld.AbdmArtefact(), DialectWorld.Abdm).Utf8;
            api.Judge(place, detail).Should().BeNull();
            api.Judge(place, DialectWorld.ToUtf8(DialectWorld.Parse(detail).With("permission/dataEraseAt", null))).Should().NotBeNull("the schema must be able to say no");

            var example = (JsonObject)api.ExampleOf(place)!;
            example.With("permission/dateRange/from", "\"2020-09-25T12:52:34.925Z\"").With("permission/dataEraseAt", "\"2022-09-25T12:52:34.925Z\"");
            var imported = ConsentDialect.Abdm.Import(DialectWorld.ToUtf8(example), DialectWorld.Abdm with { Recipient = example["hiu"] is null ? World.Lender : null });
            imported.Artefact.Scopes.Should().ContainSingle().Which.Resources.Should().Equal("hinapatel79@hospital/Episode1");
            imported.Artefact.Subject.Value.Should().Be("hinapatel79@ndhm");
            imported.Losses.Select(loss => loss.Path).Should().BeEquivalentTo(
                example["hiu"] is null ? ["/schemaVersion", "/purpose/text", "/purpose/refUri", "/hiu"] : (string[])["/schemaVersion", "/purpose/text", "/purpose/refUri", "/requester"]);
        }
    }

    [Fact]
    public void The_consent_manager_that_ABDM_grew_from_reads_it_too()
    {
        var api = new PublishedApi("abdm/valuesets/api.yaml");
        const string Place = "/components/schemas/ConsentArtefactRepresentation/properties/consentDetail";
        var artefact = DialectWorld.AbdmArtefact() with { Scopes = [DialectWorld.AbdmArtefact().Scopes[0] with { DataSet = "DiagnosticReport" }] };
        api.Judge(Place, ConsentDialect.Abdm.Export(artefact, DialectWorld.Abdm).Utf8).Should().BeNull();
        api.Judge(Place, ConsentDialect.Abdm.Export(DialectWorld.AbdmArtefact(), DialectWorld.Abdm).Utf8).Should().NotBeNull("it has fewer types");

        var example = (JsonObject)api.ExampleOf(Place)!;
        example.With("permission/dateRange/from", "\"2020-09-25T12:52:34.925Z\"").With("permission/dataEraseAt", "\"2022-09-25T12:52:34.925Z\"");
        ConsentDialect.Abdm.Import(DialectWorld.ToUtf8(example), DialectWorld.Abdm).Losses.Select(loss => loss.Path)
            .Should().BeEquivalentTo("/schemaVersion", "/purpose/text", "/purpose/refUri", "/requester", "/hip/name", "/hiu/name");
    }

    [Theory]
    [InlineData("rebit-aa-v1/fip.yaml")]
    [InlineData("rebit-aa-v2/FIP-v2-latest.yaml")]
    public void Each_refusal_is_said_with_a_code_that_ReBIT_has_for_that_status(string file)
    {
        var api = new PublishedApi(file);
        foreach (var error in WireErrorTests.AllOfReBit())
        {
            api.WordsOf($"/paths/~1FI~1request/post/responses/{error.Status}/schema/properties/errorCode").Should().Contain(error.Code);
        }
    }

    private static (PublishedApi Api, ConsentDialect Dialect, string Pointer) Open(string file) =>
        (new PublishedApi(file), file.StartsWith("rebit-aa-v1", StringComparison.Ordinal) ? ConsentDialect.ReBit1 : ConsentDialect.ReBit2,
            file.StartsWith("rebit-aa-v1", StringComparison.Ordinal) ? "/definitions/ConsentDetail" : "/definitions/SignedConsentDetail");
}

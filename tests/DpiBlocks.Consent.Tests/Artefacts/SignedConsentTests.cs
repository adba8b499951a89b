using System.Text;
using System.Text.Json.Nodes;
using DpiBlocks.Consent.Tests.Support;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Consent.Tests.Artefacts;

/// <summary>The signed artefact: what is written is read, and each defect is refused.</summary>
public sealed class SignedConsentTests
{
    private readonly World _world = new();

    [Fact]
    public async Task What_is_signed_is_read_again_whole()
    {
        var artefact = World.Artefact() with
        {
            Attestor = World.Manager,
            LegalBasis = "eu-gdpr:A6-1-a",
            Filters = [new RecordCondition(FieldPath.Parse("amount"), "ge", "20000")],
            Frequency = new ConsentFrequency(3, new CalendarPeriod(1, CalendarUnit.Month)),
            Uses = 12,
            Template = new TemplateReference("loan", "1"),
            Previous = Digest.Of("previous"u8),
            EraseAt = World.Now.AddDays(90),
            Scopes = [new ConsentScope("account", [FieldPath.Parse("income")]) { Resources = ["1", "2"] }],
        };
        SignedConsent.TryParse(await _world.SignAsync(artefact), out var consent, out var refusal).Should().BeTrue(refusal?.ToString());
        var again = await SignedConsent.SignAsync(consent!.Artefact, _world.SignerOf(World.Manager.Value));
        PayloadOf(again).Should().Equal(PayloadOf(consent.Bytes));
        consent.Artefact.Should().BeEquivalentTo(artefact);
    }

    [Theory]
    [InlineData("notice", null, ConsentRefusalCodes.NoticeMissing)]
    [InlineData("notice/version", null, ConsentRefusalCodes.NoticeMissing)]
    [InlineData("notice/language", null, ConsentRefusalCodes.NoticeMissing)]
    [InlineData("notice/hash", null, ConsentRefusalCodes.NoticeMissing)]
    [InlineData("notice/hash", "\"AAAA\"", ConsentRefusalCodes.Malformed)]
    [InlineData("ver", "\"dpi-consent/2\"", ConsentRefusalCodes.Malformed)]
    [InlineData("id", "\"\"", ConsentRefusalCodes.Malformed)]
    [InlineData("subject", "7", ConsentRefusalCodes.Malformed)]
    [InlineData("given_at", "\"2026-05-01\"", ConsentRefusalCodes.Malformed)]
    [InlineData("recipient", null, ConsentRefusalCodes.Malformed)]
    [InlineData("purpose", "\"a b\"", ConsentRefusalCodes.Malformed)]
    [InlineData("scopes", "[]", ConsentRefusalCodes.Malformed)]
    [InlineData("scopes", "[7]", ConsentRefusalCodes.Malformed)]
    [InlineData("scopes", "[{\"data_set\":\"a\",\"fields\":[]}]", ConsentRefusalCodes.Malformed)]
    [InlineData("scopes", "[{\"data_set\":\"a\",\"fields\":[\"/a\"]}]", ConsentRefusalCodes.Malformed)]
    [InlineData("range/to", "\"2020-01-01T00:00:00Z\"", ConsentRefusalCodes.Malformed)]
    [InlineData("mode", "\"sell\"", ConsentRefusalCodes.Malformed)]
    [InlineData("uses", "0", ConsentRefusalCodes.Malformed)]
    [InlineData("frequency", "{\"count\":1001,\"period\":\"P1D\"}", ConsentRefusalCodes.Malformed)]
    [InlineData("frequency", "{\"count\":1,\"period\":\"P0D\"}", ConsentRefusalCodes.Malformed)]
    [InlineData("filters", "[{\"field\":\"a\",\"comparison\":\"like\",\"value\":\"b\"}]", ConsentRefusalCodes.Malformed)]
    [InlineData("expires_at", "\"2020-01-01T00:00:00Z\"", ConsentRefusalCodes.Malformed)]
    [InlineData("data_life", "\"P1M2D\"", ConsentRefusalCodes.Malformed)]
    [InlineData("previous", "\"x\"", ConsentRefusalCodes.Malformed)]
    [InlineData("extra", "{\"fields\":[\"*\"]}", null)]
    [Attack("CON-13", "CON-21")]
    public async Task Each_member_has_the_form_it_must_have(string member, string? value, string? code)
    {
        var json = JsonNode.Parse(PayloadOf(await _world.SignAsync(World.Artefact())))!.AsObject();
        var names = member.Split('/');
        var parent = names.Length == 1 ? json : json[names[0]]!.AsObject();
        parent.Remove(names[^1]);
        if (value is not null)
        {
            parent[names[^1]] = JsonNode.Parse(value);
        }

        ((await ParseAsync(json.ToJsonString()))?.Code).Should().Be(code);
    }

    [Fact]
    [Attack("CON-21")]
    public async Task A_member_that_stands_twice_is_refused()
    {
        var json = Encoding.UTF8.GetString(PayloadOf(await _world.SignAsync(World.Artefact())));
        (await ParseAsync(json)).Should().BeNull();
        (await ParseAsync(json.Replace("{\"data_life\"", "{\"mode\":\"view\",\"data_life\"", StringComparison.Ordinal)))!.Code.Should().Be("json.duplicate_member");
    }

    [Fact]
    public async Task Another_type_of_token_is_no_consent()
    {
        var payload = PayloadOf(await _world.SignAsync(World.Artefact()));
        var token = await Jws.SignAsync(_world.SignerOf(World.Person.Value), JwsSigningHeader.Of("jwt"), payload);
        SignedConsent.TryParse(token, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be("jose.typ_mismatch");
    }

    [Theory]
    [InlineData("PT1H", 1, CalendarUnit.Hour)]
    [InlineData("P30D", 30, CalendarUnit.Day)]
    [InlineData("P2W", 14, CalendarUnit.Day)]
    [InlineData("P6M", 6, CalendarUnit.Month)]
    [InlineData("P1Y", 1, CalendarUnit.Year)]
    [InlineData("P10001D", 0, CalendarUnit.None)]
    [InlineData("P99999999999D", 0, CalendarUnit.None)]
    [InlineData("PT1M", 0, CalendarUnit.None)]
    [InlineData("P1H", 0, CalendarUnit.None)]
    [InlineData("P-1D", 0, CalendarUnit.None)]
    [InlineData("PD", 0, CalendarUnit.None)]
    public void A_period_is_an_ISO_8601_duration_of_one_unit(string text, int count, CalendarUnit unit)
    {
        CalendarPeriod.TryParse(text, out var period).Should().Be(unit is not CalendarUnit.None);
        (period.Count, period.Unit).Should().Be((count, unit));
    }

    private static byte[] PayloadOf(ReadOnlyMemory<byte> token) => Jws.TryParse(token, JwsProfile.Of(SignedConsent.Type), out var jws, out _) ? jws.Payload.ToArray() : throw new InvalidOperationException();

    private async Task<Refusal?> ParseAsync(string json)
    {
        var token = await Jws.SignAsync(_world.SignerOf(World.Person.Value), JwsSigningHeader.Of(SignedConsent.Type), Encoding.UTF8.GetBytes(json));
        return SignedConsent.TryParse(token, out _, out var refusal) ? null : refusal;
    }
}

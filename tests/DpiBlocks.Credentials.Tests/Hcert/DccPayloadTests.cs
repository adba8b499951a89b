using System.Text.Json.Nodes;
using CsCheck;
using DpiBlocks.Credentials.Hcert;

namespace DpiBlocks.Credentials.Tests.Hcert;

public sealed class DccPayloadTests
{
    [Fact]
    public void A_vaccination_is_read()
    {
        var payload = Read(DccSamples.Vaccination);
        payload.Type.Should().Be("eu-dcc/vaccination");
        payload.Should().BeEquivalentTo(new DccPayload
        {
            Version = "1.3.0",
            DateOfBirth = "1998-02-26",
            Name = new DccName { Surname = "Musterfrau-Gößinger", StandardisedSurname = "MUSTERFRAU<GOESSINGER", Forename = "Gabriele", StandardisedForename = "GABRIELE" },
            Entry = new DccVaccination
            {
                Target = "840539006",
                Vaccine = "1119305005",
                Product = "EU/1/20/1528",
                Manufacturer = "ORG-100030215",
                Dose = 1,
                Doses = 2,
                Date = new DateOnly(2021, 2, 18),
                Country = "AT",
                Issuer = "Ministry of Health, Austria",
                CertificateId = "URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B",
            },
        });
    }

    [Fact]
    public void A_test_is_read()
    {
        var payload = Read(DccSamples.Test);
        payload.Type.Should().Be("eu-dcc/test");
        payload.Entry.Should().BeEquivalentTo(new DccTest
        {
            Target = "840539006",
            TestType = "LP217198-3",
            Device = "1232",
            CollectedAt = new DateTimeOffset(2021, 4, 13, 14, 20, 0, TimeSpan.FromHours(2)),
            Result = "260415000",
            Centre = "Testing centre 1",
            Country = "DE",
            Issuer = "Robert Koch-Institut",
            CertificateId = "URN:UVCI:01DE/TEST/1",
        });
    }

    [Fact]
    public void A_recovery_is_read()
    {
        var payload = Read(DccSamples.Recovery);
        payload.Type.Should().Be("eu-dcc/recovery");
        payload.Entry.Should().BeEquivalentTo(new DccRecovery
        {
            Target = "840539006",
            FirstPositive = new DateOnly(2021, 4, 21),
            ValidFrom = new DateOnly(2021, 5, 1),
            ValidUntil = new DateOnly(2021, 10, 21),
            Country = "FR",
            Issuer = "CNAM",
            CertificateId = "URN:UVCI:01:FR:T5DWTJYS4ZR8#4",
        });
    }

    [Theory]
    [InlineData("ver", "\"1.3\"")]
    [InlineData("ver", "\"1.3.0.0\"")]
    [InlineData("ver", "\"1.3.x\"")]
    [InlineData("ver", "\"1..3\"")]
    [InlineData("ver", "130")]
    [InlineData("ver", null)]
    [InlineData("dob", "\"1980-13-01\"")]
    [InlineData("dob", "\"1980-02-30\"")]
    [InlineData("dob", "\"1980-13\"")]
    [InlineData("dob", "\"1899-12-31\"")]
    [InlineData("dob", "\"2100\"")]
    [InlineData("dob", "\"80\"")]
    [InlineData("dob", "\"1980-1-1\"")]
    [InlineData("dob", "\"1980-01-01T00:00:00\"")]
    [InlineData("dob", "\"\u0661\u0669\u0668\u0660\"")]
    [InlineData("dob", "1980")]
    [InlineData("dob", "null")]
    [InlineData("dob", null)]
    [InlineData("nam", "[]")]
    [InlineData("nam", "\"DOE\"")]
    [InlineData("nam", null)]
    [InlineData("nam/fnt", "{\"fn\":\"Doe\",\"gn\":\"Jane\"}")]
    [InlineData("nam/fnt", "{\"fnt\":\"Doe\"}")]
    [InlineData("nam/fnt", "{\"fnt\":\"DOE 2\"}")]
    [InlineData("nam/fnt", "{\"fnt\":\"\",\"gnt\":\"\"}")]
    [InlineData("nam/fnt", "{\"fn\":\"Doe\",\"fnt\":\"\",\"gnt\":\"JANE\"}")]
    [InlineData("nam/gnt", "{\"gn\":\"Jane\",\"fnt\":\"DOE\",\"gnt\":\"\"}")]
    [InlineData("nam/gnt", "{\"fnt\":\"DOE\",\"gnt\":1}")]
    [InlineData("nam/gnt", "{\"fnt\":\"DOE\",\"gnt\":null}")]
    [Attack("HCT-09")]
    public void The_person_must_follow_the_schema(string place, string? value)
    {
        var member = place.Split('/')[0];
        Refuses(DccSamples.With(DccSamples.Vaccination, payload => Set(payload, member, value)), "/" + place);
    }

    [Theory]
    [InlineData("{\"v\":[]}", "/v")]                                       // nothing in it
    [InlineData("{\"v\":null}", "/v")]
    [InlineData("{\"v\":{}}", "/v")]
    [InlineData("{\"v\":[1]}", "/v/0")]
    [InlineData("{\"v\":[[]]}", "/v/0")]
    [InlineData("{\"t\":[]}", "/t")]                                       // beside the vaccination
    [InlineData("{\"t\":null}", "/t")]
    [InlineData("{\"r\":[{}]}", "/r")]
    [Attack("HCT-09")]
    public void There_is_exactly_one_group_of_one_entry(string change, string place) =>
        Refuses(DccSamples.With(DccSamples.Vaccination, payload =>
        {
            foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
            {
                payload[name] = value?.DeepClone();
            }
        }), place);

    [Fact]
    [Attack("HCT-09")]
    public void No_group_at_all_two_entries_and_a_vaccination_with_a_test_are_refused()
    {
        Refuses(DccSamples.With(DccSamples.Vaccination, payload => payload.Remove("v")), "/v");
        Refuses(DccSamples.With(DccSamples.Vaccination, payload => payload["v"]!.AsArray().Add(payload["v"]![0]!.DeepClone())), "/v");
        Refuses(DccSamples.With(DccSamples.Vaccination, payload => payload["t"] = JsonNode.Parse(DccSamples.Test)!["t"]!.DeepClone()), "/t");
        Refuses("[]", "");
    }

    [Theory]
    [InlineData("dn", "0")]
    [InlineData("dn", "-1")]
    [InlineData("dn", "1.5")]
    [InlineData("dn", "\"1\"")]
    [InlineData("dn", "3")]                                                // of 2
    [InlineData("sd", "0")]
    [InlineData("sd", "99999999999")]
    [InlineData("dt", "\"2021-02-29\"")]
    [InlineData("dt", "\"2021-02\"")]
    [InlineData("dt", "\"2021-02-18T00:00:00\"")]                           // at no known place
    [InlineData("dt", "\"2021-02-18T\"")]
    [InlineData("co", "\"\"")]
    [InlineData("co", "\"at\"")]
    [InlineData("co", "\"AAAAAAAAAAA\"")]
    [InlineData("is", "\"\"")]
    [InlineData("ci", "\"\"")]
    [InlineData("tg", "840539006")]
    [InlineData("tg", null)]
    [InlineData("vp", null)]
    [InlineData("mp", null)]
    [InlineData("ma", null)]
    [InlineData("dn", null)]
    [InlineData("sd", null)]
    [InlineData("dt", null)]
    [InlineData("co", null)]
    [InlineData("is", null)]
    [InlineData("ci", null)]
    [Attack("HCT-09")]
    public void A_vaccination_must_follow_the_schema(string member, string? value) =>
        RefusesEntry(DccSamples.Vaccination, "v", member, value);

    [Theory]
    [InlineData("sc", "\"2021-04-13\"")]
    [InlineData("sc", "\"2021-04-13T14:20:00\"")]
    [InlineData("sc", "\"2021-04-13T25:20:00Z\"")]
    [InlineData("sc", "1618316400")]
    [InlineData("nm", "7")]
    [InlineData("ma", "null")]
    [InlineData("tc", "[]")]
    [InlineData("tg", null)]
    [InlineData("tt", null)]
    [InlineData("sc", null)]
    [InlineData("tr", null)]
    [InlineData("co", null)]
    [InlineData("is", null)]
    [InlineData("ci", null)]
    [Attack("HCT-09")]
    public void A_test_must_follow_the_schema(string member, string? value) => RefusesEntry(DccSamples.Test, "t", member, value);

    [Theory]
    [InlineData("fr", "\"21.04.2021\"")]
    [InlineData("df", "\"2021-05-32\"")]
    [InlineData("du", "\"2021-04-30\"")]                                   // before it begins
    [InlineData("tg", null)]
    [InlineData("fr", null)]
    [InlineData("co", null)]
    [InlineData("is", null)]
    [InlineData("df", null)]
    [InlineData("du", null)]
    [InlineData("ci", null)]
    [Attack("HCT-09")]
    public void A_recovery_must_follow_the_schema(string member, string? value) => RefusesEntry(DccSamples.Recovery, "r", member, value);

    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 1)]
    [InlineData(3, 3)]
    public void A_booster_is_a_dose(int dose, int doses)
    {
        var payload = Read(DccSamples.WithEntry(DccSamples.WithEntry(DccSamples.Vaccination, "dn", dose), "sd", doses));
        payload.Entry.Should().BeOfType<DccVaccination>().Which.Dose.Should().Be(dose);
    }

    [Theory]
    [InlineData("2021-04-13T14:20:00Z", 0)]
    [InlineData("2021-04-13T14:20:00.123Z", 0)]
    [InlineData("2021-04-13T14:20:00+02", 120)]
    [InlineData("2021-04-13T14:20:00+0200", 120)]
    [InlineData("2021-04-13T14:20:00-09:30", -570)]
    public void The_time_of_a_sample_has_an_offset(string text, int minutes) =>
        Read(DccSamples.WithEntry(DccSamples.Test, "sc", text)).Entry
            .Should().BeOfType<DccTest>().Which.CollectedAt.Offset.Should().Be(TimeSpan.FromMinutes(minutes));

    [Theory]
    [InlineData("2022-01-17T05:00:00Z")]
    [InlineData("2022-01-17T23:59:59.999-05:00")]
    public void A_time_of_day_behind_a_day_is_let_be(string text) =>
        Read(DccSamples.WithEntry(DccSamples.Vaccination, "dt", text)).Entry
            .Should().BeOfType<DccVaccination>().Which.Date.Should().Be(new DateOnly(2022, 1, 17));

    [Theory]
    [InlineData("1963-00", true)]
    [InlineData("1963-00-00", true)]
    [InlineData("1963-07-00", true)]
    [InlineData("1963-00-07", false)]
    [InlineData("1963-13-00", false)]
    public void A_month_or_day_of_birth_that_is_not_known_may_be_00(string text, bool valid)
    {
        var json = DccSamples.With(DccSamples.Vaccination, payload => payload["dob"] = text);
        DccPayload.TryParse(DccSamples.Utf8(json), out _, out _).Should().Be(valid);
    }

    [Fact]
    public void Eighty_characters_are_counted_as_characters()
    {
        const string Violin = "\U0001D11E";
        Read(DccSamples.WithEntry(DccSamples.Test, "tc", string.Concat(Enumerable.Repeat(Violin, 80)))).Should().NotBeNull();
        Refuses(DccSamples.WithEntry(DccSamples.Test, "tc", string.Concat(Enumerable.Repeat(Violin, 81))), "/t/0/tc");
        Refuses(DccSamples.WithEntry(DccSamples.Test, "tc", new string('a', 81)), "/t/0/tc");
    }

    [Fact]
    public void Bytes_that_are_no_strict_JSON_are_refused_by_its_own_code()
    {
        DccPayload.TryParse("{\"ver\":\"1.3.0\",\"ver\":\"1.3.0\"}"u8.ToArray(), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JsonRefusalCodes.DuplicateMember);
    }

    [Fact]
    public void Any_JSON_in_any_place_is_read_or_refused_and_never_throws() =>
        Gen.Select(Gen.OneOf(Gen.Const(DccSamples.Vaccination), Gen.Const(DccSamples.Test), Gen.Const(DccSamples.Recovery)), Gen.Int[0, 600], Gen.Char[' ', '~']).Sample((json, at, character) =>
        {
            var changed = DccSamples.Utf8(json);
            changed[at % changed.Length] = (byte)character;
            return DccPayload.TryParse(changed, out var payload, out var refusal)
                ? payload is not null && refusal is null
                : payload is null && refusal is not null;
        });

    private static void Set(JsonObject node, string member, string? json)
    {
        if (json is null)
        {
            node.Remove(member);
        }
        else
        {
            node[member] = JsonNode.Parse(json);
        }
    }

    private static DccPayload Read(string json)
    {
        DccPayload.TryParse(DccSamples.Utf8(json), out var payload, out var refusal).Should().BeTrue("{0}", refusal);
        return payload!;
    }

    private static void RefusesEntry(string json, string group, string member, string? value)
    {
        Read(json);
        Refuses(DccSamples.With(json, payload => Set(payload[group]![0]!.AsObject(), member, value)), $"/{group}/0/{member}");
    }

    private static void Refuses(string json, string place)
    {
        DccPayload.TryParse(DccSamples.Utf8(json), out _, out var refusal).Should().BeFalse();
        (refusal!.Code, refusal.Location).Should().Be((HcertRefusalCodes.Payload, place));
    }
}

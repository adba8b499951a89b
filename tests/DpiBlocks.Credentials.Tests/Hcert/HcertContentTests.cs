using System.Formats.Cbor;
using System.Text.Json;
using DpiBlocks.Credentials.Hcert;
using DpiBlocks.Credentials.Tests.Support;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Credentials.Tests.Hcert;

/// <summary>What a certificate says: its time, its content, its codes, its holder.</summary>
public sealed class HcertContentTests
{
    private static readonly HcertForge Good = new();

    [Theory]
    [InlineData(DccSamples.Vaccination, "eu-dcc/vaccination")]
    [InlineData(DccSamples.Test, "eu-dcc/test")]
    [InlineData(DccSamples.Recovery, "eu-dcc/recovery")]
    public void A_good_certificate_is_accepted_and_says_what_it_is(string payload, string type)
    {
        var forge = Good with { Payload = payload };
        var verdict = forge.Judge();
        verdict.Refusal.Should().BeNull();
        verdict.Checks.Select(check => check.Name).Should().Equal(
            "issuer_key", "issuer_signature", "trust", "payload", "issuer_country", "key_usage", "code_lists", "validity", "holder_binding", "status");
        var credential = verdict.GetValueOrThrow();
        credential.Format.Should().Be("hcert");
        credential.Types.Should().Equal(type);
        credential.Issuer.Should().Be(PartyId.Parse("AT"));
        credential.Validity.Should().Be(new ValidityPeriod(HcertForge.At.AddDays(-30), null, HcertForge.At.AddDays(30)));
        JsonElement.DeepEquals(credential.Claims, JsonElement.Parse(payload)).Should().BeTrue();
    }

    [Theory]
    [Attack("HCT-07")]
    [InlineData(60, null)]                                            // the skew of clocks, 60 s, is over at its end
    [InlineData(59, null)]
    [InlineData(-59, null)]
    [InlineData(-60, ValidityRefusalCodes.Expired)]
    [InlineData(-86400, ValidityRefusalCodes.Expired)]
    public void It_ends_when_it_says(int secondsLeft, string? code) =>
        Expect(Good with { ExpiresAt = HcertForge.At.AddSeconds(secondsLeft).ToUnixTimeSeconds() }, code);

    [Theory]
    [Attack("HCT-07")]
    [InlineData(60, null)]
    [InlineData(61, ValidityRefusalCodes.IssuedInFuture)]
    public void It_begins_when_it_says(int secondsToCome, string? code) =>
        Expect(Good with { IssuedAt = HcertForge.At.AddSeconds(secondsToCome).ToUnixTimeSeconds() }, code);

    [Fact]
    [Attack("HCT-07")]
    public void Its_times_must_be_there()
    {
        Good.MustPass();
        (Good with { ExpiresAt = null }).MustFail(CwtRefusalCodes.ClaimMissing);
        (Good with { IssuedAt = null }).MustFail(CwtRefusalCodes.ClaimMissing);
        (Good with { ExpiresAt = long.MaxValue }).MustFail(CwtRefusalCodes.ClaimType);
    }

    [Fact]
    [Attack("HCT-09")]
    public void What_breaks_the_schema_is_refused_though_signed()
    {
        Good.MustPass();
        var test = JsonElement.Parse(DccSamples.Test).GetProperty("t").GetRawText();
        foreach (var (payload, place) in new[]
        {
            (DccSamples.With(DccSamples.Vaccination, json => json["t"] = System.Text.Json.Nodes.JsonNode.Parse(test)), "/t"),
            (DccSamples.With(DccSamples.Recovery, json => json["t"] = System.Text.Json.Nodes.JsonNode.Parse(test)), "/r"),
            (DccSamples.With(DccSamples.Vaccination, json => json["v"] = new System.Text.Json.Nodes.JsonArray()), "/v"),
            (DccSamples.With(DccSamples.Vaccination, json => json.Remove("v")), "/v"),
            (DccSamples.WithEntry(DccSamples.Vaccination, "dn", 3), "/v/0/dn"),
            (DccSamples.With(DccSamples.Vaccination, json => json["dob"] = "1980-13-01"), "/dob"),
        })
        {
            var verdict = (Good with { Payload = payload }).Judge();
            (verdict.Refusal?.Code, verdict.Refusal?.Location).Should().Be((HcertRefusalCodes.Payload, place));
            verdict.Checks.Should().Contain(check => check.Name == "issuer_signature" && check.Outcome == CheckOutcome.Passed);
        }
    }

    [Theory]
    [InlineData("2026-05-02", null)]                                  // the day of issue, and the next, somewhere on earth
    [InlineData("2026-05-03", null)]
    [InlineData("2026-05-04", HcertRefusalCodes.Payload)]
    [InlineData("2026-06", HcertRefusalCodes.Payload)]
    [InlineData("2026-00", null)]
    [InlineData("2027", HcertRefusalCodes.Payload)]
    public void Nobody_is_certified_before_birth(string birth, string? code) =>
        Expect(Good with { Payload = DccSamples.With(DccSamples.Vaccination, json => json["dob"] = birth) }, code);

    [Fact]
    public void A_claim_of_another_form_is_refused()
    {
        foreach (var claim in new Action<CborWriter>[]
        {
            writer => writer.WriteTextString("eu_dcc_v1"),
            writer => Map(writer, 2, inner => inner.WriteNull()),                           // not the EU's
            writer => Map(writer, 1, inner => inner.WriteByteString([1])),
            writer => Map(writer, 1, inner => inner.WriteSimpleValue(CborSimpleValue.Undefined)),
            writer => Map(writer, 1, inner => Map(inner, 1, key => key.WriteNull())),       // a key that is no text
            writer => Map(writer, 1, inner => inner.WriteDouble(double.NaN)),
            writer => Map(writer, 1, inner => inner.WriteUInt64(ulong.MaxValue)),
            writer => Map(writer, 1, inner => { inner.WriteTag(CborTag.EncodedCborDataItem); inner.WriteByteString([1]); }),
            writer => Map(writer, 1, inner => inner.WriteNull()),
        })
        {
            (Good with { Claim = claim }).MustFail(HcertRefusalCodes.Payload);
        }

        (Good with { Claim = writer => Map(writer, 1, inner => Twice(inner)) }).MustFail(CborRefusalCodes.DuplicateKey);
        (Good with { Claim = writer => Nested(writer, 40) }).MustFail(CborRefusalCodes.TooDeep);
    }

    [Fact]
    public void What_the_schema_does_not_know_stands_under_a_name_that_is_text()
    {
        HcertForge With(Action<CborWriter> key) => Good with
        {
            Claim = writer => Map(writer, 1, inner =>
            {
                var json = JsonElement.Parse(Good.Payload);
                inner.WriteStartMap(json.GetPropertyCount() + 1);
                foreach (var member in json.EnumerateObject())
                {
                    inner.WriteTextString(member.Name);
                    HcertJson.WriteTo(inner, member.Value);
                }

                key(inner);
                inner.WriteTextString("more");
                inner.WriteEndMap();
            }),
        };
        With(writer => writer.WriteTextString("x")).MustPass();
        With(writer => writer.WriteInt32(7)).MustFail(HcertRefusalCodes.Payload);
    }

    [Fact]
    public void The_time_of_a_sample_may_be_tagged()
    {
        var verdict = (Good with
        {
            Claim = writer => Map(writer, 1, inner =>
            {
                var json = JsonElement.Parse(DccSamples.Test);
                inner.WriteStartMap(json.GetPropertyCount());
                foreach (var property in json.EnumerateObject())
                {
                    inner.WriteTextString(property.Name);
                    if (property.Name != "t")
                    {
                        HcertJson.WriteTo(inner, property.Value);
                        continue;
                    }

                    inner.WriteStartArray(1);
                    inner.WriteStartMap(property.Value[0].GetPropertyCount());
                    foreach (var member in property.Value[0].EnumerateObject())
                    {
                        inner.WriteTextString(member.Name);
                        if (member.Name == "sc")
                        {
                            inner.WriteTag(CborTag.DateTimeString);
                        }

                        HcertJson.WriteTo(inner, member.Value);
                    }

                    inner.WriteEndMap();
                    inner.WriteEndArray();
                }

                inner.WriteEndMap();
            }),
        }).Judge();
        JsonElement.DeepEquals(verdict.GetValueOrThrow().Claims, JsonElement.Parse(DccSamples.Test)).Should().BeTrue();
    }

    [Fact]
    public void An_unknown_code_is_told_and_on_demand_refused()
    {
        var forge = Good with { Payload = DccSamples.WithEntry(DccSamples.Vaccination, "mp", "EU/1/99/1") };
        var verdict = forge.Judge();
        verdict.Grade.Should().Be(Grade.Accepted);
        verdict.Checks.Single(check => check.Name == "code_lists").Facts.Should().Contain("unknown", "mp");

        var options = new CredentialVerifierOptions();
        options.Hcert.RefuseUnknownCodes = true;
        Good.Judge(options: options).Refusal.Should().BeNull();
        forge.Judge(options: options).Refusal!.Code.Should().Be(HcertRefusalCodes.UnknownCode);

        DccCodeList.TryParse("""{"valueSetId":"vaccines-covid-19-names","valueSetDate":"2030-01-02","valueSetValues":{"EU/1/99/1":{}}}"""u8.ToArray(), out var newer, out _).Should().BeTrue();
        options.Hcert.CodeLists = DccCodeLists.BuiltIn.With(newer!);
        forge.Judge(options: options).Refusal.Should().BeNull();
    }

    [Fact]
    [Attack("HCT-13")]
    public async Task Every_verdict_says_that_nobody_is_bound()
    {
        var verdict = Good.Judge();
        verdict.GetValueOrThrow().HolderBinding.Should().Be(HolderBinding.None);
        var check = verdict.Checks.Single(check => check.Name == "holder_binding");
        check.Outcome.Should().Be(CheckOutcome.NotApplicable);
        check.Facts.Should().Contain("bound", "false");

        Good.Judge(request: new VerificationRequest { HolderBinding = HolderBindingDemand.WhenBound("https://verifier.example", "nonce") }).Refusal.Should().BeNull();
        Good.Judge(request: new VerificationRequest { HolderBinding = HolderBindingDemand.Required("https://verifier.example", "nonce") })
            .Refusal!.Code.Should().Be(CredentialRefusalCodes.NotBound);

        var unlike = HcertTrust.In(Good.Signer.Der).Verifier(new UnlikePolicy("holder_binding", RulingKind.Refuse));
        var refused = await unlike.VerifyAsync(Good.Text(), new VerificationRequest { At = HcertForge.At }, TestContext.Current.CancellationToken);
        (refused.Grade, refused.Checks[^1].Name).Should().Be((Grade.Undetermined, "holder_binding"));
    }

    [Fact]
    public void The_demands_of_a_request_hold_for_health_certificates()
    {
        Good.Judge(request: new VerificationRequest { AcceptedTypes = ["eu-dcc/vaccination"], RequiredClaims = ["nam"] }).Refusal.Should().BeNull();
        Good.Judge(request: new VerificationRequest { AcceptedTypes = ["eu-dcc/test"] }).Refusal!.Code.Should().Be(CredentialRefusalCodes.TypeNotAccepted);
        Good.Judge(request: new VerificationRequest { RequiredClaims = ["t"] }).Refusal!.Code.Should().Be(CredentialRefusalCodes.ClaimMissing);
        Good.Judge(request: new VerificationRequest { RequireStatus = true }).Refusal!.Code.Should().Be(CredentialRefusalCodes.StatusMissing);
    }

    [Fact]
    public void What_is_read_and_not_verified_can_be_looked_at()
    {
        HcertCredential.TryParse(Good.Text(), out var credential, out _).Should().BeTrue();
        (credential!.Issuer, credential.Format, credential.Payload!.Type).Should().Be(("AT", "hcert", DccTypes.Vaccination));
        credential.KeyId.ToArray().Should().Equal(Good.SignerKeyId);
        credential.TryGetUnverifiedClaims(out var claims, out _).Should().BeTrue();
        JsonElement.DeepEquals(JsonElement.Parse(claims.Span), JsonElement.Parse(Good.Payload)).Should().BeTrue();

        HcertCredential.TryParse((Good with { Claim = writer => writer.WriteNull() }).Text(), out credential, out _).Should().BeTrue();
        credential!.TryGetUnverifiedClaims(out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(HcertRefusalCodes.Payload);
        credential.Types.Should().BeEmpty();
    }

    private static void Expect(HcertForge forge, string? code)
    {
        var verdict = forge.Judge();
        (verdict.Refusal?.Code).Should().Be(code);
        verdict.IsAccepted.Should().Be(code is null);
    }

    private static void Map(CborWriter writer, int key, Action<CborWriter> value)
    {
        writer.WriteStartMap(1);
        writer.WriteInt32(key);
        value(writer);
        writer.WriteEndMap();
    }

    private static void Twice(CborWriter writer)
    {
        writer.WriteStartMap(2);
        writer.WriteTextString("ver");
        writer.WriteTextString("1.3.0");
        writer.WriteTextString("ver");
        writer.WriteTextString("1.3.0");
        writer.WriteEndMap();
    }

    private static void Nested(CborWriter writer, int depth)
    {
        for (var i = 0; i < depth; i++)
        {
            writer.WriteStartArray(1);
        }

        writer.WriteNull();
        for (var i = 0; i < depth; i++)
        {
            writer.WriteEndArray();
        }
    }
}

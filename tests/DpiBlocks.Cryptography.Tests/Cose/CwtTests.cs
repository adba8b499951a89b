using System.Collections.Immutable;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Cryptography.Tests.Cose;

public class CwtTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_443_944_944);

    // RFC 8392, A.1 (claims), A.2.3 (key) and A.3 (signed).
    private const string RfcClaims =
        "a70175636f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818636f61703a2f2f6c696768742e6578616d706c652e636f6d"
        + "041a5612aeb0051a5610d9f0061a5610d9f007420b71";

    private const string RfcToken =
        "d28443a10126a05850" + RfcClaims
        + "58405427c1ff28d23fbad1f29c4c7c6a555e601d6fa29f9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01f85951ecee743a52b9b63632c57209120e1c9e30";

    private const string RfcX = "143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f";
    private const string RfcY = "60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9";

    [Fact]
    public void The_RFCs_own_token_verifies_and_says_what_it_says()
    {
        VerificationKeys.TryFromEc(EllipticCurve.P256, Convert.FromHexString(RfcX), Convert.FromHexString(RfcY), out var key, out _).Should().BeTrue();
        CoseSign1.TryParse(Convert.FromHexString(RfcToken), CoseMessages.Profile, out var message, out _).Should().BeTrue();
        key!.Verify(message!.Algorithm, message.GetSigningInput(), message.Signature.Span).Should().BeTrue();

        var claims = Read(message.Payload.ToArray());
        claims.Issuer.Should().Be("coap://as.example.com");
        claims.Subject.Should().Be("erikw");
        claims.Audience.Should().Equal("coap://light.example.com");
        claims.Validity.Should().Be(new ValidityPeriod(Now, Now, DateTimeOffset.FromUnixTimeSeconds(1_444_064_944)));
        claims.CwtId.ToArray().Should().Equal(0x0B, 0x71);
        claims.Validity.CheckAt(Now, default).Outcome.Should().Be(CheckOutcome.Passed);
        claims.Validity.CheckAt(Now.AddDays(2), default).Reason!.Code.Should().Be(ValidityRefusalCodes.Expired);
    }

    [Fact]
    public async Task The_same_claims_are_written_in_the_same_bytes_and_signed()
    {
        var content = new CwtContent
        {
            Issuer = "coap://as.example.com",
            Subject = "erikw",
            Audience = "coap://light.example.com",
            Validity = new ValidityPeriod(Now, Now, DateTimeOffset.FromUnixTimeSeconds(1_444_064_944)),
            CwtId = new byte[] { 0x0B, 0x71 },
        };
        Convert.ToHexStringLower(content.Encode()).Should().Be(RfcClaims);

        var token = await Cwt.SignAsync(CoseMessages.Key, content, new CoseSigning { CwtTag = true }, TestContext.Current.CancellationToken);
        token.Should().StartWith([0xD8, 61, 0xD2]);
        var message = CoseMessages.Accepted(token, CoseMessages.Profile with { CwtTag = CoseTagging.Required });
        Convert.ToHexStringLower(message.Payload.Span).Should().Be(RfcClaims);
    }

    [Fact]
    public void Other_claims_are_written_in_their_place()
    {
        ReadOnlyMemory<byte> one = new byte[] { 0x01 };
        var content = new CwtContent
        {
            Subject = "s",
            Others = new Dictionary<long, ReadOnlyMemory<byte>> { [-260] = one, [65_533] = one, [-1] = one, [100] = one, [0] = one }.ToImmutableDictionary(),
        };
        var bytes = content.Encode();
        StrictCbor.TryParseDeterministic(bytes, CborLimits.Token, out var map, out var refusal).Should().BeTrue("not {0}", refusal);
        map!.Entries.Select(entry => entry.Key.TryGetInt64(out var label) ? label : 0).Should().Equal(0, 2, 100, 65_533, -1, -260);
        Read(bytes).TryGet(-260, out _).Should().BeTrue();
    }

    [Theory]
    [InlineData(1, "00")]
    [InlineData(7, "00")]
    [InlineData(100, "")]
    [InlineData(100, "0000")]
    [InlineData(100, "18")]
    [InlineData(100, "c000")]                       // a date that is no text
    public void A_claim_that_has_a_property_or_is_not_CBOR_is_a_mistake_of_the_caller(long label, string value)
    {
        var content = new CwtContent { Others = ImmutableDictionary<long, ReadOnlyMemory<byte>>.Empty.Add(label, Convert.FromHexString(value)) };
        content.Invoking(c => c.Encode()).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("04", "1a5612aeb0", 1_444_064_944)]
    [InlineData("04", "fb41d584abac000000", 1_444_064_944)]              // the same as a floating-point number
    [InlineData("04", "00", 0)]
    [InlineData("04", "f90000", 0)]
    [InlineData("05", "1b0000003afff4417f", 253_402_300_799)]
    [InlineData("06", "fb424d7ffa20bf8000", 253_402_300_799)]
    [Attack("COS-09")]
    public void A_time_is_a_number_of_seconds(string claim, string value, long seconds)
    {
        var validity = Read(Convert.FromHexString("a1" + claim + value)).Validity;
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        validity.Should().Be(new ValidityPeriod(claim == "06" ? time : null, claim == "05" ? time : null, claim == "04" ? time : null));
    }

    [Theory]
    [InlineData("fb41d584abac200000", 5_000_000)]         // …944.5
    [InlineData("fb41d584abac000001", 2)]                 // the least above it
    public void A_fraction_of_a_second_is_kept(string value, long ticks) =>
        Read(Convert.FromHexString("a104" + value)).Validity.ExpiresAt.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1_444_064_944).AddTicks(ticks));

    [Theory]
    [InlineData("f97e00")]                                // NaN
    [InlineData("f97c00")]                                // Infinity
    [InlineData("f9fc00")]                                // -Infinity
    [InlineData("20")]                                    // -1
    [InlineData("f9bc00")]                                // -1.0
    [InlineData("c11a5612aeb0")]                          // tag 1, which must be omitted
    [InlineData("c074323031332d30332d32315432303a30343a30305a")]
    [InlineData("6a31343434303634393434")]                // "1444064944"
    [InlineData("f6")]
    [InlineData("f5")]
    [InlineData("1b0000003afff44180")]                    // the year 10000
    [InlineData("fb424d7ffa20c00000")]
    [InlineData("1bffffffffffffffff")]
    [InlineData("3bffffffffffffffff")]
    [InlineData("fb7fefffffffffffff")]
    [InlineData("c249010000000000000000")]
    [InlineData("40")]
    [InlineData("811a5612aeb0")]
    [Attack("COS-09")]
    public void A_time_that_is_none_is_never_taken_for_one_that_is_missing(string value)
    {
        foreach (var claim in new[] { "04", "05", "06" })
        {
            Read(Convert.FromHexString("a1" + claim + "1a5612aeb0"));
            Refused("a1" + claim + value).Should().Be(CwtRefusalCodes.ClaimType);
        }
    }

    [Fact]
    [Attack("COS-09")]
    public void A_missing_time_is_told_as_missing()
    {
        var validity = Read(Convert.FromHexString("a101656572696b77")).Validity;
        validity.Should().Be(default(ValidityPeriod));
        Read(Convert.FromHexString("a0")).Issuer.Should().BeNull();
        Read(Convert.FromHexString("a104" + "1a5612aeb0")).Validity.ExpiresAt.Should().NotBeNull();
    }

    [Theory]
    [InlineData("a10100")]
    [InlineData("a10141" + "61")]
    [InlineData("a102f6")]
    [InlineData("a103f6")]
    [InlineData("a10382616100")]
    [InlineData("a103a0")]
    [InlineData("a1076161")]
    public void A_registered_claim_of_another_type_is_refused(string hex) => Refused(hex).Should().Be(CwtRefusalCodes.ClaimType);

    [Theory]
    [InlineData("80", CwtRefusalCodes.Malformed)]
    [InlineData("00", CwtRefusalCodes.Malformed)]
    [InlineData("d83da0", CwtRefusalCodes.Malformed)]
    [InlineData("", CborRefusalCodes.Malformed)]
    [InlineData("a000", CborRefusalCodes.TrailingData)]
    [InlineData("a20400" + "1804f97e00", CborRefusalCodes.DuplicateKey)]
    public void What_is_no_map_of_claims_is_refused(string hex, string code) => Refused(hex).Should().Be(code);

    [Fact]
    public void An_audience_can_be_several() =>
        Read(Convert.FromHexString("a1038261616162")).Audience.Should().Equal("a", "b");

    private static CwtClaims Read(byte[] bytes)
    {
        CwtClaims.TryRead(bytes, CborLimits.Token, out var claims, out var refusal).Should().BeTrue("not {0}", refusal);
        return claims!;
    }

    private static string Refused(string hex)
    {
        CwtClaims.TryRead(Convert.FromHexString(hex), CborLimits.Token, out var claims, out var refusal).Should().BeFalse();
        claims.Should().BeNull();
        return refusal!.Code;
    }
}

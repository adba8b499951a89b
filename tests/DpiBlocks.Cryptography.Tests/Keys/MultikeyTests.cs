using System.Text.Json;

namespace DpiBlocks.Cryptography.Tests.Keys;

public class MultikeyTests
{
    // Facts of the published test vectors of the did:key method.
    private const string Ed25519 = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";
    private const string P256 = "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv";
    private const string X25519 = "z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F";

    [Theory]
    [MemberData(nameof(TestKeys.Names), MemberType = typeof(TestKeys))]
    public void A_key_comes_back_from_its_multikey(string name)
    {
        var key = TestKeys.Of(name);

        var text = Multikey.Format(key.VerificationKey);

        Multikey.TryParse(text, out var back, out var refusal).Should().BeTrue(refusal?.ToString());
        back!.Thumbprint.Should().Be(key.VerificationKey.Thumbprint);
        Multikey.Format(back).Should().Be(text);
        _ = Multibase.TryDecode(text, out var bytes);
        Multikey.TryParse(Multibase.EncodeBase64Url(bytes), out back, out _).Should().BeTrue();
        back!.Thumbprint.Should().Be(key.VerificationKey.Thumbprint);
    }

    [Fact]
    public void The_published_keys_of_did_key_are_read()
    {
        var seen = 0;
        foreach (var file in new[] { "nist-curves", "rsa", "secp256k1", "ed25519-x25519" })
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.PathOf($"vectors/did/did-key/{file}.json")));
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                var text = entry.Name["did:key:".Length..];
                Multikey.TryParse(text, out var key, out var refusal).Should().BeTrue("{0}: {1}", entry.Name, refusal);
                Multikey.Format(key!).Should().Be(text);
                if (PublicJwkOf(entry.Value) is { } published)
                {
                    Jwk.TryRead(published, out var jwk, out refusal).Should().BeTrue(refusal?.ToString());
                    jwk!.Thumbprint.Should().Be(key!.Thumbprint);
                    seen++;
                }

                seen++;
            }
        }

        seen.Should().Be(20 + 8);
    }

    [Fact]
    public void The_values_of_a_published_key_are_the_published_ones()
    {
        Multikey.TryParse(P256, out var key, out _).Should().BeTrue();

        var jwk = Jwk.From(key!).ToUtf8();

        Jwks.Member(jwk, "x").Should().Be("igrFmi0whuihKnj9R3Om1SoMph72wUGeFaBbzG2vzns");
        Jwks.Member(jwk, "y").Should().Be("efsX5b10x8yjyrj4ny3pGfLcY7Xby1KzgqOdqnsrJIM");
    }

    [Fact]
    public void A_key_for_key_agreement_is_read_but_verifies_nothing()
    {
        Multikey.TryParseAsJwk(X25519, out var jwk, out _).Should().BeTrue();
        jwk!.Curve.Should().Be("X25519");
        jwk.EncryptionKey.Should().NotBeNull();
        jwk.VerificationKey.Should().BeNull();
        Multikey.TryParse(X25519, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.UseViolation);
        Multikey.TryParseAsJwk(Ed25519, out jwk, out _).Should().BeTrue();
        jwk!.VerificationKey.Should().NotBeNull();
    }

    [Fact]
    [Attack("JWK-08")]
    public void A_multikey_with_one_defect_is_refused()
    {
        var others = new[] { "RS256", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87" }.Select(name => Multikey.Format(TestKeys.Of(name).VerificationKey));
        foreach (var good in others.Prepend(Ed25519).Append(P256).Append(X25519))
        {
            Multikey.TryParseAsJwk(good, out _, out var none).Should().BeTrue(none?.ToString());
            _ = Multibase.TryDecode(good, out var bytes);
            var (first, second, key) = (bytes![0], bytes[1], bytes[2..]);

            Refused(Multibase.EncodeBase58Btc([0xee, 0x01, .. key]), "another multicodec");
            Refused(Multibase.EncodeBase58Btc([0xec, 0x02, .. key]), "a number that only nearly is one");
            Refused(Multibase.EncodeBase58Btc([first, (byte)(second | 0x80), 0x00, .. key]), "a varint longer than need be");
            Refused(Multibase.EncodeBase58Btc([first, (byte)(second | 0x80), 0x80, 0x80, 0x80, 0x00, .. key]), "a varint without end");
            Refused(Multibase.EncodeBase58Btc([first, second, .. key[..^1]]), "a key cut short");
            Refused(Multibase.EncodeBase58Btc([first, second, .. key, 0]), "a key too long");
            Refused(Multibase.EncodeBase58Btc([first, second]), "no key");
            Refused(Multibase.EncodeBase58Btc([first]), "no whole number");
            Refused("z", "nothing");
            Refused(good[1..], "no letter of the alphabet");
            Refused("f" + Convert.ToHexStringLower(bytes), "another alphabet");
            Refused("Z" + good[1..], "the letter of another alphabet");
            Refused("z" + StrictBase64Url.Encode([.. bytes, 0xff]), "base64 after z");
            Refused("u" + Convert.ToBase64String([.. bytes, 0xff, 0xfe]), "padding after u");
            Refused(good + "0", "a letter that is not in the alphabet");
            Refused(good + "\n", "white space");
            Refused(string.Empty, "empty");
            Refused(null, "null");
        }

        static void Refused(string? text, string why)
        {
            Multikey.TryParse(text, out _, out var refusal).Should().BeFalse(why);
            refusal!.Code.Should().Be(KeyRefusalCodes.Multikey, why);
            Multikey.TryParseAsJwk(text, out _, out refusal).Should().BeFalse(why);
            refusal!.Code.Should().Be(KeyRefusalCodes.Multikey, why);
        }
    }

    [Fact]
    [Attack("JWK-08")]
    public void A_point_that_is_not_compressed_or_not_on_the_curve_is_refused()
    {
        _ = Multibase.TryDecode(P256, out var bytes);
        Multikey.TryParse(P256, out var key, out _).Should().BeTrue();
        var jwk = Jwk.From(key!).ToUtf8();
        _ = StrictBase64Url.TryDecode(Jwks.Member(jwk, "x"), out var x);
        _ = StrictBase64Url.TryDecode(Jwks.Member(jwk, "y"), out var y);

        Multikey.TryParse(Multibase.EncodeBase58Btc([.. bytes![..2], 4, .. x!, .. y!]), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.Multikey);

        // About every second x has no point.
        var offCurve = 0;
        for (var i = 0; i < 32; i++)
        {
            bytes[^1]++;
            if (!Multikey.TryParse(Multibase.EncodeBase58Btc(bytes), out _, out refusal))
            {
                refusal.Code.Should().Be(KeyRefusalCodes.Multikey);
                offCurve++;
            }
        }

        offCurve.Should().BeInRange(4, 28);
    }

    [Fact]
    [Attack("JWK-03")]
    public void A_small_order_point_in_a_multikey_is_refused()
    {
        Multikey.TryParse(Multibase.EncodeBase58Btc([0xed, 0x01, 1, .. new byte[31]]), out _, out var refusal).Should().BeFalse();

        refusal!.Code.Should().Be(KeyRefusalCodes.InvalidPoint);
    }

    private static JsonElement? PublicJwkOf(JsonElement entry) =>
        entry.TryGetProperty("publicKeyJwk", out var jwk) ? jwk
        : entry.TryGetProperty("verificationMethod", out var method) && method.ValueKind is JsonValueKind.Object && method.TryGetProperty("publicKeyJwk", out jwk) ? jwk
        : null;
}

using System.Buffers.Text;
using System.Text;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

public class JwsFormTests
{
    [Fact]
    [Attack("JWS-10")]
    public async Task Three_parts_are_accepted_and_no_other_number()
    {
        var token = Signed.Token();
        var (header, payload, signature) = (token.Split('.')[0], token.Split('.')[1], token.Split('.')[2]);

        (await Signed.CodeOf(token)).Should().BeNull();
        foreach (var text in (string[])
        [
            string.Empty, ".", "..", "...", header, $"{header}.", $"{header}.{payload}", $"{header}.{payload}.", $".{payload}.{signature}",
            $"{token}.", $"{token}.{signature}", $".{token}", $"{token}..", $"{token}.{payload}.{signature}", $"{token}.{token}", $"{token}.a.b.c",
        ])
        {
            (await Signed.CodeOf(text)).Should().Be(JoseRefusalCodes.Malformed, text);
        }
    }

    [Fact]
    [Attack("JWS-11")]
    public void A_million_dots_cost_nothing()
    {
        var profile = Signed.Requirements.Profile;
        var dots = Signed.Bytes(new string('.', 1_000_000));
        var later = Signed.Bytes("a" + new string('.', 1_000_000));
        var behind = Signed.Bytes(Signed.Token() + new string('.', 60_000));

        foreach (var text in (byte[][])[dots, later, behind])
        {
            Bounded.Run(TimeSpan.FromMilliseconds(5), 2_048, () => Jws.TryParse(text, profile, out _, out _).Should().BeFalse());
            Jws.TryParse(text, profile, out _, out var refusal).Should().BeFalse();
            refusal!.Code.Should().Be(JoseRefusalCodes.Malformed);
        }

        Jws.TryParse(Signed.Bytes(Signed.Token()), profile, out _, out _).Should().BeTrue();
    }

    // What a message of more parts is, is told from its header, if that is one; and not at all when the whole is too long to be looked into.
    [Fact]
    [Attack("JWS-10", "JWS-11")]
    public async Task Of_a_message_with_more_parts_the_header_is_looked_at_with_care()
    {
        string Of(string header) => $"{Base64Url.EncodeToString(Signed.Bytes(header))}.a.b.c.d";
        var tail = new string('a', JsonLimits.Token.MaxBytes);

        (await Signed.CodeOf(Of("""{"enc":"A128GCM"}"""))).Should().Be(JoseRefusalCodes.NotSigned);
        (await Signed.CodeOf(Of("""{"b64":false}"""))).Should().Be(JoseRefusalCodes.UnencodedPayload);
        foreach (var header in new[] { "[]", "1", "null", "no json", """{"b64":true}""", """{"b64":0}""", "{}" })
        {
            (await Signed.CodeOf(Of(header))).Should().Be(JoseRefusalCodes.Malformed, header);
        }

        (await Signed.CodeOf(Of("""{"enc":"A128GCM"}""") + tail)).Should().Be(JoseRefusalCodes.Malformed);
    }

    [Fact]
    public async Task A_token_over_the_limit_of_its_kind_is_refused()
    {
        var payload = Signed.Payload.Replace("{", $"{{\"more\":\"{new string('x', 60_000)}\",", StringComparison.Ordinal);
        var token = Signed.Token(payload: payload);

        (await Signed.CodeOf(token)).Should().Be(JoseRefusalCodes.TooLarge);
        (await Signed.CodeOf(token, Signed.Requirements.Profile with { Limits = JsonLimits.Presentation })).Should().BeNull();
    }

    [Fact]
    [Attack("JWS-12")]
    public async Task The_JSON_serialization_is_not_read_where_the_compact_one_is_expected_nor_the_reverse()
    {
        var json = await JwsJson.SignAsync(Signed.Key, JwsSigningHeader.Of("test+jwt"), Signed.Bytes(Signed.Payload));
        var compact = Signed.Bytes(Signed.Token());
        var profile = Signed.Requirements.Profile;

        JwsJson.TryParse(json, profile, JwsSigners.All, out _, out _).Should().BeTrue();
        Jws.TryParse(compact, profile, out _, out _).Should().BeTrue();
        (await Signed.CodeOf(Encoding.UTF8.GetString(json))).Should().Be(JoseRefusalCodes.Malformed);
        JwsJson.TryParse(compact, profile, JwsSigners.All, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JoseRefusalCodes.Malformed);
    }

    [Fact]
    [Attack("JWS-12")]
    public async Task A_text_that_is_both_serializations_at_once_is_neither()
    {
        // A JSON object whose text between two dots is a genuine token's payload, with that token's signature in it.
        var parts = Signed.Token().Split('.');
        var polyglot = $$"""{"{{parts[0]}}.{{parts[1]}}.{{parts[2]}}":1,"payload":"e30","protected":"{{parts[0]}}","signature":"{{parts[2]}}"}""";
        var profile = Signed.Requirements.Profile;

        (await Signed.CodeOf(polyglot)).Should().Be(JoseRefusalCodes.Malformed);

        // Read as JSON, what is returned is the payload over which the signature is checked; and it is wrong there.
        JwsJson.TryParse(Signed.Bytes(polyglot), profile, JwsSigners.All, out var jws, out _).Should().BeTrue();
        Encoding.ASCII.GetString(jws!.Signatures[0].SigningInput.Span).Should().Be($"{parts[0]}.e30");
        Encoding.ASCII.GetString(jws.Payload.Span).Should().Be("{}");
        Signed.Key.VerificationKey.Verify(SignatureAlgorithm.Es256, jws.Signatures[0].SigningInput.Span, jws.Signatures[0].Signature.Span).Should().BeFalse();

        // Parts of one in the other
        (await Signed.CodeOf($"{parts[0]}.{polyglot.Replace(".", "", StringComparison.Ordinal)}.{parts[2]}")).Should().Be(EncodingRefusalCodes.Base64Url);
    }

    [Theory]
    [Attack("JWS-14")]
    [InlineData("=")]
    [InlineData("==")]
    [InlineData(" ")]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("+")]
    [InlineData("/")]
    [InlineData("~")]
    [InlineData("é")]
    [InlineData("\0")]
    public async Task A_part_with_a_foreign_letter_is_refused(string letter)
    {
        var token = Signed.Token();
        var (header, payload, signature) = (token.Split('.')[0], token.Split('.')[1], token.Split('.')[2]);

        (await Signed.CodeOf(token)).Should().BeNull();
        (await Signed.CodeOf(Signed.OfParts(header + letter, payload))).Should().Be(EncodingRefusalCodes.Base64Url);
        (await Signed.CodeOf(Signed.OfParts(letter + header, payload))).Should().Be(EncodingRefusalCodes.Base64Url);
        (await Signed.CodeOf(Signed.OfParts(header, payload + letter))).Should().Be(EncodingRefusalCodes.Base64Url);
        (await Signed.CodeOf(Signed.OfParts(header, payload[..4] + letter + payload[4..]))).Should().Be(EncodingRefusalCodes.Base64Url);
        (await Signed.CodeOf($"{header}.{payload}.{signature}{letter}")).Should().Be(EncodingRefusalCodes.Base64Url);
    }

    [Fact]
    [Attack("JWS-14")]
    public async Task A_part_that_leaves_bits_over_or_has_an_impossible_length_is_refused()
    {
        // Three texts whose bytes are 1, 2, 0 beyond a multiple of three; only the first two have bits to spare.
        var header = Padded(Signed.Header, 1);
        var payload = Padded(Signed.Payload, 2);
        var token = Signed.OfParts(header, payload);
        var signature = token.Split('.')[2];

        (await Signed.CodeOf(token)).Should().BeNull();
        (await Signed.CodeOf(Signed.OfParts(Spare(header), payload))).Should().Be(EncodingRefusalCodes.Base64Url);
        (await Signed.CodeOf(Signed.OfParts(header, Spare(payload)))).Should().Be(EncodingRefusalCodes.Base64Url);
        (await Signed.CodeOf($"{header}.{payload}.{Spare(signature)}")).Should().Be(EncodingRefusalCodes.Base64Url);
        (await Signed.CodeOf(Signed.OfParts(header + "AAA", payload))).Should().Be(EncodingRefusalCodes.Base64Url);
        (await Signed.CodeOf(Signed.OfParts(header, payload + "AA"))).Should().Be(EncodingRefusalCodes.Base64Url);
        (await Signed.CodeOf($"{header}.{payload}.{signature}AAA")).Should().Be(EncodingRefusalCodes.Base64Url);
    }

    private static string Padded(string json, int beyond)
    {
        while (json.Length % 3 != beyond)
        {
            json += " ";
        }

        return Base64Url.EncodeToString(Signed.Bytes(json));
    }

    // The last letter carries bits of no byte: its neighbour in the alphabet means the same bytes.
    private static string Spare(string part)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return part[..^1] + Letters[Letters.IndexOf(part[^1], StringComparison.Ordinal) + 1];
    }
}

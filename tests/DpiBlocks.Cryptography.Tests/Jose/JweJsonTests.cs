using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

public class JweJsonTests
{
    private static readonly byte[] Content = "A secret for several."u8.ToArray();
    private static readonly DecryptionKey First = DecryptionKey.Generate("P-256");
    private static readonly DecryptionKey Second = DecryptionKey.Generate("X25519");
    private static readonly JweRecipient ToFirst = JweRecipient.Of(First.PublicKey!, KeyManagementAlgorithm.EcdhEsA128Kw, "first");
    private static readonly JweRecipient ToSecond = JweRecipient.Of(Second.PublicKey!, KeyManagementAlgorithm.EcdhEsA256Kw, "second");

    [Fact]
    public void Each_recipient_reads_the_same_content_and_additional_data()
    {
        var json = Jwe.EncryptJson(Content, [ToFirst, ToSecond], ContentEncryption.A256CbcHs512, additionalData: "open"u8);
        using var stranger = DecryptionKey.Generate("P-256");

        foreach (var key in (DecryptionKey[])[First, Second])
        {
            Jwe.TryDecryptJson(json, [key], JweProfile.Default, out var jwe, out _).Should().BeTrue();
            jwe!.Plaintext.ToArray().Should().Equal(Content);
            Encoding.ASCII.GetString(jwe.AdditionalData.Span).Should().Be("open");
        }

        CodeOf(json, stranger).Should().Be(JoseRefusalCodes.DecryptionFailed);
        CodeOf(Encoding.UTF8.GetString(json).Replace("\"b3Blbg\"", "\"b3Blbw\"", StringComparison.Ordinal), First).Should().Be(JoseRefusalCodes.DecryptionFailed);
        CodeOf(Encoding.UTF8.GetString(json).Replace("\"aad\":\"b3Blbg\",", "", StringComparison.Ordinal), First).Should().Be(JoseRefusalCodes.DecryptionFailed);
    }

    [Fact]
    public void One_recipient_gives_the_flattened_form_with_everything_protected()
    {
        var json = Jwe.EncryptJson(Content, [JweRecipient.Of(First.PublicKey!, KeyManagementAlgorithm.EcdhEs)], ContentEncryption.A128Gcm);

        using var document = JsonDocument.Parse(json);
        document.RootElement.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo("protected", "iv", "ciphertext", "tag");
        CodeOf(json, First).Should().BeNull();
        CodeOf(json, Second).Should().Be(KeyRefusalCodes.InvalidPoint);      // the ephemeral key is of another curve
    }

    [Fact]
    public void A_content_key_that_follows_from_the_keys_has_one_recipient()
    {
        var direct = JweRecipient.Of(First.PublicKey!, KeyManagementAlgorithm.EcdhEs);
        FluentActions.Invoking(() => Jwe.EncryptJson(Content, [direct, ToSecond], ContentEncryption.A128Gcm)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Jwe.EncryptJson(Content, [], ContentEncryption.A128Gcm)).Should().Throw<ArgumentException>();

        var flat = Encoding.UTF8.GetString(Jwe.EncryptJson(Content, [direct], ContentEncryption.A128Gcm));
        CodeOf(flat.TrimEnd('}') + ",\"recipients\":[{}]}", First).Should().BeNull();
        CodeOf(flat.TrimEnd('}') + ",\"recipients\":[{},{}]}", First).Should().Be(JoseRefusalCodes.EncryptedMalformed);
    }

    [Fact]
    [Attack("JWE-13")]
    public void A_hundred_thousand_recipients_are_refused_before_any_is_looked_at()
    {
        var flat = Encoding.UTF8.GetString(Jwe.EncryptJson(Content, [JweRecipient.Of(First.PublicKey!, KeyManagementAlgorithm.EcdhEsA128Kw)], ContentEncryption.A128Gcm));
        using var document = JsonDocument.Parse(flat);
        var key = document.RootElement.GetProperty("encrypted_key").GetRawText();
        string Of(int count, string recipient) =>
            flat.Replace($"\"encrypted_key\":{key},", string.Empty, StringComparison.Ordinal).TrimEnd('}') + $",\"recipients\":[{string.Join(',', Enumerable.Repeat(recipient, count))}]}}";
        var wide = JweProfile.Default with { Limits = JsonLimits.Document with { MaxItems = 1_000_000 } };
        var many = Signed.Bytes(Of(100_000, "{}"));

        CodeOf(Of(16, $"{{\"encrypted_key\":{key}}}"), First).Should().BeNull();
        CodeOf(Of(17, $"{{\"encrypted_key\":{key}}}"), First).Should().Be(JoseRefusalCodes.TooManyRecipients);
        CodeOf(Of(10_000, "{}"), First).Should().Be(JoseRefusalCodes.TooManyRecipients);
        CodeOf(many, First).Should().Be(JsonRefusalCodes.TooLarge);
        CodeOf(many, First, wide).Should().Be(JoseRefusalCodes.TooManyRecipients);
        Bounded.Run(TimeSpan.FromMilliseconds(500), 16 << 20, () => CodeOf(many, First, wide));
    }

    [Fact]
    public void A_flaw_of_the_form_is_refused()
    {
        var flat = Encoding.UTF8.GetString(Jwe.EncryptJson(Content, [ToFirst], ContentEncryption.A128Gcm)).TrimEnd('}');
        (string Json, string? Code)[] cases =
        [
            (flat + "}", null),
            (flat + ",\"unprotected\":{\"x\":1}}", null),
            (flat + ",\"header\":{\"x\":1}}", null),
            (flat + ",\"unprotected\":{\"x\":1},\"header\":{\"x\":1}}", JoseRefusalCodes.EncryptedMalformed),
            (flat + ",\"unprotected\":{\"kid\":\"first\"}}", JoseRefusalCodes.Malformed),
            (flat + ",\"header\":{\"kid\":\"first\"}}", JoseRefusalCodes.EncryptedMalformed),
            (flat + ",\"header\":{\"crit\":[\"x\"],\"x\":1}}", JoseRefusalCodes.CriticalInvalid),
            (flat + ",\"unprotected\":{\"crit\":[\"x\"],\"x\":1}}", JoseRefusalCodes.CriticalInvalid),
            (flat + ",\"header\":{\"zip\":\"DEF\"}}", JoseRefusalCodes.ZipDisabled),
            (flat + ",\"unprotected\":{\"zip\":\"DEF\"}}", JoseRefusalCodes.ZipDisabled),
            (flat + ",\"header\":[]}", JoseRefusalCodes.EncryptedMalformed),
            (flat + ",\"unprotected\":1}", JoseRefusalCodes.Malformed),
            (flat + ",\"recipients\":[{}]}", JoseRefusalCodes.EncryptedMalformed),
            (flat + ",\"recipients\":[]}", JoseRefusalCodes.EncryptedMalformed),
            (flat + ",\"aad\":1}", JoseRefusalCodes.EncryptedMalformed),
            (flat + ",\"aad\":\"A\"}", EncodingRefusalCodes.Base64Url),
            (flat.Replace("\"iv\":", "\"x\":", StringComparison.Ordinal) + "}", JoseRefusalCodes.EncryptedMalformed),
            (flat.Replace("\"tag\":", "\"x\":", StringComparison.Ordinal) + "}", JoseRefusalCodes.EncryptedMalformed),
            (flat.Replace("\"ciphertext\":", "\"x\":", StringComparison.Ordinal) + "}", JoseRefusalCodes.EncryptedMalformed),
            (flat.Replace("\"encrypted_key\":", "\"x\":", StringComparison.Ordinal) + "}", JoseRefusalCodes.DecryptionFailed),
            (flat + ",\"tag\":\"\"}", JsonRefusalCodes.DuplicateMember),
            (WithProtected(flat, "W10"), JoseRefusalCodes.Malformed),
            (flat.Replace("\"iv\":", "\"iv\":1,\"x\":", StringComparison.Ordinal) + "}", JoseRefusalCodes.EncryptedMalformed),
            (flat.Replace("\"encrypted_key\":", "\"encrypted_key\":1,\"x\":", StringComparison.Ordinal) + "}", JoseRefusalCodes.EncryptedMalformed),
            ("[]", JoseRefusalCodes.EncryptedMalformed),
            ("{}", JoseRefusalCodes.EncryptedMalformed),
            (string.Empty, JoseRefusalCodes.EncryptedMalformed),
            ("a.b.c.d.e", JoseRefusalCodes.EncryptedMalformed),
        ];

        foreach (var (json, code) in cases)
        {
            CodeOf(json, First).Should().Be(code, json);
        }
    }

    [Fact]
    public void Of_what_is_wrong_for_several_recipients_that_for_us_is_told()
    {
        var json = Encoding.UTF8.GetString(Jwe.EncryptJson(Content, [ToFirst, ToSecond], ContentEncryption.A128Gcm));
        using var ours = DecryptionKey.FromSecret(new byte[16], "second");
        using var named = Renamed(First, "first");
        var forged = json.Replace("\"tag\":\"", "\"tag\":\"AAAA", StringComparison.Ordinal);
        var tag = JsonElement.Parse(json).GetProperty("tag").GetString()!;

        CodeOf(json, named).Should().BeNull();
        CodeOf(forged, named).Should().Be(JoseRefusalCodes.EncryptedMalformed);
        CodeOf(json.Replace(tag, "AAAAAAAAAAAAAAAAAAAAAA", StringComparison.Ordinal), named).Should().Be(JoseRefusalCodes.DecryptionFailed);

        // The first recipient is somebody else, and the second is us with a key that cannot do it.
        CodeOf(json, ours).Should().Be(JoseRefusalCodes.AlgorithmKeyMismatch);

        // The first recipient has a flaw of form, and what was meant for us was tried.
        var flawed = json.Replace("\"recipients\":[{", "\"recipients\":[{\"header\":1},{", StringComparison.Ordinal);
        CodeOf(flawed, named).Should().BeNull();
        CodeOf(flawed.Replace(tag, "AAAAAAAAAAAAAAAAAAAAAA", StringComparison.Ordinal), named).Should().Be(JoseRefusalCodes.DecryptionFailed);
    }

    [Fact]
    public void A_recipient_is_an_object_with_its_key_as_text()
    {
        var json = Encoding.UTF8.GetString(Jwe.EncryptJson(Content, [ToFirst, ToSecond], ContentEncryption.A128Gcm));
        var alone = json[..json.IndexOf("\"recipients\"", StringComparison.Ordinal)] + json[(json.IndexOf(']', StringComparison.Ordinal) + 2)..].TrimEnd('}');
        foreach (var recipient in new[] { "1", "[]", "null", "{\"encrypted_key\":1}" })
        {
            CodeOf($"{alone},\"recipients\":[{recipient}]}}", First).Should().Be(JoseRefusalCodes.EncryptedMalformed, recipient);
        }

        foreach (var recipients in new[] { "{}", "1", "null", "[{}],\"header\":{}" })
        {
            CodeOf($"{alone},\"recipients\":{recipients}}}", First).Should().Be(JoseRefusalCodes.EncryptedMalformed, recipients);
        }

        CodeOf($"{alone},\"recipients\":[{{}}]}}", First).Should().Be(JoseRefusalCodes.KeyManagementNotAllowed);
        CodeOf(json, First).Should().BeNull();
    }

    [Fact]
    public void The_encryption_is_named_in_the_protected_header_unless_the_profile_says_otherwise()
    {
        // enc and all else in the shared unprotected header, as in RFC 7520, 5.12
        using var secret = DecryptionKey.FromSecret(new byte[16]);
        var (ciphertext, tag) = ContentEncryption.A128Gcm.Encrypt(new byte[16], new byte[12], Content, []);
        var json = $$"""{"unprotected":{"alg":"dir","enc":"A128GCM"},"iv":"AAAAAAAAAAAAAAAA","ciphertext":"{{Base64Url.EncodeToString(ciphertext)}}","tag":"{{Base64Url.EncodeToString(tag)}}"}""";

        CodeOf(json, secret).Should().Be(JoseRefusalCodes.UnprotectedHeader);
        CodeOf(Signed.Bytes(json), secret, JweProfile.Default with { AllowUnprotectedEncryption = true }).Should().BeNull();
    }

    [Fact]
    public void What_the_profile_leaves_out_is_refused()
    {
        var json = Jwe.EncryptJson(Content, [ToFirst], ContentEncryption.A128Gcm);

        CodeOf(json, First, JweProfile.Default with { Algorithms = [KeyManagementAlgorithm.EcdhEsA128Kw], Encryptions = [ContentEncryption.A128Gcm] }).Should().BeNull();
        CodeOf(json, First, JweProfile.Default with { Algorithms = [KeyManagementAlgorithm.EcdhEs] }).Should().Be(JoseRefusalCodes.KeyManagementNotAllowed);
        CodeOf(json, First, JweProfile.Default with { Encryptions = [ContentEncryption.A256Gcm] }).Should().Be(JoseRefusalCodes.EncryptionNotAllowed);
        CodeOf(json, First, JweProfile.Default with { Limits = new JsonLimits(100) }).Should().Be(JsonRefusalCodes.TooLarge);
    }

    [Fact]
    public void A_public_JWK_says_itself_how_it_is_encrypted_to()
    {
        var jwk = Jwk.From(First.PublicKey!, "ours", "ECDH-ES+A128KW");
        JweRecipient.Of(jwk).Should().BeEquivalentTo(new { Algorithm = KeyManagementAlgorithm.EcdhEsA128Kw, KeyId = "ours" });
        JweRecipient.Of(Jwk.From(First.PublicKey!), KeyManagementAlgorithm.EcdhEs).Algorithm.Should().Be(KeyManagementAlgorithm.EcdhEs);
        FluentActions.Invoking(() => JweRecipient.Of(jwk, KeyManagementAlgorithm.EcdhEs)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => JweRecipient.Of(Jwk.From(First.PublicKey!))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => JweRecipient.Of(Jwk.From(First.PublicKey!, null, "RSA-OAEP-256"))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => JweRecipient.Of(Jwk.From(First.PublicKey!, null, "PBES2"))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => JweRecipient.Of(Signed.Key.PublicJwk, KeyManagementAlgorithm.EcdhEs)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => JweRecipient.Of(First.PublicKey!, KeyManagementAlgorithm.RsaOaep256)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => JweRecipient.Of(First, KeyManagementAlgorithm.EcdhEs)).Should().Throw<ArgumentException>();
        using var secret = DecryptionKey.FromSecret(new byte[16]);
        JweRecipient.Of(secret, KeyManagementAlgorithm.A128Kw).Algorithm.Should().Be(KeyManagementAlgorithm.A128Kw);
        FluentActions.Invoking(() => JweRecipient.Of(secret, KeyManagementAlgorithm.EcdhEs)).Should().Throw<ArgumentException>();
    }

    private static string WithProtected(string flat, string header) =>
        flat.Replace(JsonElement.Parse(flat + "}").GetProperty("protected").GetString()!, header, StringComparison.Ordinal) + "}";

    private static DecryptionKey Renamed(DecryptionKey key, string name)
    {
        DecryptionKey.TryParseJwk(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(key.ExportPrivateJwk()).TrimEnd('}') + $",\"kid\":\"{name}\"}}"), out var renamed, out var refusal).Should().BeTrue(refusal?.Code);
        return renamed!;
    }

    private static string? CodeOf(string json, DecryptionKey key) => CodeOf(Signed.Bytes(json), key);

    private static string? CodeOf(byte[] json, DecryptionKey key, JweProfile? profile = null) =>
        Jwe.TryDecryptJson(json, [key], profile ?? JweProfile.Default, out _, out var refusal) ? null : refusal.Code;
}

using System.Text;
using System.Text.Json;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

/// <summary>The JOSE cookbook: RFC 7520, 8037, 7797.</summary>
public class JoseCookbookTests
{
    private static readonly string[] Forms = ["compact", "json", "json_flat"];

    private static readonly JwsProfile Profile = JoseVectors.Untyped with { AllowUnprotectedHeader = true, AllowUnencodedPayload = true };

    private static readonly JweProfile Encrypted = new() { AllowUnprotectedEncryption = true };

    [Fact]
    public void Every_file_is_used_or_its_algorithm_is_named()
    {
        string[] used =
        [
            "6.nesting_signatures_and_encryption", "curve25519/ecdh-es", "curve25519/jws", "jwe/5_10.including_additional_authentication_data",
            "jwe/5_11.protecting_specific_header_fields", "jwe/5_12.protecting_content_only", "jwe/5_13.encrypting_to_multiple_recipients",
            "jwe/5_4.key_agreement_with_key_wrapping_using_ecdh-es_and_aes-keywrap_with_aes-gcm", "jwe/5_5.key_agreement_using_ecdh-es_with_aes-cbc-hmac-sha2",
            "jwe/5_6.direct_encryption_using_aes-gcm", "jwe/5_8.key_wrap_using_aes-keywrap_with_aes-gcm", "jwe/5_9.compressed_content", "jwk/3_1.ec_public_key",
            "jwk/3_2.ec_private_key", "jwk/3_3.rsa_public_key", "jwk/3_4.rsa_private_key", "jwk/3_5.symmetric_key_mac_computation", "jwk/3_6.symmetric_key_encryption",
            "jws/4_1.rsa_v15_signature", "jws/4_2.rsa-pss_signature", "jws/4_3.ecdsa_signature", "jws/4_8.multiple_signatures",
        ];
        Dictionary<string, string> unsupported = new()
        {
            ["jwe/5_1.key_encryption_using_rsa_v15_and_aes-hmac-sha2"] = "RSA1_5",
            ["jwe/5_2.key_encryption_using_rsa-oaep_with_aes-gcm"] = "RSA-OAEP",
            ["jwe/5_3.key_wrap_using_pbes2-aes-keywrap_with-aes-cbc-hmac-sha2"] = "PBES2-HS512+A256KW",
            ["jwe/5_7.key_wrap_using_aes-gcm_keywrap_with_aes-cbc-hmac-sha2"] = "A256GCMKW",
            ["jws/4_4.hmac-sha2_integrity_protection"] = "HS256",
            ["jws/4_5.signature_with_detached_content"] = "HS256",
            ["jws/4_6.protecting_specific_header_fields"] = "HS256",
            ["jws/4_7.protecting_content_only"] = "HS256",
            ["rfc7797/4.2.hmac-sha2_b64_false"] = "HS256",
            ["rfc7797/hmac-sha2_b64_false"] = "HS256",
        };
        string[] noVectors = ["package"];
        var folder = SharedFiles.PathOf("vectors/jose-cookbook");

        SharedFiles.FilesOf("vectors/jose-cookbook").Select(path => Path.GetRelativePath(folder, path)[..^".json".Length])
            .Should().BeEquivalentTo([.. used, .. unsupported.Keys, .. noVectors]).And.HaveCount(33);
        foreach (var (file, algorithm) in unsupported)
        {
            var vector = JoseVectors.Cookbook(file);
            vector.GetProperty("input").Text("alg").Should().Be(algorithm);
            foreach (var output in Forms.Where(form => vector.GetProperty("output").TryGetProperty(form, out _)).Select(form => vector.GetProperty("output").GetProperty(form)))
            {
                CodeOf(output).Should().Be(file.StartsWith("jwe", StringComparison.Ordinal) ? JoseRefusalCodes.KeyManagementNotAllowed : JoseRefusalCodes.AlgorithmNotAllowed);
            }
        }
    }

    [Theory]
    [InlineData("jws/4_1.rsa_v15_signature")]
    [InlineData("jws/4_2.rsa-pss_signature")]
    [InlineData("jws/4_3.ecdsa_signature")]
    [InlineData("curve25519/jws")]
    public async Task A_signature_is_verified_in_its_three_forms(string file)
    {
        var vector = JoseVectors.Cookbook(file);
        var input = vector.GetProperty("input");
        Jwk.TryParse(JoseVectors.PublicJwk(input.GetProperty("key")), out var jwk, out _).Should().BeTrue();
        var output = vector.GetProperty("output");

        Jws.TryParse(output.GetProperty("compact").Token(), Profile, out var jws, out _).Should().BeTrue();
        JwsJson.TryParse(output.GetProperty("json").Token(), Profile, JwsSigners.All, out var general, out _).Should().BeTrue();
        JwsJson.TryParse(output.GetProperty("json_flat").Token(), Profile, JwsSigners.All, out var flattened, out _).Should().BeTrue();
        foreach (var signature in (Jws[])[jws!, .. general!.Signatures, .. flattened!.Signatures])
        {
            Encoding.UTF8.GetString(signature.Payload.Span).Should().Be(input.Text("payload"));
            Encoding.UTF8.GetString(signature.SigningInput.Span).Should().Be(vector.GetProperty("signing").Text("sig-input"));
            jwk!.VerificationKey!.Verify(signature.Header.Algorithm, signature.SigningInput.Span, signature.Signature.Span).Should().BeTrue();
        }

        if (vector.TryGetProperty("reproducible", out _) && SigningKey.TryParseJwk(KeyWithAlgorithm(input), out var signer, out _))
        {
            using (signer)
            {
                (await signer!.SignAsync(jws!.SigningInput)).Should().Equal(jws.Signature.ToArray());
            }
        }
    }

    [Fact]
    public void Of_several_signatures_those_that_can_be_are_verified()
    {
        var vector = JoseVectors.Cookbook("jws/4_8.multiple_signatures");
        var output = vector.GetProperty("output").GetProperty("json");
        var keys = vector.GetProperty("input").GetProperty("key").EnumerateArray().ToList();

        JwsJson.TryParse(output.Token(), Profile, JwsSigners.All, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JoseRefusalCodes.AlgorithmNotAllowed);      // the third is HS256
        JwsJson.TryParse(output.Token(), Profile, JwsSigners.Named(keys[0].Text("kid")), out _, out refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JoseRefusalCodes.SignerNotFound);           // the first two have one name

        var supported = output.GetProperty("signatures").EnumerateArray().Take(2).Select(signature => signature.GetRawText());
        var json = $$"""{"payload":{{output.GetProperty("payload").GetRawText()}},"signatures":[{{string.Join(',', supported)}}]}""";
        JwsJson.TryParse(Signed.Bytes(json), Profile, JwsSigners.All, out var jws, out _).Should().BeTrue();
        jws!.Signatures.Select(signature => signature.Header.Algorithm.Jose).Should().Equal("RS256", "ES512");
        foreach (var (signature, key) in jws.Signatures.Zip(keys))
        {
            Jwk.TryParse(JoseVectors.PublicJwk(key), out var jwk, out _).Should().BeTrue();
            jwk!.VerificationKey!.Verify(signature.Header.Algorithm, signature.SigningInput.Span, signature.Signature.Span).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData("jwe/5_4.key_agreement_with_key_wrapping_using_ecdh-es_and_aes-keywrap_with_aes-gcm", 3)]
    [InlineData("jwe/5_5.key_agreement_using_ecdh-es_with_aes-cbc-hmac-sha2", 3)]
    [InlineData("jwe/5_6.direct_encryption_using_aes-gcm", 3)]
    [InlineData("jwe/5_8.key_wrap_using_aes-keywrap_with_aes-gcm", 3)]
    [InlineData("jwe/5_10.including_additional_authentication_data", 2)]
    [InlineData("jwe/5_11.protecting_specific_header_fields", 2)]
    [InlineData("jwe/5_12.protecting_content_only", 2)]
    [InlineData("curve25519/ecdh-es", 3)]
    public void A_content_is_decrypted_in_all_its_forms(string file, int forms)
    {
        var vector = JoseVectors.Cookbook(file);
        var input = vector.GetProperty("input");
        DecryptionKey.TryParseJwk(Signed.Bytes(input.GetProperty("key").GetRawText()), out var key, out var refusal).Should().BeTrue(refusal?.Message);
        var seen = 0;
        using (key)
        {
            foreach (var form in Forms.Where(form => vector.GetProperty("output").TryGetProperty(form, out _)))
            {
                seen++;
                var token = vector.GetProperty("output").GetProperty(form).Token();
                var decrypted = form is "compact"
                    ? Jwe.TryDecrypt(token, [key!], Encrypted, out var jwe, out refusal)
                    : Jwe.TryDecryptJson(token, [key!], Encrypted, out jwe, out refusal);

                decrypted.Should().BeTrue(form + refusal?.Code);
                Encoding.UTF8.GetString(jwe!.Plaintext.Span).Should().Be(input.Text("plaintext"));
                Encoding.UTF8.GetString(jwe.AdditionalData.Span).Should().Be(input.TryGetProperty("aad", out var aad) ? aad.GetString() : string.Empty);
            }
        }

        seen.Should().Be(forms);
    }

    [Fact]
    public void Of_several_recipients_ours_is_found()
    {
        var vector = JoseVectors.Cookbook("jwe/5_13.encrypting_to_multiple_recipients");
        var token = vector.GetProperty("output").GetProperty("json").Token();
        var keys = vector.GetProperty("input").GetProperty("key");
        DecryptionKey.TryParseJwk(Signed.Bytes(keys[1].GetRawText()), out var key, out _).Should().BeTrue();
        DecryptionKey.TryParseJwk(Signed.Bytes(keys[0].GetRawText()), out var rsa, out _).Should().BeTrue();
        using (key)
        using (rsa)
        {
            Jwe.TryDecryptJson(token, [key!], JweProfile.Default, out var jwe, out _).Should().BeTrue();
            Encoding.UTF8.GetString(jwe!.Plaintext.Span).Should().Be(vector.GetProperty("input").Text("plaintext"));
            jwe.Header.Algorithm.Should().Be(KeyManagementAlgorithm.EcdhEsA256Kw);

            // The RSA key's share is RSA1_5.
            Jwe.TryDecryptJson(token, [rsa!], JweProfile.Default, out _, out var refusal).Should().BeFalse();
            refusal!.Code.Should().Be(JoseRefusalCodes.KeyManagementNotAllowed);
        }
    }

    [Fact]
    [Attack("JWE-01")]
    public void Compressed_content_is_refused()
    {
        var vector = JoseVectors.Cookbook("jwe/5_9.compressed_content");
        foreach (var form in Forms)
        {
            CodeOf(vector.GetProperty("output").GetProperty(form)).Should().Be(JoseRefusalCodes.ZipDisabled);
        }
    }

    [Fact]
    public void The_nested_one_is_made_by_RSA_OAEP_and_its_inner_one_is_right()
    {
        var vector = JoseVectors.Cookbook("6.nesting_signatures_and_encryption");
        CodeOf(vector.GetProperty("encrypt").GetProperty("output").GetProperty("compact")).Should().Be(JoseRefusalCodes.KeyManagementNotAllowed);

        Jwk.TryParse(JoseVectors.PublicJwk(vector.GetProperty("sign").GetProperty("input").GetProperty("key")), out var jwk, out _).Should().BeTrue();
        Jws.TryParse(vector.GetProperty("sign").GetProperty("output").GetProperty("compact").Token(), Profile, out var jws, out _).Should().BeTrue();
        jwk!.VerificationKey!.Verify(jws!.Header.Algorithm, jws.SigningInput.Span, jws.Signature.Span).Should().BeTrue();
    }

    [Fact]
    public void Keys_are_read()
    {
        foreach (var file in (string[])["jwk/3_1.ec_public_key", "jwk/3_3.rsa_public_key"])
        {
            Jwk.TryParse(Signed.Bytes(JoseVectors.Cookbook(file).GetRawText()), out var jwk, out _).Should().BeTrue();
            jwk!.VerificationKey.Should().NotBeNull();
        }

        foreach (var file in (string[])["jwk/3_2.ec_private_key", "jwk/3_4.rsa_private_key"])
        {
            var text = JoseVectors.Cookbook(file).GetRawText();
            Jwk.TryParse(Signed.Bytes(text), out _, out var refusal).Should().BeFalse();
            refusal!.Code.Should().Be(KeyRefusalCodes.PrivateInPublicSet);
            SigningKey.TryParseJwk(Signed.Bytes(text.TrimEnd()[..^1] + (file.Contains("rsa", StringComparison.Ordinal) ? ",\"alg\":\"PS256\"}" : "}")), out var key, out refusal).Should().BeTrue(refusal?.Message);
            key!.Dispose();
        }

        // Secrets: one for MACs, which is not used here, and one to encrypt with.
        DecryptionKey.TryParseJwk(Signed.Bytes(JoseVectors.Cookbook("jwk/3_5.symmetric_key_mac_computation").GetRawText()), out _, out var use).Should().BeFalse();
        use!.Code.Should().Be(KeyRefusalCodes.UseViolation);
        DecryptionKey.TryParseJwk(Signed.Bytes(JoseVectors.Cookbook("jwk/3_6.symmetric_key_encryption").GetRawText()), out var secret, out _).Should().BeTrue();
        secret!.Dispose();
    }

    private static byte[] KeyWithAlgorithm(JsonElement input) =>
        Signed.Bytes(input.GetProperty("key").GetRawText().TrimEnd()[..^1] + (input.Text("alg") is "EdDSA" ? "}" : $",\"alg\":\"{input.Text("alg")}\"}}"));

    private static string? CodeOf(JsonElement output)
    {
        var token = output.Token();
        var isJwe = output.ValueKind is JsonValueKind.Object
            ? output.TryGetProperty("ciphertext", out _)
            : output.GetString()!.Count(letter => letter == '.') == 4;
        using var key = DecryptionKey.FromSecret(new byte[32]);
        Refusal? refusal;
        if (isJwe)
        {
            _ = output.ValueKind is JsonValueKind.Object
                ? Jwe.TryDecryptJson(token, [key], Encrypted, out _, out refusal)
                : Jwe.TryDecrypt(token, [key], Encrypted, out _, out refusal);
        }
        else if (output.ValueKind is JsonValueKind.Object && !output.TryGetProperty("payload", out _))
        {
            JwsJson.TryParseDetached(token, default, Profile, JwsSigners.All, out _, out refusal);
        }
        else
        {
            _ = output.ValueKind is JsonValueKind.Object
                ? JwsJson.TryParse(token, Profile, JwsSigners.All, out _, out refusal)
                : Jws.TryParse(token, Profile, out _, out refusal);
        }

        return refusal?.Code;
    }
}

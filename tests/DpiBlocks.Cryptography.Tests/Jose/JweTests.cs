using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

public class JweTests
{
    private static readonly RSA SharedRsa = RSA.Create(2048);
    private static readonly byte[] Content = "A secret for one pair of eyes."u8.ToArray();

    public static TheoryData<string, string> Combinations
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var algorithm in KeyManagementAlgorithm.All)
            {
                foreach (var encryption in ContentEncryption.All)
                {
                    all.Add(algorithm.Jose, encryption.Jose);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    [Attack("JWE-05")]
    public void Every_combination_is_read_again_and_no_changed_part_is(string alg, string enc)
    {
        var algorithm = KeyManagementAlgorithm.All.Single(candidate => candidate.Jose == alg);
        var encryption = ContentEncryption.All.Single(candidate => candidate.Jose == enc);
        foreach (var (key, recipient) in Keys(algorithm, encryption))
        {
            using (key)
            {
                var header = new JweEncryptionHeader
                {
                    ContentType = "text/plain",
                    Type = "test",
                    PartyUInfo = "Alice"u8.ToArray(),
                    PartyVInfo = "Bob"u8.ToArray(),
                    WriteMore = writer => writer.WriteString("x", "more"),
                };
                var compact = Encoding.ASCII.GetString(Jwe.Encrypt(Content, recipient, encryption, header));

                Jwe.TryDecrypt(Signed.Bytes(compact), [key], JweProfile.Default, out var jwe, out var refusal).Should().BeTrue(refusal?.Code);
                jwe!.Plaintext.ToArray().Should().Equal(Content);
                jwe.Header.Should().BeEquivalentTo(new { Algorithm = algorithm, Encryption = encryption, Type = "test", ContentType = "text/plain" });
                Encoding.UTF8.GetString(jwe.Header.Utf8.Span).Should().Contain("\"x\":\"more\"");
                if (alg.StartsWith("ECDH", StringComparison.Ordinal))
                {
                    Encoding.UTF8.GetString(jwe.Header.PartyUInfo.Span).Should().Be("Alice");
                    Encoding.UTF8.GetString(jwe.Header.PartyVInfo.Span).Should().Be("Bob");
                }

                // A change of one bit in each part, the form being kept
                var parts = compact.Split('.');
                for (var i = 0; i < 5; i++)
                {
                    if (parts[i].Length > 0)
                    {
                        var changed = (string[])parts.Clone();
                        changed[i] = i == 0 ? Reheader(parts[0], "\"more\"", "\"less\"") : Flip(parts[i]);
                        CodeOf(string.Join('.', changed), key).Should().Be(JoseRefusalCodes.DecryptionFailed, $"{recipient.Algorithm} part {i}");
                    }
                }
            }
        }
    }

    [Fact]
    [Attack("JWE-05")]
    public void Whatever_is_wrong_inside_is_told_by_one_and_the_same_refusal()
    {
        using var rsa = RsaKey();
        var recipient = JweRecipient.Of(rsa.PublicKey!, KeyManagementAlgorithm.RsaOaep256);
        var parts = Text(Jwe.Encrypt(Content, recipient, ContentEncryption.A128CbcHs256)).Split('.');
        string With(int part, string value) => string.Join('.', parts.Select((text, index) => index == part ? value : text));
        string[] wrong =
        [
            With(1, Flip(parts[1])), With(1, Base64Url.EncodeToString(new byte[256])), With(1, Base64Url.EncodeToString(new byte[255])), With(1, string.Empty),
            With(1, Base64Url.EncodeToString(rsa.PublicKey!.EncryptOaep(new byte[16], HashAlgorithmName.SHA256))),
            With(1, Base64Url.EncodeToString(rsa.PublicKey!.EncryptOaep(new byte[32], HashAlgorithmName.SHA256))),
            With(2, Flip(parts[2])), With(3, Flip(parts[3])), With(4, Flip(parts[4])),
        ];
        var refusals = wrong.Select(token =>
        {
            Jwe.TryDecrypt(Signed.Bytes(token), [rsa], JweProfile.Default, out _, out var refusal).Should().BeFalse();
            return refusal;
        }).ToList();

        refusals.Should().OnlyContain(refusal => ReferenceEquals(refusal, refusals[0]));
        refusals[0]!.Code.Should().Be(JoseRefusalCodes.DecryptionFailed);
    }

    [Theory]
    [Attack("JWE-01", "JWE-02", "JWE-03", "JWE-04")]
    [InlineData("\"RSA-OAEP-256\"", ",\"zip\":\"DEF\"", JoseRefusalCodes.ZipDisabled)]
    [InlineData("\"RSA-OAEP-256\"", ",\"zip\":\"X\"", JoseRefusalCodes.ZipDisabled)]
    [InlineData("\"RSA-OAEP-256\"", ",\"zip\":null", JoseRefusalCodes.ZipDisabled)]
    [InlineData("\"RSA1_5\"", "", JoseRefusalCodes.KeyManagementNotAllowed)]
    [InlineData("\"RSA-OAEP\"", "", JoseRefusalCodes.KeyManagementNotAllowed)]
    [InlineData("\"PBES2-HS256+A128KW\"", ",\"p2c\":2147483647,\"p2s\":\"c2FsdHNhbHQ\"", JoseRefusalCodes.KeyManagementNotAllowed)]
    [InlineData("\"PBES2-HS256+A128KW\"", ",\"p2c\":-1,\"p2s\":\"c2FsdHNhbHQ\"", JoseRefusalCodes.KeyManagementNotAllowed)]
    [InlineData("\"PBES2-HS256+A128KW\"", ",\"p2c\":0,\"p2s\":\"c2FsdHNhbHQ\"", JoseRefusalCodes.KeyManagementNotAllowed)]
    [InlineData("\"PBES2-HS256+A128KW\"", ",\"p2c\":1,\"p2s\":\"c2FsdHNhbHQ\"", JoseRefusalCodes.KeyManagementNotAllowed)]
    [InlineData("\"PBES2-HS256+A128KW\"", ",\"p2c\":1.5,\"p2s\":\"c2FsdHNhbHQ\"", JoseRefusalCodes.KeyManagementNotAllowed)]
    [InlineData("\"PBES2-HS256+A128KW\"", ",\"p2c\":\"8192\",\"p2s\":\"c2FsdHNhbHQ\"", JoseRefusalCodes.KeyManagementNotAllowed)]
    [InlineData("\"PBES2-HS256+A128KW\"", ",\"p2c\":8192,\"p2s\":\"cw\"", JoseRefusalCodes.KeyManagementNotAllowed)]
    [InlineData("\"A128GCMKW\"", "", JoseRefusalCodes.KeyManagementNotAllowed)]
    [InlineData("\"none\"", "", JoseRefusalCodes.KeyManagementNotAllowed)]
    [InlineData("\"ES256\"", "", JoseRefusalCodes.KeyManagementNotAllowed)]
    [InlineData("1", "", JoseRefusalCodes.EncryptedMalformed)]
    [InlineData("[\"RSA-OAEP-256\"]", "", JoseRefusalCodes.EncryptedMalformed)]
    [InlineData("\"ECDH-ES\"", "", JoseRefusalCodes.EncryptedMalformed)]
    [InlineData("\"dir\"", "", JoseRefusalCodes.EncryptedMalformed)]
    [InlineData("\"A128KW\"", "", JoseRefusalCodes.AlgorithmKeyMismatch)]
    [InlineData("\"RSA-OAEP-256\"", ",\"crit\":[\"x\"],\"x\":1", JoseRefusalCodes.CriticalUnsupported)]
    [InlineData("\"RSA-OAEP-256\"", ",\"crit\":[\"b64\"],\"b64\":true", JoseRefusalCodes.CriticalUnsupported)]
    [InlineData("\"RSA-OAEP-256\"", ",\"crit\":[\"zip\"]", JoseRefusalCodes.CriticalInvalid)]
    [InlineData("\"RSA-OAEP-256\"", ",\"crit\":[]", JoseRefusalCodes.CriticalInvalid)]
    [InlineData("\"RSA-OAEP-256\"", ",\"kid\":1", JoseRefusalCodes.EncryptedMalformed)]
    [InlineData("\"RSA-OAEP-256\"", ",\"alg\":\"RSA-OAEP-256\"", JsonRefusalCodes.DuplicateMember)]
    [InlineData("\"RSA-OAEP-256\"", ",\"x\":1", null)]
    public void The_header_is_read_before_any_key_is_used(string alg, string more, string? code)
    {
        using var key = RsaKey();
        var token = ByHand($$"""{"alg":{{alg}},"enc":"A128GCM"{{more}}}""", key.PublicKey!);

        CodeOf(token, key).Should().Be(code);
        if (code is not null)
        {
            Bounded.Run(TimeSpan.FromMilliseconds(50), 256 * 1024, () => CodeOf(token, key));
        }
    }

    [Fact]
    [Attack("JWE-01")]
    public void A_content_that_would_inflate_to_a_thousand_times_its_size_is_not_looked_at()
    {
        using var key = DecryptionKey.FromSecret(new byte[16]);
        using var packed = new MemoryStream();
        using (var deflate = new System.IO.Compression.DeflateStream(packed, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(new byte[40_000_000]);
        }

        var recipient = JweRecipient.Of(key, KeyManagementAlgorithm.Direct);
        var zipped = Jwe.Encrypt(packed.ToArray(), recipient, ContentEncryption.A128Gcm, new JweEncryptionHeader { WriteMore = writer => writer.WriteString("zip", "DEF") });
        var plain = Jwe.Encrypt(packed.ToArray(), recipient, ContentEncryption.A128Gcm);

        Bounded.Run(TimeSpan.FromMilliseconds(200), 1 << 20, () => CodeOf(Text(zipped), key).Should().Be(JoseRefusalCodes.ZipDisabled));
        CodeOf(Text(plain), key).Should().BeNull();
    }

    [Fact]
    [Attack("JWE-03", "JWE-04")]
    public void RSA1_5_is_refused_before_its_padding_is_looked_at()
    {
        using var rsa = RSA.Create(2048);
        using var key = Import(rsa);
        var header = """{"alg":"RSA1_5","enc":"A128GCM"}""";
        var good = rsa.Encrypt(new byte[16], RSAEncryptionPadding.Pkcs1);
        var otherLength = rsa.Encrypt(new byte[15], RSAEncryptionPadding.Pkcs1);
        foreach (var encryptedKey in (byte[][])[good, otherLength, new byte[256], rsa.Encrypt(new byte[16], RSAEncryptionPadding.OaepSHA256)])
        {
            CodeOf(ByHand(header, encryptedKey), key).Should().Be(JoseRefusalCodes.KeyManagementNotAllowed);
        }

        CodeOf(ByHand(header.Replace("RSA1_5", "RSA-OAEP-256", StringComparison.Ordinal), rsa.Encrypt(new byte[16], RSAEncryptionPadding.OaepSHA256)), key).Should().BeNull();
    }

    [Fact]
    [Attack("JWE-04")]
    public void A_key_is_used_for_the_algorithm_it_names_only()
    {
        using var rsa = RSA.Create(2048);
        using var bound = Import(rsa, "RSA-OAEP-256");
        using var other = Import(rsa, "RSA-OAEP");
        var token = Jwe.Encrypt(Content, JweRecipient.Of(bound.PublicKey!, KeyManagementAlgorithm.RsaOaep256), ContentEncryption.A256Gcm);

        CodeOf(Text(token), bound).Should().BeNull();
        CodeOf(Text(token), other).Should().Be(JoseRefusalCodes.AlgorithmKeyMismatch);
        using var p256 = DecryptionKey.Generate("P-256");
        CodeOf(Text(token), p256).Should().Be(JoseRefusalCodes.AlgorithmKeyMismatch);
    }

    // RFC 7520, 5.6: a shared secret names the encryption that it is for.
    [Theory]
    [Attack("JWE-04")]
    [InlineData("A128GCM", null)]
    [InlineData("dir", null)]
    [InlineData("A192GCM", JoseRefusalCodes.AlgorithmKeyMismatch)]
    [InlineData("A128KW", JoseRefusalCodes.AlgorithmKeyMismatch)]
    public void A_shared_secret_is_used_for_the_encryption_it_names_only(string algorithm, string? code)
    {
        DecryptionKey.TryParseJwk(Signed.Bytes($$"""{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAA","alg":"{{algorithm}}"}"""), out var key, out var refusal).Should().BeTrue(refusal?.Code);
        using (key)
        {
            using var secret = DecryptionKey.FromSecret(new byte[16]);
            CodeOf(Text(Jwe.Encrypt(Content, JweRecipient.Of(secret, KeyManagementAlgorithm.Direct), ContentEncryption.A128Gcm)), key!).Should().Be(code);
        }
    }

    [Theory]
    [Attack("JWE-06", "JWE-08")]
    [InlineData("A128GCM", 2, 0)]
    [InlineData("A128GCM", 2, 8)]
    [InlineData("A128GCM", 2, 11)]
    [InlineData("A128GCM", 2, 13)]
    [InlineData("A128GCM", 2, 16)]
    [InlineData("A128GCM", 4, 0)]
    [InlineData("A128GCM", 4, 8)]
    [InlineData("A128GCM", 4, 12)]
    [InlineData("A128GCM", 4, 15)]
    [InlineData("A128GCM", 4, 17)]
    [InlineData("A128GCM", 4, 32)]
    [InlineData("A128CBC-HS256", 2, 0)]
    [InlineData("A128CBC-HS256", 2, 12)]
    [InlineData("A128CBC-HS256", 2, 17)]
    [InlineData("A128CBC-HS256", 3, 0)]
    [InlineData("A128CBC-HS256", 3, 1)]
    [InlineData("A128CBC-HS256", 3, 15)]
    [InlineData("A128CBC-HS256", 3, 17)]
    [InlineData("A128CBC-HS256", 4, 8)]
    [InlineData("A128CBC-HS256", 4, 15)]
    [InlineData("A128CBC-HS256", 4, 32)]
    [InlineData("A256CBC-HS512", 4, 16)]
    [InlineData("A256CBC-HS512", 4, 64)]
    public void A_part_of_an_impossible_length_is_malformed(string enc, int part, int length)
    {
        var encryption = ContentEncryption.All.Single(candidate => candidate.Jose == enc);
        using var key = DecryptionKey.FromSecret(RandomNumberGenerator.GetBytes(encryption.KeyBytes));
        var parts = Text(Jwe.Encrypt(Content, JweRecipient.Of(key, KeyManagementAlgorithm.Direct), encryption)).Split('.');
        CodeOf(string.Join('.', parts), key).Should().BeNull();
        _ = StrictBase64Url.TryDecode(parts[part], out var bytes);
        Array.Resize(ref bytes, length);
        parts[part] = Base64Url.EncodeToString(bytes);

        CodeOf(string.Join('.', parts), key).Should().Be(JoseRefusalCodes.EncryptedMalformed);
    }

    [Fact]
    [Attack("JWE-08")]
    public void The_length_of_the_authenticated_data_is_counted_in_64_bits()
    {
        // RFC 7518, 5.2.2.1, step 4: the length in bits, which passes 2^32 at 512 MiB. Here the form of it, at a size that costs nothing.
        var key = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var (ciphertext, tag) = AesCbcHmac.Encrypt(key, new byte[16], Content, new byte[0x20_0001], HashAlgorithmName.SHA256);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.AsSpan(0, 16));
        hmac.AppendData(new byte[0x20_0001]);
        hmac.AppendData(new byte[16]);
        hmac.AppendData(ciphertext);
        hmac.AppendData([0, 0, 0, 0, 1, 0, 0, 8]);

        tag.Should().Equal(hmac.GetHashAndReset()[..16]);
    }

    [Theory]
    [Attack("JWE-07")]
    [InlineData("P-256", """{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", KeyRefusalCodes.InvalidPoint)]
    [InlineData("P-256", """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a1"}""", EncodingRefusalCodes.Base64Url)]
    [InlineData("P-256", """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a4"}""", KeyRefusalCodes.InvalidPoint)]
    [InlineData("P-256", """{"kty":"EC","crv":"P-256","x":"","y":""}""", KeyRefusalCodes.InvalidPoint)]
    [InlineData("P-384", """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""", KeyRefusalCodes.InvalidPoint)]
    [InlineData("X25519", """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""", KeyRefusalCodes.InvalidPoint)]
    [InlineData("P-256", """{"kty":"EC","crv":"secp256k1","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""", KeyRefusalCodes.InvalidPoint)]
    [InlineData("X25519", """{"kty":"OKP","crv":"X25519","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", KeyRefusalCodes.InvalidPoint)]
    [InlineData("X25519", """{"kty":"OKP","crv":"X25519","x":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", KeyRefusalCodes.InvalidPoint)]
    [InlineData("X25519", """{"kty":"OKP","crv":"X25519","x":"4Ot6fDtBuK4WVuP68Z_EatoJjeucMrH9hmIFFl9JuAA"}""", KeyRefusalCodes.InvalidPoint)]
    [InlineData("X25519", """{"kty":"OKP","crv":"X25519","x":"X5yVvKNQjCSx0LFVnIPvWwREXMRYHI6G2CJO3dCfEVc"}""", KeyRefusalCodes.InvalidPoint)]
    [InlineData("X25519", """{"kty":"OKP","crv":"X25519","x":"7P_______________________________________38"}""", KeyRefusalCodes.InvalidPoint)]
    [InlineData("X25519", """{"kty":"OKP","crv":"X25519","x":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", KeyRefusalCodes.InvalidPoint)]
    [InlineData("X25519", """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""", KeyRefusalCodes.UseViolation)]
    [InlineData("P-256", "null", KeyRefusalCodes.Malformed)]
    [InlineData("P-256", "[]", KeyRefusalCodes.Malformed)]
    [InlineData("P-256", """{"kty":"oct","k":"AAAA"}""", KeyRefusalCodes.PrivateInPublicSet)]
    public void An_ephemeral_key_that_is_no_point_of_our_curve_is_refused(string curve, string epk, string code)
    {
        using var key = DecryptionKey.Generate(curve);
        var header = Base64Url.EncodeToString(Signed.Bytes($$"""{"alg":"ECDH-ES","enc":"A128GCM","epk":{{epk}}}"""));

        CodeOf($"{header}..AAAAAAAAAAAAAAAA.AA.AAAAAAAAAAAAAAAAAAAAAA", key).Should().Be(code);
        CodeOf(Text(Jwe.Encrypt(Content, JweRecipient.Of(key.PublicKey!, KeyManagementAlgorithm.EcdhEs), ContentEncryption.A128Gcm)), key).Should().BeNull();
    }

    [Fact]
    public void Five_parts_in_base64url_are_read_and_nothing_else()
    {
        using var key = RsaKey();
        var token = ByHand("""{"alg":"RSA-OAEP-256","enc":"A128GCM"}""", key.PublicKey!);
        var parts = token.Split('.');

        CodeOf(token, key).Should().BeNull();
        foreach (var text in (string[])
        [
            string.Empty, ".", "....", parts[0], string.Join('.', parts[..3]), string.Join('.', parts[..4]), $"{token}.", $"{token}.{parts[4]}",
            token[parts[0].Length..], $"{{{token}",
        ])
        {
            CodeOf(text, key).Should().Be(JoseRefusalCodes.EncryptedMalformed, text);
        }

        for (var i = 0; i < parts.Length; i++)
        {
            var changed = (string[])parts.Clone();
            changed[i] += "=";
            CodeOf(string.Join('.', changed), key).Should().Be(EncodingRefusalCodes.Base64Url);
        }

        CodeOf($"W10{token[parts[0].Length..]}", key).Should().Be(JoseRefusalCodes.EncryptedMalformed);
    }

    [Fact]
    [Attack("JWE-13")]
    public void A_token_over_the_limit_of_its_kind_is_refused()
    {
        using var key = DecryptionKey.FromSecret(new byte[16]);
        var token = Jwe.Encrypt(Content, JweRecipient.Of(key, KeyManagementAlgorithm.Direct), ContentEncryption.A128Gcm);
        string? CodeFor(int limit) =>
            Jwe.TryDecrypt(token, [key], JweProfile.Default with { Limits = new JsonLimits(limit) }, out _, out var refusal) ? null : refusal.Code;

        CodeFor(token.Length).Should().BeNull();
        CodeFor(token.Length - 1).Should().Be(JoseRefusalCodes.TooLarge);
    }

    [Fact]
    [Attack("JWE-07")]
    public void An_agreement_without_an_ephemeral_key_is_malformed()
    {
        using var key = DecryptionKey.Generate("P-256");
        var header = Base64Url.EncodeToString("""{"alg":"ECDH-ES","enc":"A128GCM"}"""u8);

        CodeOf($"{header}..AAAAAAAAAAAAAAAA.AA.AAAAAAAAAAAAAAAAAAAAAA", key).Should().Be(JoseRefusalCodes.EncryptedMalformed);
    }

    [Theory]
    [Attack("JWE-09")]
    [InlineData("ECDH-ES")]
    [InlineData("RSA-OAEP-256")]
    [InlineData("dir")]
    public async Task An_encrypted_token_is_never_taken_for_a_signed_one(string alg)
    {
        var algorithm = KeyManagementAlgorithm.All.Single(candidate => candidate.Jose == alg);
        var (key, recipient) = Keys(algorithm, ContentEncryption.A128Gcm).First();
        using (key)
        {
            var compact = Jwe.Encrypt(Signed.Bytes(Signed.Payload), recipient, ContentEncryption.A128Gcm, new JweEncryptionHeader { Type = "test+jwt" });
            var json = Jwe.EncryptJson(Signed.Bytes(Signed.Payload), [recipient], ContentEncryption.A128Gcm);

            (await Signed.CodeOf(Text(compact))).Should().Be(JoseRefusalCodes.NotSigned);
            JwsJson.TryParse(json, Signed.Requirements.Profile, JwsSigners.All, out _, out var refusal).Should().BeFalse();
            refusal!.Code.Should().Be(JoseRefusalCodes.NotSigned);
            (await Signed.CodeOf(Signed.Token())).Should().BeNull();
        }
    }

    [Fact]
    [Attack("JWE-10")]
    public async Task Of_a_nested_token_the_inner_one_is_judged_as_any_other()
    {
        using var key = DecryptionKey.Generate("P-256");
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Es256);
        async Task<string?> CodeOf(string inner, string? contentType = "JWT", DecryptionKey? decryption = null)
        {
            var outer = Jwe.Encrypt(
                Signed.Bytes(inner), JweRecipient.Of(key.PublicKey!, KeyManagementAlgorithm.EcdhEsA128Kw), ContentEncryption.A256Gcm, new JweEncryptionHeader { ContentType = contentType });
            return (await Signed.Verifier().VerifyNestedAsync(outer, [decryption ?? key], JweProfile.Default, Signed.Requirements)).Refusal?.Code;
        }

        (await CodeOf(Signed.Token())).Should().BeNull();
        (await CodeOf(Signed.Token(), "jwt")).Should().BeNull();
        (await CodeOf(Signed.Token(key: stranger))).Should().Be(SignatureRefusalCodes.Invalid);
        (await CodeOf(Signed.Token(Signed.Header.Replace("ES256", "none", StringComparison.Ordinal)))).Should().Be(JoseRefusalCodes.AlgorithmNotAllowed);
        (await CodeOf(Signed.Token(payload: Signed.Payload.Replace("1800000300", "1", StringComparison.Ordinal)))).Should().Be(ValidityRefusalCodes.Expired);
        (await CodeOf(Signed.Payload)).Should().Be(JoseRefusalCodes.Malformed);
        (await CodeOf(Signed.Token(), null)).Should().Be(JoseRefusalCodes.NotNested);
        (await CodeOf(Signed.Token(), "json")).Should().Be(JoseRefusalCodes.NotNested);
        using var other = DecryptionKey.Generate("P-256");
        (await CodeOf(Signed.Token(), decryption: other)).Should().Be(JoseRefusalCodes.DecryptionFailed);
    }

    [Fact]
    [Attack("JWE-11")]
    public void A_shared_secret_has_the_length_of_the_encryption_and_there_is_no_encrypted_key()
    {
        using var key = DecryptionKey.FromSecret(RandomNumberGenerator.GetBytes(16));
        using var longer = DecryptionKey.FromSecret(RandomNumberGenerator.GetBytes(32));
        var token = Text(Jwe.Encrypt(Content, JweRecipient.Of(key, KeyManagementAlgorithm.Direct), ContentEncryption.A128Gcm));

        CodeOf(token, key).Should().BeNull();
        CodeOf(token, longer).Should().Be(KeyRefusalCodes.KeySize);
        CodeOf(token.Replace("..", ".AAAA.", StringComparison.Ordinal), key).Should().Be(JoseRefusalCodes.EncryptedMalformed);
        FluentActions.Invoking(() => Jwe.Encrypt(Content, JweRecipient.Of(longer, KeyManagementAlgorithm.Direct), ContentEncryption.A128Gcm)).Should().Throw<ArgumentException>();

        // ECDH-ES likewise, and the key that wraps
        using var p256 = DecryptionKey.Generate("P-256");
        var agreed = Text(Jwe.Encrypt(Content, JweRecipient.Of(p256.PublicKey!, KeyManagementAlgorithm.EcdhEs), ContentEncryption.A128Gcm));
        CodeOf(agreed.Replace("..", ".AAAA.", StringComparison.Ordinal), p256).Should().Be(JoseRefusalCodes.EncryptedMalformed);
        var wrapped = Text(Jwe.Encrypt(Content, JweRecipient.Of(longer, KeyManagementAlgorithm.A256Kw), ContentEncryption.A128Gcm));
        CodeOf(wrapped, longer).Should().BeNull();
        CodeOf(wrapped, key).Should().Be(KeyRefusalCodes.KeySize);
        FluentActions.Invoking(() => JweRecipient.Of(key, KeyManagementAlgorithm.A256Kw)).Should().Throw<ArgumentException>();
    }

    [Theory]
    [Attack("JWE-11")]
    [InlineData("A128GCM", 16, null)]
    [InlineData("A128GCM", 15, JoseRefusalCodes.DecryptionFailed)]
    [InlineData("A128GCM", 24, JoseRefusalCodes.DecryptionFailed)]
    [InlineData("A128GCM", 32, JoseRefusalCodes.DecryptionFailed)]
    [InlineData("A128GCM", 1, JoseRefusalCodes.DecryptionFailed)]
    [InlineData("A128GCM", 0, JoseRefusalCodes.DecryptionFailed)]
    public void A_content_key_that_was_sent_has_the_length_of_the_encryption(string enc, int length, string? code)
    {
        using var key = RsaKey();
        var contentKey = new byte[length];
        var encryptedKey = key.PublicKey!.EncryptOaep(contentKey, HashAlgorithmName.SHA256);
        var header = Base64Url.EncodeToString(Signed.Bytes($$"""{"alg":"RSA-OAEP-256","enc":"{{enc}}"}"""));
        var (ciphertext, tag) = (new byte[Content.Length], new byte[16]);
        if (length is 16 or 24 or 32)
        {
            using var gcm = new AesGcm(contentKey, 16);
            gcm.Encrypt(new byte[12], Content, ciphertext, tag, Signed.Bytes(header));
        }

        var token = string.Join(
            '.', header, Base64Url.EncodeToString(encryptedKey), Base64Url.EncodeToString(new byte[12]), Base64Url.EncodeToString(ciphertext), Base64Url.EncodeToString(tag));
        CodeOf(token, key).Should().Be(code);
    }

    [Fact]
    public void The_key_id_chooses_among_our_keys()
    {
        using var first = DecryptionKey.FromSecret(RandomNumberGenerator.GetBytes(16), "first");
        using var second = DecryptionKey.FromSecret(RandomNumberGenerator.GetBytes(16), "second");
        using var nameless = DecryptionKey.FromSecret(RandomNumberGenerator.GetBytes(16));
        var token = Jwe.Encrypt(Content, JweRecipient.Of(second, KeyManagementAlgorithm.Direct), ContentEncryption.A128Gcm);
        string? CodeOf(params DecryptionKey[] keys) => Jwe.TryDecrypt(token, keys, JweProfile.Default, out _, out var refusal) ? null : refusal.Code;

        CodeOf(first, second).Should().BeNull();
        CodeOf(nameless, second).Should().BeNull();
        CodeOf(first).Should().Be(JoseRefusalCodes.RecipientNotFound);
        CodeOf().Should().Be(JoseRefusalCodes.RecipientNotFound);
        CodeOf(nameless).Should().Be(JoseRefusalCodes.DecryptionFailed);
    }

    [Fact]
    [Attack("SIG-08")]
    public void Nobody_can_give_the_initialization_vector_or_the_content_key()
    {
        typeof(Jwe).GetMethods().Where(method => method.Name.StartsWith("Encrypt", StringComparison.Ordinal))
            .SelectMany(method => method.GetParameters()).Select(parameter => parameter.Name).Distinct()
            .Should().BeEquivalentTo("plaintext", "recipient", "recipients", "encryption", "header", "additionalData");

        using var key = DecryptionKey.FromSecret(new byte[16]);
        var recipient = JweRecipient.Of(key, KeyManagementAlgorithm.Direct);
        var vectors = Enumerable.Range(0, 1_000).Select(_ => Text(Jwe.Encrypt(Content, recipient, ContentEncryption.A128Gcm)).Split('.')[2]).ToList();
        vectors.Should().OnlyHaveUniqueItems();
    }

    private static IEnumerable<(DecryptionKey Key, JweRecipient Recipient)> Keys(KeyManagementAlgorithm algorithm, ContentEncryption encryption)
    {
        if (algorithm.Jose.StartsWith("ECDH", StringComparison.Ordinal))
        {
            foreach (var curve in (string[])["P-256", "P-384", "P-521", "X25519"])
            {
                var key = DecryptionKey.Generate(curve);
                yield return (key, JweRecipient.Of(key.PublicKey!, algorithm, "ours"));
            }
        }
        else if (algorithm == KeyManagementAlgorithm.RsaOaep256)
        {
            var key = RsaKey();
            yield return (key, JweRecipient.Of(key.PublicKey!, algorithm, "ours"));
        }
        else
        {
            var key = DecryptionKey.FromSecret(RandomNumberGenerator.GetBytes(algorithm.WrapBytes == 0 ? encryption.KeyBytes : algorithm.WrapBytes), "ours");
            yield return (key, JweRecipient.Of(key, algorithm));
        }
    }

    private static DecryptionKey RsaKey() => Import(SharedRsa);

    private static DecryptionKey Import(RSA rsa, string? algorithm = null)
    {
        var values = rsa.ExportParameters(true);
        var members = new Dictionary<string, byte[]>
        {
            ["n"] = values.Modulus!,
            ["e"] = values.Exponent!,
            ["d"] = values.D!,
            ["p"] = values.P!,
            ["q"] = values.Q!,
            ["dp"] = values.DP!,
            ["dq"] = values.DQ!,
            ["qi"] = values.InverseQ!,
        };
        var jwk = $"{{\"kty\":\"RSA\",{(algorithm is null ? "" : $"\"alg\":\"{algorithm}\",")}{string.Join(',', members.Select(member => $"\"{member.Key}\":\"{Base64Url.EncodeToString(member.Value)}\""))}}}";
        DecryptionKey.TryParseJwk(Signed.Bytes(jwk), out var key, out var refusal).Should().BeTrue(refusal?.Message);
        return key!;
    }

    // A JWE with any header, whose encryption is right by RSA-OAEP-256, a content key of zeros, and A128GCM.
    private static string ByHand(string header, EncryptionKey key) => ByHand(header, key.EncryptOaep(new byte[16], HashAlgorithmName.SHA256));

    private static string ByHand(string header, byte[] encryptedKey)
    {
        var encoded = Base64Url.EncodeToString(Signed.Bytes(header));
        var (ciphertext, tag) = ContentEncryption.A128Gcm.Encrypt(new byte[16], new byte[12], Content, Signed.Bytes(encoded));
        return string.Join('.', encoded, Base64Url.EncodeToString(encryptedKey), Base64Url.EncodeToString(new byte[12]), Base64Url.EncodeToString(ciphertext), Base64Url.EncodeToString(tag));
    }

    private static string Reheader(string header, string old, string renewed)
    {
        _ = StrictBase64Url.TryDecode(header, out var bytes);
        return Base64Url.EncodeToString(Signed.Bytes(Encoding.UTF8.GetString(bytes!).Replace(old, renewed, StringComparison.Ordinal)));
    }

    private static string Flip(string part)
    {
        _ = StrictBase64Url.TryDecode(part, out var bytes);
        bytes![^1] ^= 1;
        return Base64Url.EncodeToString(bytes);
    }

    private static string Text(byte[] ascii) => Encoding.ASCII.GetString(ascii);

    private static string? CodeOf(string token, DecryptionKey key) => Jwe.TryDecrypt(Signed.Bytes(token), [key], JweProfile.Default, out _, out var refusal) ? null : refusal.Code;
}

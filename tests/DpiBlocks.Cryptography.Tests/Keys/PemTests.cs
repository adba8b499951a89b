using System.Formats.Asn1;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography.Tests.Keys;

public class PemTests
{
    // RFC 8410, 10.1 and 10.3: the example keys, the second of the same private key with its public half.
    private const string Ed25519Public = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PUBLIC KEY-----
        """;

    private const string Ed25519Private = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----
        """;

    [Theory]
    [MemberData(nameof(TestKeys.Names), MemberType = typeof(TestKeys))]
    public void A_public_key_comes_back_from_pem(string name)
    {
        var key = TestKeys.Of(name);

        Pem.TryReadPublicKey(Pem.WritePublicKey(key.VerificationKey), out var back, out var refusal).Should().BeTrue(refusal?.ToString());

        back!.Thumbprint.Should().Be(key.VerificationKey.Thumbprint);
    }

    [Fact]
    public async Task The_keys_of_rfc_8410_belong_together()
    {
        Pem.TryReadPublicKey(Ed25519Public, out var publicKey, out _).Should().BeTrue();
        Pem.TryReadPrivateKey(Ed25519Private, out var key, out _).Should().BeTrue();

        key!.Algorithm.Should().Be(SignatureAlgorithm.Ed25519);
        key.VerificationKey.Thumbprint.Should().Be(publicKey!.Thumbprint);
        var signature = await key.SignAsync(new byte[3], TestContext.Current.CancellationToken);
        publicKey.Verify(SignatureAlgorithm.Ed25519, new byte[3], signature).Should().BeTrue();
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    [InlineData("ES256K")]
    public void An_ec_private_key_of_the_platform_is_read(string name)
    {
        _ = SignatureAlgorithm.TryFromJose(name, out var algorithm);
        using var platform = ECDsa.Create(ECCurve.CreateFromValue(EllipticCurve.All.Single(curve => curve.Algorithm == algorithm).Oid));

        Pem.TryReadPrivateKey(platform.ExportPkcs8PrivateKeyPem(), out var key, out var refusal).Should().BeTrue(refusal?.ToString());

        key!.Algorithm.Should().Be(algorithm);
        Pem.TryReadPublicKey(platform.ExportSubjectPublicKeyInfoPem(), out var publicKey, out _).Should().BeTrue();
        key.VerificationKey.Thumbprint.Should().Be(publicKey!.Thumbprint);
        Pem.TryReadPrivateKey(platform.ExportPkcs8PrivateKeyPem(), out _, out refusal, SignatureAlgorithm.Ed25519).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.UseViolation);
    }

    [Fact]
    public void An_rsa_private_key_needs_an_algorithm()
    {
        using var platform = RSA.Create(2048);
        var pem = platform.ExportPkcs8PrivateKeyPem();

        Pem.TryReadPrivateKey(pem, out var key, out var refusal, SignatureAlgorithm.Ps256, KeyId.Parse("k")).Should().BeTrue(refusal?.ToString());
        key!.KeyId.Value.Should().Be("k");
        Pem.TryReadPrivateKey(pem, out _, out refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.UseViolation);
        Pem.TryReadPrivateKey(pem, out _, out refusal, SignatureAlgorithm.Es256).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.UseViolation);
    }

    [Fact]
    public void A_weak_rsa_key_in_pem_is_refused()
    {
        using var platform = RSA.Create(1024);

        Pem.TryReadPublicKey(platform.ExportSubjectPublicKeyInfoPem(), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.Weak);
        Pem.TryReadPrivateKey(platform.ExportPkcs8PrivateKeyPem(), out _, out refusal, SignatureAlgorithm.Rs256).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.Weak);
    }

    [Fact]
    public void A_curve_that_is_spelt_out_is_refused()
    {
        using var named = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var explicitly = named.ExportExplicitParameters(includePrivateParameters: true);
        using var spelt = ECDsa.Create(explicitly);

        VerificationKeys.TryFromSubjectPublicKeyInfo(named.ExportSubjectPublicKeyInfo(), out _, out _).Should().BeTrue();
        VerificationKeys.TryFromSubjectPublicKeyInfo(spelt.ExportSubjectPublicKeyInfo(), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.Unsupported);
        Pem.TryReadPrivateKey(spelt.ExportPkcs8PrivateKeyPem(), out _, out refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.Unsupported);
    }

    // RFC 8410, 10.3: the same key with its public half; then one octet spoilt at a time.
    [Theory]
    [InlineData("3051020101300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842812100" + "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1", null)]
    [InlineData("3051020101300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842812100" + "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e2", KeyRefusalCodes.PairMismatch)]
    [InlineData("3051020102300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842812100" + "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1", KeyRefusalCodes.Malformed)]      // version 2
    [InlineData("302d020100300506032b65700421041f" + "d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f447558", KeyRefusalCodes.Malformed)]                     // 31 octets
    public void An_Ed25519_private_key_is_of_its_form(string hex, string? code)
    {
        Pem.TryReadPrivateKey(PemEncoding.WriteString("PRIVATE KEY", Convert.FromHexString(hex)), out _, out var refusal).Should().Be(code is null);
        (refusal?.Code).Should().Be(code);
    }

    [Theory]
    [InlineData("020101" + "0420", "020101" + "0420", null)]
    [InlineData("020101" + "0420", "020102" + "0420", KeyRefusalCodes.Malformed)]      // the inner version of RFC 5915 is 1
    [InlineData("a00a06082a8648ce3d030107", "a00a06082a8648ce3d030107", null)]
    [InlineData("a00a06082a8648ce3d030107", "a00a06082a8648ce3d030106", KeyRefusalCodes.Malformed)]      // inside another curve than outside
    public void An_EC_private_key_is_of_its_form(string from, string to, string? code)
    {
        using var platform = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var inner = platform.ExportECPrivateKey();      // has the curve, and the public half, inside
        var hex = Convert.ToHexStringLower(inner).Replace(from, to, StringComparison.Ordinal);
        CodeOfEc("ES256", Convert.FromHexString(hex)).Should().Be(code);
    }

    [Theory]
    [InlineData("ES256", 0, null)]
    [InlineData("ES256", -1, KeyRefusalCodes.Malformed)]
    [InlineData("ES256", 1, KeyRefusalCodes.Malformed)]
    [InlineData("ES256K", 0, null)]
    [InlineData("ES256K", -1, KeyRefusalCodes.Malformed)]
    [InlineData("ES256K", 1, KeyRefusalCodes.Malformed)]
    public void An_EC_private_value_is_as_long_as_a_coordinate(string name, int more, string? code) =>
        CodeOfEc(name, [.. new byte[31 + more], 7], publicHalf: null).Should().Be(code);

    [Fact]
    public void An_EC_private_key_has_its_own_public_half()
    {
        // SEC 2, 2.4.2: the generator is the point of the scalar 1; with the other sign it is that of the order less 1.
        const string generator = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
        CodeOfEc("ES256", [.. new byte[31], 1], Convert.FromHexString("03" + generator)).Should().BeNull();
        CodeOfEc("ES256", [.. new byte[31], 1], Convert.FromHexString("02" + generator)).Should().Be(KeyRefusalCodes.PairMismatch);
    }

    [Fact]
    public void A_key_of_another_kind_than_is_known_is_refused_as_such()
    {
        // RFC 8410, 10.3, its identifier changed to that of X25519, which signs nothing.
        const string hex = "302e020100300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842";
        Pem.TryReadPrivateKey(PemEncoding.WriteString("PRIVATE KEY", Convert.FromHexString(hex)), out _, out _).Should().BeTrue();
        Pem.TryReadPrivateKey(PemEncoding.WriteString("PRIVATE KEY", Convert.FromHexString(hex.Replace("2b6570", "2b656e"))), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.Unsupported);
    }

    [Fact]
    public void What_is_no_block_of_a_private_key_is_refused()
    {
        Pem.TryReadPrivateKey(Ed25519Public, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(PemRefusalCodes.Malformed);
    }

    [Fact]
    public void Remarks_and_windows_lines_around_the_block_do_not_matter()
    {
        Pem.TryReadPublicKey("# the issuer's key\n" + Ed25519Public + "\n\n", out _, out _).Should().BeTrue();
        Pem.TryReadPublicKey(Ed25519Public.ReplaceLineEndings("\r\n"), out _, out _).Should().BeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE= \n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuF=\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nProc-Type: 4\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----")]
    [InlineData("-----END PUBLIC KEY-----\n-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----")]
    public void What_is_not_strictly_one_block_is_refused(string text)
    {
        Pem.TryReadPublicKey(text, out _, out var refusal).Should().BeFalse();

        refusal!.Code.Should().Be(PemRefusalCodes.Malformed);
    }

    [Fact]
    public void Two_keys_in_one_text_are_refused()
    {
        Pem.TryReadPublicKey(Ed25519Public + "\n" + Ed25519Public, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(PemRefusalCodes.Malformed);
        Pem.TryReadPublicKey(Ed25519Private + "\n" + Ed25519Public, out _, out refusal).Should().BeFalse();
        refusal!.Code.Should().Be(PemRefusalCodes.Malformed);
        Pem.TryReadPublicKey(Ed25519Public + "\n" + Ed25519Public.Replace("=", string.Empty), out _, out refusal).Should().BeFalse("a second one spoilt");
        refusal!.Code.Should().Be(PemRefusalCodes.Malformed);
        Pem.TryReadPublicKey(Ed25519Public + "\n-----BEGIN PUBLIC KEY-----", out _, out refusal).Should().BeFalse("a second one begun");
        refusal!.Code.Should().Be(PemRefusalCodes.Malformed);
    }

    [Fact]
    public void A_text_over_the_limit_is_refused_and_a_hostile_one_costs_little()
    {
        Pem.TryReadPublicKey(new string('\n', (64 * 1024) + 1), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(PemRefusalCodes.TooLarge);

        var hostile = string.Concat(Enumerable.Repeat("-----BEGIN CERTIFICATE-----\n", 36_000));
        Bounded.Run(TimeSpan.FromSeconds(1), 8 * 1024 * 1024, () => Pem.TryReadCertificates(hostile, out _, out _).Should().BeFalse());
    }

    [Fact]
    public void Certificates_come_in_their_order()
    {
        var text = PemEncoding.WriteString("CERTIFICATE", [1]) + "\n" + PemEncoding.WriteString("CERTIFICATE", [2]);

        Pem.TryReadCertificates(text, out var certificates, out _).Should().BeTrue();

        certificates.Select(der => der.Span[0]).Should().Equal(1, 2);
        Pem.TryReadCertificates(text + "\n" + Ed25519Public, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(PemRefusalCodes.Malformed);
    }

    private static string? CodeOfEc(string name, byte[] d, byte[]? publicHalf)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteOctetString(d);
            if (publicHalf is not null)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
                {
                    writer.WriteBitString(publicHalf);
                }
            }
        }

        return CodeOfEc(name, writer.Encode());
    }

    private static string? CodeOfEc(string name, byte[] inner)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.10045.2.1");
                writer.WriteObjectIdentifier(EllipticCurve.All.Single(curve => curve.Algorithm.Jose == name).Oid);
            }

            writer.WriteOctetString(inner);
        }

        Pem.TryReadPrivateKey(PemEncoding.WriteString("PRIVATE KEY", writer.Encode()), out var key, out var refusal).Should().Be(refusal is null);
        key?.Dispose();
        return refusal?.Code;
    }
}

using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using DpiBlocks.Cryptography.Tests.Jose;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace DpiBlocks.Cryptography.Tests.Keys;

public class VerificationKeyTests
{
    private static readonly byte[] Data = Encoding.UTF8.GetBytes("the message");

    public static TheoryData<string> Ecdsa => ["ES256", "ES384", "ES512", "ES256K"];

    private static readonly Dictionary<string, BigInteger> Orders = new(StringComparer.Ordinal)
    {
        ["ES256"] = Hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
        ["ES384"] = Hex("ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"),
        ["ES512"] = Hex("01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"),
        ["ES256K"] = Hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
    };

    [Theory]
    [MemberData(nameof(TestKeys.Names), MemberType = typeof(TestKeys))]
    public async Task Only_the_keys_own_algorithms_verify(string name)
    {
        var key = TestKeys.Of(name);
        var signature = await key.SignAsync(Data, TestContext.Current.CancellationToken);

        foreach (var algorithm in SignatureAlgorithm.All)
        {
            key.VerificationKey.Verify(algorithm, Data, signature).Should().Be(algorithm == key.Algorithm);
        }
    }

    // RFC 7515, A.3: key, signing input and signature.
    [Fact]
    public void The_example_of_rfc_7515_verifies()
    {
        var jwk = JwkTests.Parse("""
            {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
            """);
        var data = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"u8;
        _ = StrictBase64Url.TryDecode("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q", out var signature);

        jwk.VerificationKey!.Verify(SignatureAlgorithm.Es256, data, signature).Should().BeTrue();
    }

    // RFC 8037, A.4.
    [Fact]
    public async Task The_example_of_rfc_8037_is_signed_and_verifies()
    {
        var jwk = JwkTests.Okp[..^1] + """,    "d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}""";
        SigningKey.TryParseJwk(JwkTests.Bytes(jwk), out var key, out _).Should().BeTrue();
        var data = Encoding.ASCII.GetBytes("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc");

        var signature = await key!.SignAsync(data, TestContext.Current.CancellationToken);

        StrictBase64Url.Encode(signature).Should().Be("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
        JwkTests.Parse(JwkTests.Okp).VerificationKey!.Verify(SignatureAlgorithm.Ed25519, data, signature).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Ecdsa))]
    [Attack("SIG-01")]
    public async Task Numbers_out_of_range_are_no_signature(string name)
    {
        var key = TestKeys.Of(name);
        var n = Orders[name];
        var length = EllipticCurve.All.Single(curve => curve.Algorithm == key.Algorithm).CoordinateBytes;
        var signature = await key.SignAsync(Data, TestContext.Current.CancellationToken);
        var (r, s) = (Number(signature[..length]), Number(signature[length..]));
        Verifies(r, s).Should().BeTrue();

        foreach (var (badR, badS) in new[]
        {
            (BigInteger.Zero, BigInteger.Zero), (BigInteger.Zero, s), (r, BigInteger.Zero), (n, s), (r, n), (n, n), (BigInteger.Zero, n),
            (r + n, s), (r, s + n), (n + 1, n + 1), (n - 1, n - 1), (BigInteger.One, BigInteger.Zero), (Max(), Max()), (s, r),
        })
        {
            Verifies(badR, badS).Should().BeFalse();
        }

        BigInteger Max() => (BigInteger.One << (8 * length)) - 1;

        bool Verifies(BigInteger first, BigInteger second) =>
            TryWrite(first, second, length, out var bytes) && key.VerificationKey.Verify(key.Algorithm, Data, bytes);
    }

    [Theory]
    [MemberData(nameof(Ecdsa))]
    [Attack("SIG-02")]
    public async Task The_other_s_verifies_as_well_so_no_signature_names_anything(string name)
    {
        var key = TestKeys.Of(name);
        var length = EllipticCurve.All.Single(curve => curve.Algorithm == key.Algorithm).CoordinateBytes;
        var signature = await key.SignAsync(Data, TestContext.Current.CancellationToken);
        var (r, s) = (Number(signature[..length]), Number(signature[length..]));
        TryWrite(r, Orders[name] - s, length, out var twin).Should().BeTrue();

        key.VerificationKey.Verify(key.Algorithm, Data, twin).Should().BeTrue();
        if (name is "ES256K")
        {
            s.Should().BeLessThanOrEqualTo(Orders[name] / 2, "what we sign has the smaller s");
        }
    }

    [Theory]
    [MemberData(nameof(Ecdsa))]
    [Attack("SIG-04")]
    public async Task A_signature_in_der_or_of_another_length_is_refused(string name)
    {
        var key = TestKeys.Of(name);
        var signature = await key.SignAsync(Data, TestContext.Current.CancellationToken);
        var half = signature.Length / 2;
        key.VerificationKey.Verify(key.Algorithm, Data, signature).Should().BeTrue();
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(Number(signature[..half]));
            writer.WriteInteger(Number(signature[half..]));
        }

        var der = writer.Encode();
        byte[] ber = [der[0], 0x81, .. der[1..]];
        byte[][] bad =
        [
            der, ber, [0, .. signature], [.. signature, 0], [0, .. signature[..half], 0, .. signature[half..]],
            signature[1..], signature[..^1], [.. signature[..half], .. signature[(half + 1)..]], [], [0],
            [.. der, .. new byte[Math.Max(0, signature.Length - der.Length)]], signature[..half],
        ];
        bad.Should().AllSatisfy(bytes => key.VerificationKey.Verify(key.Algorithm, Data, bytes).Should().BeFalse());
    }

    // RFC 8017, 9.2: 00 01 FF … FF 00 DigestInfo, and nothing else. Each is rightly "signed" with the private exponent.
    [Fact]
    [Attack("SIG-06")]
    public void A_pkcs1_signature_with_another_padding_is_refused()
    {
        const int length = 256;
        using var rsa = RSA.Create(8 * length);
        var parameters = rsa.ExportParameters(includePrivateParameters: true);
        VerificationKeys.TryFromRsa(parameters.Modulus, parameters.Exponent, out var key, out _).Should().BeTrue();
        byte[] identifier = [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];
        byte[] info = [.. identifier, .. SHA256.HashData(Data)];
        byte[] withoutNull = [0x30, 0x2f, 0x30, 0x0b, .. identifier[4..15], 0x04, 0x20, .. info[19..]];
        byte[] otherHash = [.. identifier[..14], 0x02, .. info[15..]];
        var good = Padded(info);
        Verifies(good).Should().BeTrue();

        byte[][] bad =
        [
            Padded(withoutNull), Padded(otherHash), Padded(info[19..]), Padded([.. info, 0]), Padded(info[..^1]),
            [0, 1, .. Enumerable.Repeat((byte)0xff, 8), 0, .. info, .. new byte[length - 11 - info.Length]],     // CVE-2006-4339
            [0, 1, .. new byte[length - 3 - info.Length], 0, .. info],
            [0, 2, .. good[2..]], [0, 0, .. good[2..]], [0, 1, 0xfe, .. good[3..]], [.. good[..(length - info.Length - 1)], 1, .. info],
        ];
        bad.Should().AllSatisfy(block => Verifies(block).Should().BeFalse());

        static byte[] Padded(byte[] content) => [0, 1, .. Enumerable.Repeat((byte)0xff, length - 3 - content.Length), 0, .. content];

        bool Verifies(byte[] block)
        {
            block.Should().HaveCount(length);
            var signature = new byte[length];
            var number = BigInteger.ModPow(Number(block), Number(parameters.D!), Number(parameters.Modulus!));
            number.TryWriteBytes(signature.AsSpan(length - number.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
            return key!.Verify(SignatureAlgorithm.Rs256, Data, signature);
        }
    }

    [Fact]
    [Attack("SIG-07")]
    public void A_pss_signature_with_another_salt_or_mask_is_refused()
    {
        using var rsa = RSA.Create(2048);
        var parameters = rsa.ExportParameters(includePrivateParameters: true);
        VerificationKeys.TryFromRsa(parameters.Modulus, parameters.Exponent, out var key, out _).Should().BeTrue();
        var values = new RsaPrivateCrtKeyParameters(
            Big(parameters.Modulus!), Big(parameters.Exponent!), Big(parameters.D!), Big(parameters.P!), Big(parameters.Q!), Big(parameters.DP!), Big(parameters.DQ!), Big(parameters.InverseQ!));

        Verifies(32, maskSha1: false).Should().BeTrue();
        foreach (var salt in new[] { 0, 20, 31, 33, 256 - 2 - 32 })
        {
            Verifies(salt, maskSha1: false).Should().BeFalse();
        }

        Verifies(32, maskSha1: true).Should().BeFalse();

        bool Verifies(int salt, bool maskSha1)
        {
            Org.BouncyCastle.Crypto.IDigest mask = maskSha1 ? new Org.BouncyCastle.Crypto.Digests.Sha1Digest() : new Org.BouncyCastle.Crypto.Digests.Sha256Digest();
            var signer = new PssSigner(new Org.BouncyCastle.Crypto.Engines.RsaEngine(), new Org.BouncyCastle.Crypto.Digests.Sha256Digest(), mask, salt);
            signer.Init(true, values);
            signer.BlockUpdate(Data, 0, Data.Length);
            return key!.Verify(SignatureAlgorithm.Ps256, Data, signer.GenerateSignature());
        }

        static Org.BouncyCastle.Math.BigInteger Big(byte[] bytes) => new(1, bytes);
    }

    [Theory]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-65")]
    [InlineData("ML-DSA-87")]
    [Attack("SIG-12")]
    public async Task An_ml_dsa_signature_of_another_set_context_or_length_is_refused(string name)
    {
        var key = TestKeys.Of(name);
        var signature = await key.SignAsync(Data, TestContext.Current.CancellationToken);
        key.VerificationKey.Verify(key.Algorithm, Data, signature).Should().BeTrue();

        foreach (var other in SignatureAlgorithm.All.Where(algorithm => algorithm != key.Algorithm))
        {
            key.VerificationKey.Verify(other, Data, signature).Should().BeFalse();
        }

        key.VerificationKey.Verify(key.Algorithm, Data, signature.AsSpan(1)).Should().BeFalse();
        key.VerificationKey.Verify(key.Algorithm, Data, signature.AsSpan(0, signature.Length - 1)).Should().BeFalse();
        key.VerificationKey.Verify(key.Algorithm, Data, [.. signature, 0]).Should().BeFalse();
        key.VerificationKey.Verify(key.Algorithm, Data, []).Should().BeFalse();

        // The same key, with a context.
        _ = StrictBase64Url.TryDecode(Jwks.Member(key.ExportPrivateJwk(), "priv"), out var seed);
        MlDsaKey.TryParametersOf(key.Algorithm, out var parameters, out _, out _).Should().BeTrue();
        var signer = new MLDsaSigner(parameters, deterministic: true);
        signer.Init(true, new ParametersWithContext(MLDsaPrivateKeyParameters.FromSeed(parameters, seed), [1]));
        signer.BlockUpdate(Data, 0, Data.Length);
        key.VerificationKey.Verify(key.Algorithm, Data, signer.GenerateSignature()).Should().BeFalse();
    }

    [Fact]
    [Attack("JWS-22")]
    public async Task A_token_signed_by_a_key_of_another_algorithm_is_refused()
    {
        using var p384 = SigningKey.Generate(SignatureAlgorithm.Es384);
        using var k256 = SigningKey.Generate(SignatureAlgorithm.Es256K);
        using var rsa = SigningKey.Generate(SignatureAlgorithm.Rs256);
        using var edwards = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        JwkTests.Parse(Encoding.UTF8.GetString(rsa.PublicJwk.ToUtf8())).VerificationKey!.Algorithms.Should().Equal(SignatureAlgorithm.Rs256);

        foreach (var (key, own, other) in new[]
        {
            (p384, "ES384", "ES256"), (k256, "ES256K", "ES256"), (rsa, "RS256", "PS256"), (edwards, "Ed25519", "ES256"), (Signed.Key, "ES256", "ES256K"),
        })
        {
            var publicKey = JwkTests.Parse(Encoding.UTF8.GetString(key.PublicJwk.ToUtf8())).VerificationKey!;
            var verifier = Signed.Verifier((publicKey, null, Signed.Issuer));
            (await Signed.CodeOf(Signed.Token(Header(own), key: key), verifier: verifier)).Should().BeNull();
            (await Signed.CodeOf(Signed.Token(Header(other), key: key), verifier: verifier)).Should().Be(SignatureRefusalCodes.AlgorithmKeyMismatch);
        }

        using var x25519 = DecryptionKey.Generate("X25519");
        Jwk.From(x25519.PublicKey!).TryGetVerificationKey(out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.UseViolation);

        static string Header(string algorithm) => Signed.Header.Replace("ES256", algorithm, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    [InlineData("none")]
    public void Symmetric_algorithms_have_no_name_here(string name) => SignatureAlgorithm.TryFromJose(name, out _).Should().BeFalse();

    [Theory]
    [MemberData(nameof(TestKeys.Names), MemberType = typeof(TestKeys))]
    public async Task No_bytes_make_it_throw(string name)
    {
        var key = TestKeys.Of(name);
        var signature = await key.SignAsync(Data, TestContext.Current.CancellationToken);

        Gen.Select(Gen.Byte.Array[0, 64], Gen.Byte.Array[0, signature.Length + 8]).Sample(
            (data, random) => !key.VerificationKey.Verify(key.Algorithm, data, random), iter: 200);
        Gen.Select(Gen.Int[0, signature.Length - 1], Gen.Byte[1, 255]).Sample(
            (at, flip) =>
            {
                var bad = signature.ToArray();
                bad[at] ^= flip;
                return !key.VerificationKey.Verify(key.Algorithm, Data, bad);
            },
            iter: 200);
    }

    [Theory]
    [MemberData(nameof(TestKeys.Names), MemberType = typeof(TestKeys))]
    public async Task Threads_share_a_key(string name)
    {
        var key = TestKeys.Of(name);
        var signature = await key.SignAsync(Data, TestContext.Current.CancellationToken);
        var bad = signature.ToArray();
        bad[^1] ^= 1;
        var wrong = 0;

        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            if (key.VerificationKey.Verify(key.Algorithm, Data, i % 2 == 0 ? signature : bad) != (i % 2 == 0))
            {
                Interlocked.Increment(ref wrong);
            }

            if (i % 10 == 0 && !key.VerificationKey.Verify(key.Algorithm, Data, key.SignAsync(Data).AsTask().GetAwaiter().GetResult()))
            {
                Interlocked.Increment(ref wrong);
            }
        });

        wrong.Should().Be(0);
    }

    [Fact]
    public async Task Verifying_allocates_no_more_than_the_platform_does()
    {
        using var platform = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Pem.TryReadPrivateKey(platform.ExportPkcs8PrivateKeyPem(), out var key, out _).Should().BeTrue();
        var signature = await key!.SignAsync(Data, TestContext.Current.CancellationToken);
        var hash = SHA256.HashData(Data);

        var bare = Allocated(() => platform.VerifyHash(hash.AsSpan(), signature));
        var ours = Allocated(() => key.VerificationKey.Verify(SignatureAlgorithm.Es256, Data, signature));

        ours.Should().BeLessThanOrEqualTo(bare);
        key.Dispose();

        static long Allocated(Func<bool> verify)
        {
            verify().Should().BeTrue();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10; i++)
            {
                _ = verify();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static BigInteger Hex(string hex) => Number(Convert.FromHexString(hex));

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static bool TryWrite(BigInteger r, BigInteger s, int length, out byte[] bytes)
    {
        bytes = new byte[2 * length];
        var (first, second) = (r.GetByteCount(isUnsigned: true), s.GetByteCount(isUnsigned: true));
        return first <= length && second <= length
            && r.TryWriteBytes(bytes.AsSpan(length - first), out _, isUnsigned: true, isBigEndian: true)
            && s.TryWriteBytes(bytes.AsSpan((2 * length) - second), out _, isUnsigned: true, isBigEndian: true);
    }
}

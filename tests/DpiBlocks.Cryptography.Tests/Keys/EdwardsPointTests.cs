using System.Numerics;
using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace DpiBlocks.Cryptography.Tests.Keys;

public class EdwardsPointTests
{
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
    private static readonly byte[] Seed = Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    // The eight points of small order, canonical, and the ways to write them that are not.
    [Theory]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [Attack("JWK-03", "SIG-03")]
    public void A_point_of_small_order_is_no_key(string hex) => Refused(Convert.FromHexString(hex));

    [Fact]
    [Attack("JWK-03")]
    public void A_key_of_another_length_or_not_canonical_is_refused()
    {
        var good = new Ed25519SigningCore([.. Seed]).PublicKey;
        var bytes = ((ImportedKey)good).Material.First;
        VerificationKeys.TryFromEd25519(bytes, out _, out _).Should().BeTrue();

        Refused(bytes[..31]);
        Refused([.. bytes, 0]);
        Refused([]);
        Refused([.. Enumerable.Repeat((byte)0xff, 32)]);

        // y + p is the same number, where it fits: a small y of the main subgroup.
        var y = 0;
        byte[] small;
        do
        {
            small = [(byte)++y, .. new byte[31]];
        }
        while (!VerificationKeys.TryFromEd25519(small, out _, out _) && y < 18);

        if (y < 18)
        {
            Refused([(byte)(0xed + y), .. Enumerable.Repeat((byte)0xff, 30), 0x7f]);
        }
    }

    [Fact]
    [Attack("SIG-03")]
    public void A_scalar_that_is_not_below_the_order_is_refused()
    {
        using var core = new Ed25519SigningCore([.. Seed]);
        var data = "message"u8.ToArray();
        var signature = core.Sign(data);
        core.PublicKey.Verify(SignatureAlgorithm.Ed25519, data, signature).Should().BeTrue();
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true);

        for (var i = 1; i <= 8; i++)
        {
            var twin = Combine(signature.AsSpan(0, 32), s + (i * Order));
            core.PublicKey.Verify(SignatureAlgorithm.Ed25519, data, twin).Should().BeFalse();
        }
    }

    // With r = 0 the point R is the neutral one, and s = k·a is a right signature. Written as 1 + p it is the same point, but no
    // encoding that RFC 8032, 5.1.3, allows.
    [Fact]
    [Attack("SIG-03")]
    public void A_point_r_that_is_not_canonical_is_refused()
    {
        using var core = new Ed25519SigningCore([.. Seed]);
        byte[] canonical = [1, .. new byte[31]];
        byte[] other = [0xee, .. Enumerable.Repeat((byte)0xff, 30), 0x7f];
        byte[] negative = [1, .. new byte[30], 0x80];

        Verifies(canonical).Should().BeTrue("the twin without the defect");
        Verifies(other).Should().BeFalse();
        Verifies(negative).Should().BeFalse();

        bool Verifies(byte[] r)
        {
            var data = "message"u8.ToArray();
            var publicKey = ((ImportedKey)core.PublicKey).Material.First;
            var k = new BigInteger(SHA512.HashData([.. r, .. publicKey, .. data]), isUnsigned: true);
            return core.PublicKey.Verify(SignatureAlgorithm.Ed25519, data, Combine(r, k * Scalar(Seed) % Order));
        }
    }

    // RFC 8032, 5.1.7, leaves open whether a part of small order in R matters. By its first equation, with the cofactor, it does not;
    // what matters is that the answer is the same for every message and every such part. Only the signer can make such a signature.
    [Theory]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]     // of order 2
    [InlineData("0000000000000000000000000000000000000000000000000000000000000080")]     // 4
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]     // 8
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]     // 8
    [Attack("SIG-03")]
    public void A_part_of_small_order_in_r_gets_one_answer_for_all_messages(string hex)
    {
        using var core = new Ed25519SigningCore([.. Seed]);
        var publicKey = ((ImportedKey)core.PublicKey).Material.First;
        var nonce = SHA256.HashData("nonce"u8);
        var point = ((ImportedKey)new Ed25519SigningCore([.. nonce]).PublicKey).Material.First;
        var mixed = EdwardsPoint.Add(point, Convert.FromHexString(hex));

        for (var i = 0; i < 100; i++)
        {
            byte[] data = [(byte)i];
            Verifies(point, Scalar(nonce), data).Should().BeTrue();
            Verifies(mixed, Scalar(nonce), data).Should().BeTrue();
            Verifies(mixed, Scalar(nonce) + 1, data).Should().BeFalse();
        }

        bool Verifies(byte[] r, BigInteger scalar, byte[] data)
        {
            var k = new BigInteger(SHA512.HashData([.. r, .. publicKey, .. data]), isUnsigned: true);
            return core.PublicKey.Verify(SignatureAlgorithm.Ed25519, data, Combine(r, (scalar + (k * Scalar(Seed))) % Order));
        }
    }

    [Fact]
    [Attack("SIG-03")]
    public void A_point_of_mixed_order_is_no_key()
    {
        // The platform-independent way to such a point: none of its encodings passes, while the library's weaker check lets some pass.
        var (mixed, refused) = (0, 0);
        for (var i = 0; i < 64; i++)
        {
            byte[] candidate = [(byte)i, .. SHA256.HashData([(byte)i])[1..]];
            candidate[31] &= 0x7f;
            if (Ed25519.ValidatePublicKeyPartial(candidate) && !Ed25519.ValidatePublicKeyFull(candidate))
            {
                mixed++;
                refused += VerificationKeys.TryFromEd25519(candidate, out _, out _) ? 0 : 1;
            }
        }

        mixed.Should().BePositive();
        refused.Should().Be(mixed);
    }

    // RFC 8032, 5.1.5, steps 1 to 3.
    private static BigInteger Scalar(byte[] seed)
    {
        var hash = SHA512.HashData(seed)[..32];
        hash[0] &= 248;
        hash[31] = (byte)((hash[31] & 127) | 64);
        return new BigInteger(hash, isUnsigned: true);
    }

    private static byte[] Combine(ReadOnlySpan<byte> r, BigInteger s)
    {
        var bytes = new byte[64];
        r.CopyTo(bytes);
        s.TryWriteBytes(bytes.AsSpan(32), out _, isUnsigned: true).Should().BeTrue();
        return bytes;
    }

    private static void Refused(byte[] bytes)
    {
        VerificationKeys.TryFromEd25519(bytes, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.InvalidPoint);
        Jwk.TryParse(JwkTests.Bytes($$"""{"kty":"OKP","crv":"Ed25519","x":"{{StrictBase64Url.Encode(bytes)}}"}"""), out _, out refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.InvalidPoint);
    }
}

using System.Formats.Cbor;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Cryptography.Tests.Cose;

public class CoseKeyTests
{
    // The key of RFC 8152, C.7.1, "11"; its y is even.
    private const string X = "5820bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff";
    private const string Y = "582020138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e";

    // The key of RFC 8032, 7.1, test 1.
    private const string Ed25519 = "5820d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    [Theory]
    [InlineData("a401022001" + "21" + X + "22" + Y)]
    [InlineData("a401022001" + "21" + X + "22f5")]                                          // the sign of y, which is even: f4 would be right
    [InlineData("a50102024231312001" + "21" + X + "22" + Y)]
    [InlineData("a501022001" + "21" + X + "22" + Y + "0326")]                               // alg ES256
    [InlineData("a501022001" + "21" + X + "22" + Y + "048102")]                             // key_ops verify
    [InlineData("a501022001" + "21" + X + "22" + Y + "04820102")]
    public void An_elliptic_key_is_read(string hex)
    {
        var key = Accepted(hex);
        key.VerificationKey.Algorithms.Should().Equal(SignatureAlgorithm.Es256);
        key.KeyId.Length.Should().Be(hex.Contains("423131", StringComparison.Ordinal) ? 2 : 0);
    }

    [Fact]
    [Attack("COS-08")]
    public void The_sign_of_y_chooses_the_point()
    {
        var whole = Accepted("a401022001" + "21" + X + "22" + Y).VerificationKey.Thumbprint;
        Accepted("a401022001" + "21" + X + "22f4").VerificationKey.Thumbprint.Should().Be(whole, "y is even");
        Accepted("a401022001" + "21" + X + "22f5").VerificationKey.Thumbprint.Should().NotBe(whole, "the wrong sign is another key");
        VerifiesTheRfcMessage("a401022001" + "21" + X + "22f4").Should().BeTrue();
        VerifiesTheRfcMessage("a401022001" + "21" + X + "22f5").Should().BeFalse();
    }

    [Theory]
    [InlineData("a4" + "0101" + "2001" + "21" + X + "22" + Y)]                              // kty OKP with the curve of EC2
    [InlineData("a4" + "0103" + "2001" + "21" + X + "22" + Y)]                              // kty RSA
    [InlineData("a4" + "0104" + "2001" + "21" + X + "22" + Y)]                              // kty symmetric
    [InlineData("a4" + "0100" + "2001" + "21" + X + "22" + Y)]                              // kty reserved
    [InlineData("a4" + "01634543" + "32" + "2001" + "21" + X + "22" + Y)]                   // kty "EC2"
    [InlineData("a3" + "2001" + "21" + X + "22" + Y)]                                       // no kty
    [InlineData("a4" + "0102" + "2002" + "21" + X + "22" + Y)]                              // crv P-384
    [InlineData("a4" + "0102" + "2006" + "21" + X + "22" + Y)]                              // crv Ed25519
    [InlineData("a4" + "0102" + "2008" + "21" + X + "22" + Y)]                              // crv secp256k1
    [InlineData("a3" + "0102" + "21" + X + "22" + Y)]                                       // no crv
    [InlineData("a3" + "0102" + "2001" + "22" + Y)]                                         // no x
    [InlineData("a3" + "0102" + "2001" + "21" + X)]                                         // no y
    [InlineData("a4" + "0102" + "2001" + "21" + X + "22" + X)]                              // off the curve
    [InlineData("a4" + "0102" + "2001" + "21" + X + "2240")]
    [InlineData("a4" + "0102" + "2001" + "21" + X + "22f6")]                                // y neither bytes nor sign
    [InlineData("a4" + "0102" + "2001" + "21" + X + "2200")]
    [InlineData("a4" + "0102" + "2001" + "2140" + "22f4")]
    [InlineData("a4" + "0102" + "2001" + "215820ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" + "22f4")]      // x beyond the field
    [InlineData("a4" + "0102" + "2001" + "2158200000000000000000000000000000000000000000000000000000000000000007" + "22f4")]      // no point has this x
    [InlineData("a5" + "0102" + "2001" + "21" + X + "22" + Y + "048101")]                   // key_ops sign alone
    [InlineData("a5" + "0102" + "2001" + "21" + X + "22" + Y + "0480")]
    [InlineData("a5" + "0102" + "2001" + "21" + X + "22" + Y + "0402")]                     // key_ops no list
    [InlineData("a5" + "0102" + "2001" + "21" + X + "22" + Y + "04816676657269667" + "9")]  // "verify"
    [InlineData("a5" + "0102" + "2001" + "21" + X + "22" + Y + "033822")]                   // alg ES384
    [InlineData("a5" + "0102" + "2001" + "21" + X + "22" + Y + "0327")]                     // alg EdDSA
    [InlineData("a5" + "0102" + "2001" + "21" + X + "22" + Y + "03654553323536")]           // alg "ES256"
    [InlineData("a5" + "0102" + "2001" + "21" + X + "22" + Y + "026131")]                   // kid as text
    [InlineData("a5" + "0102" + "2001" + "21" + X + "22" + Y + "2341" + "01")]              // d: a private key
    [InlineData("80")]
    [InlineData("00")]
    [Attack("COS-08")]
    public void A_key_that_is_not_what_it_says_is_refused(string hex)
    {
        Accepted("a4" + "0102" + "2001" + "21" + X + "22" + Y);
        Refused(hex).Should().Be(CoseRefusalCodes.KeyInvalid);
    }

    [Theory]
    [InlineData("a3" + "0101" + "2006" + "21" + Ed25519, true)]
    [InlineData("a4" + "0101" + "2006" + "21" + Ed25519 + "0327", true)]                    // EdDSA
    [InlineData("a4" + "0101" + "2006" + "21" + Ed25519 + "0332", true)]                    // Ed25519
    [InlineData("a4" + "0101" + "2006" + "21" + Ed25519 + "0326", false)]                   // ES256
    [InlineData("a3" + "0101" + "2004" + "21" + Ed25519, false)]                            // X25519 does not sign
    [InlineData("a3" + "0101" + "2007" + "21" + Ed25519, false)]                            // Ed448
    [InlineData("a3" + "0102" + "2006" + "21" + Ed25519, false)]
    [InlineData("a3" + "0101" + "2006" + "2140", false)]
    [InlineData("a3" + "0101" + "2006" + "215820" + "0000000000000000000000000000000000000000000000000000000000000000", false)]      // small order
    [InlineData("a4" + "0101" + "2006" + "21" + Ed25519 + "234101", false)]                 // private
    [InlineData("a2" + "0101" + "2006", false)]
    [InlineData("a2" + "0101" + "21" + Ed25519, false)]                                     // without its curve
    [InlineData("a3" + "0101" + "20656132353531" + "21" + Ed25519, false)]                  // its curve as text
    [InlineData("a3" + "0101" + "2006" + "2101", false)]                                    // x no bytes
    [Attack("COS-08")]
    public void An_Edwards_key_is_read_or_refused(string hex, bool good)
    {
        if (good)
        {
            Accepted(hex).VerificationKey.Algorithms.Should().Equal(SignatureAlgorithm.Ed25519);
        }
        else
        {
            Refused(hex).Should().Be(CoseRefusalCodes.KeyInvalid);
        }
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    [InlineData("ES256K")]
    [InlineData("Ed25519")]
    [InlineData("PS256")]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-87")]
    public void Every_kind_of_key_round_trips(string name)
    {
        SignatureAlgorithm.TryFromJose(name, out var algorithm).Should().BeTrue();
        using var key = SigningKey.Generate(algorithm!);
        var bytes = CoseKey.From(key.VerificationKey, "k"u8.ToArray()).Encode();
        StrictCbor.TryParseDeterministic(bytes, CborLimits.Token, out _, out var refusal).Should().BeTrue("not {0}", refusal);
        var read = Accepted(Convert.ToHexStringLower(bytes));
        read.VerificationKey.Thumbprint.Should().Be(key.VerificationKey.Thumbprint);
        read.VerificationKey.Algorithms.Should().Equal(key.VerificationKey.Algorithms);
        read.KeyId.ToArray().Should().Equal("k"u8.ToArray());
        read.Encode().Should().Equal(bytes);
        Accepted(Convert.ToHexStringLower(CoseKey.From(key.VerificationKey).Encode())).KeyId.Length.Should().Be(0);
    }

    [Fact]
    public void A_key_that_does_not_tell_its_values_has_no_COSE_form()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256);
        CoseKey.From(key.VerificationKey).VerificationKey.Should().BeSameAs(key.VerificationKey);
        FluentActions.Invoking(() => CoseKey.From(new Distant(key.VerificationKey))).Should().Throw<ArgumentException>().WithParameterName("key");
    }

    [Fact]
    public void An_RSA_key_is_bound_to_its_algorithm()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Rs256);
        key.PublicJwk.VerificationKey.Should().NotBeNull();
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        var parameters = rsa.ExportParameters(false);
        Accepted(Rsa(parameters.Modulus!, parameters.Exponent!)).VerificationKey.Algorithms.Should().HaveCount(6);
        Accepted(Rsa(parameters.Modulus!, parameters.Exponent!, algorithm: -37)).VerificationKey.Algorithms.Should().Equal(SignatureAlgorithm.Ps256);
        Refused(Rsa(parameters.Modulus!, parameters.Exponent!, algorithm: -7)).Should().Be(CoseRefusalCodes.KeyInvalid);
        Refused(Rsa(parameters.Modulus!, parameters.Exponent!, privateLabel: -3)).Should().Be(CoseRefusalCodes.KeyInvalid);      // d
        Refused(Rsa(parameters.Modulus!, parameters.Exponent!, privateLabel: -4)).Should().Be(CoseRefusalCodes.KeyInvalid);      // a prime alone
        Refused(Rsa(parameters.Modulus!, [1])).Should().Be(CoseRefusalCodes.KeyInvalid);
        Refused(Rsa(parameters.Modulus![..64], parameters.Exponent!)).Should().Be(CoseRefusalCodes.KeyInvalid);
    }

    [Theory]
    [InlineData("a3010703382f2041" + "00")]                // too short
    [InlineData("a20107" + "204100")]                      // no alg
    [InlineData("a3010703262041" + "00")]                  // alg ES256
    [InlineData("a201070338" + "2f")]                      // no key
    public void An_ML_DSA_key_that_is_none_is_refused(string hex) => Refused(hex).Should().Be(CoseRefusalCodes.KeyInvalid);

    [Fact]
    public void An_ML_DSA_key_with_its_seed_is_private()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.MlDsa44);
        var bytes = CoseKey.From(key.VerificationKey).Encode();
        Accepted(Convert.ToHexStringLower(bytes));
        bytes[0]++;
        Refused(Convert.ToHexStringLower(bytes) + "214101").Should().Be(CoseRefusalCodes.KeyInvalid);
    }

    [Fact]
    public void A_key_twice_in_a_key_is_refused() =>
        Refused("a501022001" + "21" + X + "22" + Y + "0102").Should().Be(CborRefusalCodes.DuplicateKey);

    private static string Rsa(byte[] n, byte[] e, int? algorithm = null, int? privateLabel = null)
    {
        var writer = new CborWriter();
        writer.WriteStartMap(3 + (algorithm is null ? 0 : 1) + (privateLabel is null ? 0 : 1));
        writer.WriteInt32(1);
        writer.WriteInt32(3);
        if (algorithm is { } alg)
        {
            writer.WriteInt32(3);
            writer.WriteInt32(alg);
        }

        writer.WriteInt32(-1);
        writer.WriteByteString(n);
        writer.WriteInt32(-2);
        writer.WriteByteString(e);
        if (privateLabel is { } label)
        {
            writer.WriteInt32(label);
            writer.WriteByteString([1]);
        }

        writer.WriteEndMap();
        return Convert.ToHexStringLower(writer.Encode());
    }

    private static bool VerifiesTheRfcMessage(string key)
    {
        var input = Convert.FromHexString("846a5369676e61747572653143a101264054546869732069732074686520636f6e74656e742e");
        var signature = Convert.FromHexString(
            "8eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36");
        return Accepted(key).VerificationKey.Verify(SignatureAlgorithm.Es256, input, signature);
    }

    private static CoseKey Accepted(string hex)
    {
        CoseKey.TryParse(Convert.FromHexString(hex), out var key, out var refusal).Should().BeTrue("not {0}", refusal);
        return key!;
    }

    private static string Refused(string hex)
    {
        CoseKey.TryParse(Convert.FromHexString(hex), out var key, out var refusal).Should().BeFalse();
        key.Should().BeNull();
        return refusal!.Code;
    }

    // A key that lies somewhere else, of which nothing is known but that it verifies.
    private sealed class Distant(VerificationKey key) : VerificationKey(key.Thumbprint, key.Algorithms)
    {
        protected override bool VerifyCore(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
            key.Verify(algorithm, data, signature);
    }
}

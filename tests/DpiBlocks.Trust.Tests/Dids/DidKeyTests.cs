using System.Buffers.Text;
using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust.Dids;

public class DidKeyTests
{
    // The did:key Method, 3.1.1: an Ed25519 key.
    private const string Ed25519 = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";

    public static TheoryData<string> Algorithms => [.. SignatureAlgorithm.All.Select(algorithm => algorithm.Jose)];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_key_and_its_DID_are_one(string name)
    {
        SignatureAlgorithm.TryFromJose(name, out var algorithm).Should().BeTrue();
        using var signer = SigningKey.Generate(algorithm!);

        DidKey.TryResolve(DidKey.Create(signer.VerificationKey), out var key, out _).Should().BeTrue();
        key!.Thumbprint.Should().Be(signer.VerificationKey.Thumbprint);

        DidJwk.TryResolve(DidJwk.Create(signer.PublicJwk), out var jwk, out _).Should().BeTrue();
        jwk!.Thumbprint.Should().Be(signer.VerificationKey.Thumbprint);
        jwk.KeyId.Should().Be(signer.PublicJwk.KeyId);
    }

    [Fact]
    public void The_key_of_a_published_DID_is_found()
    {
        DidKey.TryResolve(Did.Parse(Ed25519), out var jwk, out _).Should().BeTrue();
        jwk!.KeyType.Should().Be("OKP");
        jwk.Curve.Should().Be("Ed25519");
        DidKey.Create(jwk.VerificationKey!).ToString().Should().Be(Ed25519);
    }

    [Fact]
    public void A_key_to_encrypt_to_is_a_key_but_signs_nothing()
    {
        var did = Did.Parse("did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F");
        DidKey.TryResolve(did, out var jwk, out _).Should().BeTrue();
        jwk!.VerificationKey.Should().BeNull();
        SelfCertifyingDid.TryResolve(did.Value, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(DidRefusalCodes.NoSuchKey);
    }

    [Theory]
    [Attack("DID-07")]
    [InlineData("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW")]         // one letter short
    [InlineData("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWpp")]       // one too many
    [InlineData("did:key:6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp")]         // no base
    [InlineData("did:key:Z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp")]        // another base
    [InlineData("did:key:z16MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp")]       // a leading zero byte
    [InlineData("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW0")]        // a letter that base58 has not
    [InlineData("did:key:1.1:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp")]    // a version
    [InlineData("did:key:z")]
    public void Text_that_is_not_the_one_form_of_a_key_is_refused(string text) => ShouldBeMalformed(text);

    [Fact]
    [Attack("DID-07")]
    public void Other_codecs_and_longer_keys_are_refused()
    {
        var key = Multibase58(0xed, 0x01);
        ShouldResolve(key);

        ShouldBeMalformed(Multibase58(0x80, 0x26));                     // ed25519-priv
        ShouldBeMalformed(Multibase58(0x81, 0x26));                     // secp256k1-priv
        ShouldBeMalformed(Multibase58(0x70));                           // dag-pb
        ShouldBeMalformed(Multibase58(0xed, 0x81, 0x00));               // the same codec, not in its shortest form
        ShouldBeMalformed(Multibase58([0xed, 0x01], extra: 1));
        ShouldBeMalformed(Multibase58([0xed, 0x01], extra: 5000));
        ShouldBeMalformed("did:key:u" + Base64Url.EncodeToString(Bytes([0xed, 0x01], 0)));
    }

    [Fact]
    public void A_DID_of_another_method_is_not_this_ones()
    {
        DidKey.TryResolve(Did.Parse("did:web:example.gov"), out _, out var key).Should().BeFalse();
        key!.Code.Should().Be(DidRefusalCodes.MethodNotSupported);
        DidJwk.TryResolve(Did.Parse("did:web:example.gov"), out _, out var jwk).Should().BeFalse();
        jwk!.Code.Should().Be(DidRefusalCodes.MethodNotSupported);
    }

    private static byte[] Bytes(byte[] codec, int extra)
    {
        // RFC 8032, 7.1, test 1: a public key.
        var point = Convert.FromHexString("D75A980182B10AB7D54BFED3C964073A0EE172F3DAA62325AF021A68F707511A");
        return [.. codec, .. point, .. new byte[extra]];
    }

    private static string Multibase58(params byte[] codec) => Multibase58(codec, 0);

    private static string Multibase58(byte[] codec, int extra) => "did:key:z" + Base58.Encode(Bytes(codec, extra));

    private static void ShouldResolve(string text) => DidKey.TryResolve(Did.Parse(text), out _, out _).Should().BeTrue();

    private static void ShouldBeMalformed(string text)
    {
        DidKey.TryResolve(Did.Parse(text), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(DidRefusalCodes.Malformed);
    }
}

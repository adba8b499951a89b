using System.Collections.Immutable;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Cryptography.Tests.Cose;

public class CoseSigningTests
{
    private static readonly CoseProfile Any = new() { Algorithms = SignatureAlgorithm.All };

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    [InlineData("ES256K")]
    [InlineData("Ed25519")]
    [InlineData("PS256")]
    [InlineData("ML-DSA-44")]
    public async Task What_is_signed_verifies(string name)
    {
        SignatureAlgorithm.TryFromJose(name, out var algorithm).Should().BeTrue();
        using var key = SigningKey.Generate(algorithm!, KeyId.Parse("a-key"));
        var bytes = await CoseSign1.SignAsync(key, CoseMessages.Payload, cancellationToken: TestContext.Current.CancellationToken);

        var message = Read(bytes);
        message.Algorithm.Should().BeSameAs(algorithm);
        message.ProtectedKeyId!.Value.ToArray().Should().Equal("a-key"u8.ToArray());
        message.Payload.ToArray().Should().Equal(CoseMessages.Payload);
        var signed = message.ToSignedMessage("test/x", "someone", DateTimeOffset.UnixEpoch);
        key.VerificationKey.Verify(signed.Algorithm, signed.SigningInput.Span, signed.Signature.Span).Should().BeTrue();
        signed.Key.Should().BeEquivalentTo(new { Profile = "test/x", Issuer = "someone", SignedAt = DateTimeOffset.UnixEpoch });
        signed.Key.KeyId.ToArray().Should().Equal("a-key"u8.ToArray());
    }

    [Fact]
    public async Task All_that_is_said_is_protected_and_written_in_one_way()
    {
        var signing = new CoseSigning
        {
            KeyId = new byte[] { 1, 2 },
            Type = "application/x",
            ContentType = "text/plain",
            Certificates = [new byte[] { 0x30, 0 }],
            ExternalAad = new byte[] { 9 },
            CwtTag = true,
        };
        var bytes = await CoseSign1.SignAsync(CoseMessages.Key, CoseMessages.Payload, signing, TestContext.Current.CancellationToken);
        CborValueOf(bytes).IsDeterministic.Should().BeTrue();

        var message = Read(bytes, Any with { CwtTag = CoseTagging.Required });
        CborValueOf(message.ProtectedHeader).IsDeterministic.Should().BeTrue();
        Convert.ToHexStringLower(message.ProtectedHeader.Span).Should().Be("a50126036a746578742f706c61696e04420102106d6170706c69636174696f6e2f781821423000");
        (message.Type, message.ContentType).Should().Be(("application/x", "text/plain"));
        message.Certificates.Should().ContainSingle().Which.ToArray().Should().Equal(0x30, 0);
        CoseMessages.Verify(message, [9]).Should().BeTrue();
        CoseMessages.Verify(message).Should().BeFalse();
    }

    [Fact]
    public async Task A_payload_can_be_left_out_and_so_can_tag_and_key_id()
    {
        var signing = new CoseSigning { Detached = true, Tag = false, KeyId = ReadOnlyMemory<byte>.Empty };
        var bytes = await CoseSign1.SignAsync(CoseMessages.Key, CoseMessages.Payload, signing, TestContext.Current.CancellationToken);
        CoseSign1.TryParseDetached(bytes, CoseMessages.Payload, Any with { Tag = CoseTagging.Forbidden }, out var message, out _).Should().BeTrue();
        message!.ProtectedKeyId.Should().BeNull();
        CoseMessages.Verify(message).Should().BeTrue();
    }

    [Fact]
    public async Task The_tag_of_CWT_never_stands_alone()
    {
        var act = async () => await CoseSign1.SignAsync(CoseMessages.Key, CoseMessages.Payload, new CoseSigning { CwtTag = true, Tag = false });
        await act.Should().ThrowAsync<ArgumentException>();
    }

    // RFC 8152, C.2.1: the published message and key.
    [Fact]
    public void The_RFCs_own_message_verifies()
    {
        const string x = "bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff";
        const string y = "20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e";
        VerificationKeys.TryFromEc(EllipticCurve.P256, Convert.FromHexString(x), Convert.FromHexString(y), out var key, out _).Should().BeTrue();
        var message = Read(Convert.FromHexString(
            "d28443a10126a10442313154546869732069732074686520636f6e74656e742e5840"
            + "8eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e"
            + "2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36"));
        message.UnprotectedKeyId!.Value.ToArray().Should().Equal("11"u8.ToArray());
        message.ProtectedKeyId.Should().BeNull();
        message.Payload.ToArray().Should().Equal("This is the content."u8.ToArray());
        var input = message.GetSigningInput();
        Convert.ToHexStringLower(input).Should().Be("846a5369676e61747572653143a101264054546869732069732074686520636f6e74656e742e");
        key!.Verify(message.Algorithm, input, message.Signature.Span).Should().BeTrue();
    }

    private static CoseSign1 Read(byte[] bytes, CoseProfile? profile = null)
    {
        CoseSign1.TryParse(bytes, profile ?? Any, out var message, out var refusal).Should().BeTrue("not {0}", refusal);
        return message!;
    }

    private static CborValue CborValueOf(ReadOnlyMemory<byte> bytes)
    {
        StrictCbor.TryParse(bytes, CborLimits.Token, out var value, out var refusal).Should().BeTrue("not {0}", refusal);
        return value!;
    }
}

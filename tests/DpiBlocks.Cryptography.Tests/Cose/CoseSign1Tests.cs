using DpiBlocks.Cryptography.Cose;
using static DpiBlocks.Cryptography.Tests.Cose.CoseMessages;

namespace DpiBlocks.Cryptography.Tests.Cose;

public class CoseSign1Tests
{
    [Fact]
    [Attack("COS-02")]
    public void A_key_is_never_used_with_an_algorithm_that_is_not_its_own()
    {
        Accepted(Sign());
        var all = Profile with { Algorithms = SignatureAlgorithm.All };
        Accepted(Sign(), all);
        CoseSign1.TryParse(Sign("a1013822"), all, out var message, out _).Should().BeTrue();
        message!.Algorithm.Should().BeSameAs(SignatureAlgorithm.Es384);
        Key.VerificationKey.Algorithms.Should().NotContain(message.Algorithm, "so that the verifier says {0}", SignatureRefusalCodes.AlgorithmKeyMismatch);
        Verify(message).Should().BeFalse();
    }

    [Fact]
    [Attack("COS-05")]
    public void External_data_must_be_the_very_same()
    {
        byte[] aad = [1, 2, 3];
        CoseSign1.TryParse(Sign(aad: aad), Profile, out var message, out _).Should().BeTrue();
        Verify(message!, aad).Should().BeTrue();
        Verify(message!).Should().BeFalse("it was left out");
        Verify(message!, [1, 2]).Should().BeFalse();
        Verify(message!, [1, 2, 4]).Should().BeFalse();
        Verify(message!, [1, 2, 3, 0]).Should().BeFalse();

        CoseSign1.TryParse(Sign(aad: []), Profile, out var without, out _).Should().BeTrue();
        Verify(without!).Should().BeTrue();
        Verify(without!, []).Should().BeTrue("none and empty are the same (RFC 9052, 4.3)");
        Verify(without!, [0]).Should().BeFalse();
    }

    [Fact]
    [Attack("COS-06")]
    public void There_is_exactly_one_payload()
    {
        byte[] embedded = Sign(), detached = Sign(detached: true);
        Accepted(embedded);
        Refused(detached).Should().Be(CoseRefusalCodes.PayloadAmbiguous);

        CoseSign1.TryParseDetached(detached, Payload, Profile, out var message, out _).Should().BeTrue();
        message!.Payload.ToArray().Should().Equal(Payload);
        Verify(message).Should().BeTrue();
        CoseSign1.TryParseDetached(embedded, Payload, Profile, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(CoseRefusalCodes.PayloadAmbiguous);
        CoseSign1.TryParseDetached(Sign(payload: []), Payload, Profile, out _, out refusal).Should().BeFalse("empty is a payload too");
        refusal!.Code.Should().Be(CoseRefusalCodes.PayloadAmbiguous);

        CoseSign1.TryParseDetached(detached, Payload.AsMemory(1), Profile, out var other, out _).Should().BeTrue();
        Verify(other!).Should().BeFalse();
        Accepted(Sign(payload: [])).Payload.Length.Should().Be(0);
        CoseSign1.TryParseDetached(Sign(payload: [], detached: true), default, Profile, out var empty, out _).Should().BeTrue();
        Verify(empty!).Should().BeTrue();
    }

    [Theory]
    [InlineData("a20126106d6170706c69636174696f6e2f78", "application/x")]
    [InlineData("a20126106d4170706c69636174696f6e2f58", "Application/X")]
    public void The_type_is_compared_as_a_media_type(string protectedHex, string type) =>
        Accepted(Sign(protectedHex), Profile with { Types = ["application/x"] }).Type.Should().Be(type);

    [Theory]
    [InlineData(Es256, Empty)]
    [InlineData("a20126106d6170706c69636174696f6e2f79", Empty)]
    [InlineData("a201261000", Empty)]
    [InlineData(Es256, "a1106d6170706c69636174696f6e2f78")]      // it is not protected
    public void A_message_of_another_type_is_refused(string protectedHex, string unprotectedHex)
    {
        Accepted(Sign(protectedHex, unprotectedHex));
        Refused(Sign(protectedHex, unprotectedHex), Profile with { Types = ["application/x"] }).Should().Be(CoseRefusalCodes.WrongType);
    }

    [Theory]
    [InlineData("a1180126")]                             // label 1 in two bytes
    [InlineData("a1013806")]                             // -7 in two bytes
    [InlineData("bf0126ff")]                             // the map without length
    [InlineData("b8010126")]                             // its length in two bytes
    [Attack("COS-10", "CBR-04")]
    public void A_protected_header_encoded_otherwise_is_another_one(string other)
    {
        var original = Sign();
        Accepted(original);
        // Signed as it stands it is good; put in place of the usual encoding, with its signature, it is not.
        var signed = Accepted(Sign(other));
        Convert.ToHexStringLower(signed.ProtectedHeader.Span).Should().Be(other);
        CoseSign1.TryParse(original, Profile, out var message, out _).Should().BeTrue();
        Refused(Build(Convert.FromHexString(other), Empty, Payload, message!.Signature.ToArray())).Should().Be(SignatureRefusalCodes.Invalid);
    }
}

using DpiBlocks.Cryptography.Cose;
using static DpiBlocks.Cryptography.Tests.Cose.CoseMessages;

namespace DpiBlocks.Cryptography.Tests.Cose;

public class CoseSign1Tests
{
    [Theory]
    [InlineData("a2012604423131")]                                        // the twin: kid in the protected header
    [InlineData("a2041a00000001" + "0126", CoseRefusalCodes.Malformed)]   // kid is no byte string
    [InlineData("a2012603f6", CoseRefusalCodes.Malformed)]                // content type is no text
    [InlineData("a2012610f5", CoseRefusalCodes.Malformed)]                // typ is no text
    [InlineData("a101f6", CoseRefusalCodes.Malformed)]                    // alg is neither number nor text
    [InlineData("a20126f500", CoseRefusalCodes.Malformed)]                // a label is neither number nor text
    [InlineData("820126", CoseRefusalCodes.Malformed)]                    // no map
    [InlineData("a1", CborRefusalCodes.Malformed)]
    [InlineData("a1012600", CborRefusalCodes.TrailingData)]
    [InlineData("a201260126", CborRefusalCodes.DuplicateKey)]
    [InlineData("a20126180126", CborRefusalCodes.DuplicateKey)]
    [Attack("CBR-03", "CBR-05")]
    public void A_protected_header_is_read_as_strictly_as_the_message(string protectedHex, string? code = null)
    {
        if (code is null)
        {
            Accepted(Sign(protectedHex)).KeyId.ToArray().Should().Equal("11"u8.ToArray());
        }
        else
        {
            Refused(Sign(protectedHex)).Should().Be(code);
        }
    }

    // dotnet/runtime issue 126036: a header label that fits no 32-bit integer made the platform's decoder overflow.
    [Fact]
    [Attack("COS-01")]
    public void The_message_that_made_the_platform_overflow_is_refused_without_an_exception()
    {
        var message = Convert.FromHexString(
            "d28443a10440a13b3a3a3a3a3a85858531447465ff74582e00040000007f00000000000840000000ffff43a001000000001e00047443a001d9a100800000d28443a100000000");
        message.Should().HaveCount(70);
        Refused(message).Should().Be(CoseRefusalCodes.AlgorithmNotAllowed);

        for (var i = 0; i < message.Length; i++)
        {
            for (var value = 0; value < 256; value++)
            {
                var near = (byte[])message.Clone();
                near[i] = (byte)value;
                CoseSign1.TryParse(near, Profile with { Tag = CoseTagging.Optional, CwtTag = CoseTagging.Optional }, out var read, out var refusal)
                    .Should().BeFalse();
                (read is null && refusal is not null).Should().BeTrue();
            }

            CoseSign1.TryParse(message.AsMemory(0, i), Profile, out _, out _).Should().BeFalse();
        }
    }

    [Theory]
    [InlineData("1b7fffffffffffffff", "1b8000000000000000")]
    [InlineData("3b7fffffffffffffff", "3b8000000000000000")]
    [InlineData("3b3a3a3a3a3a858585", "3bffffffffffffffff")]
    [Attack("COS-01")]
    public void A_label_beyond_64_bits_is_malformed_in_either_header(string last, string beyond)
    {
        Accepted(Sign(unprotectedHex: $"a1{last}00"));
        Refused(Sign(unprotectedHex: $"a1{beyond}00")).Should().Be(CoseRefusalCodes.Malformed);
        Accepted(Sign($"a20126{last}00"));
        Refused(Sign($"a20126{beyond}00")).Should().Be(CoseRefusalCodes.Malformed);
    }

    [Theory]
    [InlineData(Empty, Empty)]                        // no alg at all
    [InlineData("", Empty)]
    [InlineData("", "a10126")]                        // only in the unprotected header
    [InlineData(Empty, "a10126")]
    [InlineData("a10165455332" + "3536", Empty)]      // "ES256" as text
    [InlineData("a10127", Empty)]                     // EdDSA, known but not allowed here
    [InlineData("a1013822", Empty)]                   // ES384
    [InlineData("a10105", Empty)]                     // HMAC 256/256
    [InlineData("a10100", Empty)]                     // reserved
    [InlineData("a1013a000f423f", Empty)]             // -1000000, private use
    [InlineData("a1013bffffffffffffffff", Empty)]
    [Attack("COS-02")]
    public void An_algorithm_that_is_not_protected_known_and_allowed_is_refused(string protectedHex, string unprotectedHex)
    {
        Accepted(Sign());
        Refused(Sign(protectedHex, unprotectedHex)).Should().Be(CoseRefusalCodes.AlgorithmNotAllowed);
    }

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

    [Theory]
    [InlineData(17)]       // COSE_Mac0
    [InlineData(16)]       // COSE_Encrypt0
    [InlineData(98)]       // COSE_Sign
    [InlineData(97)]
    [InlineData(96)]
    [InlineData(61)]       // CWT around no COSE tag
    [InlineData(998)]
    [InlineData(0)]        // no tag
    [Attack("COS-03")]
    public void Another_tag_than_that_of_one_signature_is_refused(int tag)
    {
        Accepted(Sign());
        Refused(Sign(tag: tag)).Should().Be(CoseRefusalCodes.WrongType);
    }

    [Fact]
    [Attack("COS-03")]
    public void Tags_are_as_the_profile_says()
    {
        byte[] tagged = Sign(), bare = Sign(tag: 0);
        byte[] cwt = [0xD8, 61, .. tagged], cwtOfBare = [0xD8, 61, .. bare], twice = [0xD2, .. tagged], cwtTwice = [0xD8, 61, .. cwt];
        var untagged = Profile with { Tag = CoseTagging.Forbidden };
        var either = Profile with { Tag = CoseTagging.Optional, CwtTag = CoseTagging.Optional };
        var token = Profile with { CwtTag = CoseTagging.Required };
        foreach (var (profile, good) in new[]
        {
            (Profile, new[] { tagged }), (untagged, [bare]), (either, [tagged, bare, cwt]), (token, [cwt]),
        })
        {
            foreach (var message in new[] { tagged, bare, cwt, cwtOfBare, twice, cwtTwice })
            {
                if (good.Contains(message))
                {
                    Accepted(message, profile);
                }
                else
                {
                    Refused(message, profile).Should().Be(CoseRefusalCodes.WrongType);
                }
            }
        }
    }

    [Theory]
    [InlineData("d8628443a10300a0405480", CborRefusalCodes.Malformed)]    // COSE_Sign with 0 signers, cut short
    [InlineData("d8628443a10300a0414180", CoseRefusalCodes.WrongType)]    // COSE_Sign with 0 signers
    [InlineData("8443a10300a0414180", CoseRefusalCodes.WrongType)]
    [InlineData("d28443a10126a0414180", CoseRefusalCodes.Malformed)]      // tag 18 around it
    [InlineData("d28343a10126a04141", CoseRefusalCodes.Malformed)]
    [InlineData("d28543a10126a04141404140", CoseRefusalCodes.Malformed)]
    [InlineData("d2a0", CoseRefusalCodes.Malformed)]
    [InlineData("d24101", CoseRefusalCodes.Malformed)]
    [InlineData("d284a10126a0414140", CoseRefusalCodes.Malformed)]        // the protected map is not wrapped
    [InlineData("d28443a1012640414140", CoseRefusalCodes.Malformed)]      // the unprotected map is
    [InlineData("d28443a10126a0614140", CoseRefusalCodes.Malformed)]      // the payload is text
    [InlineData("d28443a10126a0f740", CoseRefusalCodes.Malformed)]        // undefined is not null
    [Attack("COS-03")]
    public void What_has_not_the_form_of_one_signature_is_refused(string hex, string code)
    {
        Accepted(Sign());
        Refused(Convert.FromHexString(hex)).Should().Be(code);
    }

    [Theory]
    [InlineData("a201260281182a", Empty)]                 // 42, which nobody knows
    [InlineData("a301260281182a182af5", Empty)]           // … present
    [InlineData("a20126028161" + "61", Empty)]            // a text label
    [InlineData("a20126028100", Empty)]                   // 0, reserved
    [InlineData("a20126028104", Empty)]                   // kid, which is understood, but not there
    [InlineData("a2012602810d", "a10d00")]                // there, but unprotected
    [InlineData("a2012602" + "80", Empty)]                // empty
    [InlineData("a2012602" + "01", Empty)]                // no list
    [InlineData("a2012602" + "f6", Empty)]
    [InlineData("a2012602" + "a10101", Empty)]
    [InlineData("a2012602" + "8101", "a1028101")]         // in both maps
    [InlineData(Es256, "a1028101")]                       // in the unprotected map
    [InlineData("a301260282182a" + "01" + "182af5", Empty)]
    [Attack("COS-04")]
    public void What_must_be_understood_is_or_the_message_is_refused(string protectedHex, string unprotectedHex)
    {
        Accepted(Sign("a20126028101"));
        var code = protectedHex.StartsWith("a20126028101", StringComparison.Ordinal) ? CoseRefusalCodes.DuplicateLabel : CoseRefusalCodes.CriticalUnsupported;
        Refused(Sign(protectedHex, unprotectedHex)).Should().Be(code);
    }

    [Fact]
    [Attack("COS-04")]
    public void A_caller_can_understand_more()
    {
        var profile = Profile with { UnderstoodCritical = [42] };
        Accepted(Sign("a301260281182a182af5"), profile).TryGetHeader(42, out _, out var isProtected).Should().BeTrue();
        isProtected.Should().BeTrue();
        Refused(Sign("a301260281182b182bf5"), profile).Should().Be(CoseRefusalCodes.CriticalUnsupported);
        Refused(Sign("a201260281182a"), profile).Should().Be(CoseRefusalCodes.CriticalUnsupported);
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
    [InlineData("a10127", "a10126")]
    [InlineData("a2012604423131", "a104423131")]
    [InlineData("a20126182a00", "a1182a00")]
    [InlineData("a20126182a00", "a119002a00")]          // the same number, longer
    [InlineData("a201266161" + "00", "a1616100")]
    [Attack("CBR-03")]
    public void A_label_in_both_headers_is_refused(string protectedHex, string unprotectedHex)
    {
        var all = Profile with { Algorithms = SignatureAlgorithm.All };
        CoseSign1.TryParse(Sign(protectedHex), all, out _, out _).Should().BeTrue();
        Accepted(Sign(Es256, protectedHex.StartsWith("a10127", StringComparison.Ordinal) ? Empty : unprotectedHex));
        Refused(Sign(protectedHex, unprotectedHex), all).Should().Be(CoseRefusalCodes.DuplicateLabel);
    }

    [Fact]
    public void Where_a_profile_allows_both_the_protected_one_counts()
    {
        var profile = Profile with { AllowRepeatedLabels = true };
        var message = Accepted(Sign("a2012604423131", "a204423232182a00"), profile);
        message.KeyId.ToArray().Should().Equal("11"u8.ToArray());
        message.ProtectedKeyId!.Value.ToArray().Should().Equal("11"u8.ToArray());
        message.UnprotectedKeyId!.Value.ToArray().Should().Equal("22"u8.ToArray());
        message.TryGetHeader(42, out _, out var isProtected).Should().BeTrue();
        isProtected.Should().BeFalse();

        Accepted(Sign(Es256, "a104423232")).KeyId.ToArray().Should().Equal("22"u8.ToArray());
        Accepted(Sign()).KeyId.Length.Should().Be(0);
        Refused(Sign(Es256, "a10127"), profile with { Algorithms = [SignatureAlgorithm.Ed25519] }).Should().Be(CoseRefusalCodes.AlgorithmNotAllowed);
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

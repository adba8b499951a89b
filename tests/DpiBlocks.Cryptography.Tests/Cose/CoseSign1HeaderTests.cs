using DpiBlocks.Cryptography.Cose;
using static DpiBlocks.Cryptography.Tests.Cose.CoseMessages;

namespace DpiBlocks.Cryptography.Tests.Cose;

public class CoseSign1HeaderTests
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
}

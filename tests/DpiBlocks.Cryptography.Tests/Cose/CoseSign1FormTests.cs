using DpiBlocks.Cryptography.Cose;
using static DpiBlocks.Cryptography.Tests.Cose.CoseMessages;

namespace DpiBlocks.Cryptography.Tests.Cose;

public class CoseSign1FormTests
{
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
}

using System.Text;
using System.Text.Json;
using DpiBlocks.Credentials.Hcert;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials.Tests.Hcert;

/// <summary>One whole certificate with every step of its way, so that a change of form is seen without anything but this file.</summary>
/// <remarks>Made once with a key of its own; its signature was checked with another implementation of ECDSA.</remarks>
public sealed class HcertExampleTests
{
    private const string Text =
        "HC1:NCFOXNWTSMAHN-H8Z6P57RAR6E8J*V3XHP/H6R5OLRS3HKHR%OMDM9*P5-FJLF6EB9UM97H98$QP3R8999Q9K$B:ZJ83BZUS/JTPOJ5OI7ZIFAB4DNAHLW"
        + " 70SO:GOLIROGOAQ53+LDYPWGO+9AZDOPCR:36UA7LJPL35PTMO0PBCQ /6ZU4AG5MOLN9CZXI+G1 733AG8.CYFPU*0CEBQ/GXQFY735LBJU00+G3QNU5HUW8"
        + "DSJJU00654S8D6BDPBM+P%L5X6GAJUV+F:2VPM7JAF1L76ZM11T5V7:Q0PPDR4LL.VVKO.KC1KD1+T7.L4OV$UJD6KF+P N6RGBK4M%KFX6Q3X3EOV360V/FD2";

    private const string Message =
        "d2844aa2012604456473632d31a0589fa401624154041a6b0ac240061a6a1d7440390103a101a46376657265312e332e30636e616da163676e74644a414e45"
        + "63646f6260617281a7627467693834303533393030366266726a323032312d30342d323162636f62465262697364434e414d6264666a323032312d30352d3031"
        + "6264756a323032312d31302d3231626369781d55524e3a555643493a30313a46523a54354457544a5953345a52382334584039c6aac64f4a54bf8f13fabe437f"
        + "8db8a848f6c852b964f21f0a900ed69494b9f7280dc89625665dbb2a809f9d82b7cf6168bc94831edd2caf15099b88a30f4d";

    private const string Key =
        """{"crv":"P-256","kty":"EC","x":"PVWbNcSe-OP0MzsUpluwUQLkgA0s7JboosB-zXaV6X8","y":"nAd8a4go30UKyDFn1sOY2ZcLHuv6hU_J6vd4snGTsEc"}""";

    [Fact]
    public void The_text_holds_the_message() =>
        HcertContainer.TryUnpack(Encoding.ASCII.GetBytes(Text), out var message, out _).Should()
            .Be(message is not null && Convert.ToHexStringLower(message) == Message).And.BeTrue();

    [Fact]
    public void The_certificate_is_accepted_under_its_key_until_it_ends()
    {
        Jwk.TryParse(Encoding.ASCII.GetBytes(Key), out var key, out _).Should().BeTrue();
        var trust = new HcertTrust().With(new ResolvedKey(key!.VerificationKey!, PartyId.Parse("AT")) { Country = "AT" }, "dsc-1"u8.ToArray());
        var credential = HcertForge.Judge(Text, trust).GetValueOrThrow();
        credential.Types.Should().Equal(DccTypes.Recovery);
        credential.Validity.Should().Be(new ValidityPeriod(HcertForge.At, null, HcertForge.At.AddDays(180)));
        JsonElement.DeepEquals(credential.Claims, JsonElement.Parse(DccSamples.Recovery)).Should().BeTrue();

        HcertForge.Judge(Text, trust, new VerificationRequest { At = HcertForge.At.AddDays(181) }).Refusal!.Code.Should().Be(ValidityRefusalCodes.Expired);
    }
}

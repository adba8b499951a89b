using System.Text;

namespace DpiBlocks.Cryptography.Tests.Keys;

public class SigningKeyTests
{
    [Theory]
    [MemberData(nameof(TestKeys.Names), MemberType = typeof(TestKeys))]
    public async Task A_new_key_signs_what_its_public_half_verifies(string name)
    {
        var key = TestKeys.Of(name);
        var data = Encoding.UTF8.GetBytes("the message");

        var signature = await key.SignAsync(data, TestContext.Current.CancellationToken);

        key.VerificationKey.Verify(key.Algorithm, data, signature).Should().BeTrue();
        key.VerificationKey.Verify(key.Algorithm, data.AsSpan(1), signature).Should().BeFalse();
        key.KeyId.Value.Should().Be(key.VerificationKey.Thumbprint.ToString());
    }

    [Theory]
    [MemberData(nameof(TestKeys.Names), MemberType = typeof(TestKeys))]
    public async Task A_private_jwk_brings_the_same_key_back(string name)
    {
        var key = TestKeys.Of(name);
        var data = Encoding.UTF8.GetBytes("the message");

        SigningKey.TryParseJwk(key.ExportPrivateJwk(), out var back, out var refusal).Should().BeTrue(refusal?.ToString());

        back!.KeyId.Should().Be(key.KeyId);
        back.Algorithm.Should().Be(key.Algorithm);
        back.VerificationKey.Thumbprint.Should().Be(key.VerificationKey.Thumbprint);
        var signature = await back.SignAsync(data, TestContext.Current.CancellationToken);
        key.VerificationKey.Verify(key.Algorithm, data, signature).Should().BeTrue();
        Jwk.TryParse(key.PublicJwk.ToUtf8(), out var jwk, out refusal).Should().BeTrue(refusal?.ToString());
        jwk!.VerificationKey!.Verify(key.Algorithm, data, signature).Should().BeTrue();
        jwk.Thumbprint.Should().Be(key.VerificationKey.Thumbprint);
        back.Dispose();
    }

}

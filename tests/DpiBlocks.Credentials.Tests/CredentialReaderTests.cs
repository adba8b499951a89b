using DpiBlocks.Credentials;

namespace DpiBlocks.Credentials.Tests;

public sealed class CredentialReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{}")]
    [InlineData("{\"payload\":\"e30\"}")]
    [InlineData("{\"signature\":\"AA\"}")]
    [InlineData(" {\"payload\":\"e30\",\"protected\":\"e30\",\"signature\":\"AA\"}")]
    [InlineData("[{\"payload\":\"e30\",\"protected\":\"e30\",\"signature\":\"AA\"}]")]
    public void What_is_of_no_known_format_is_refused(string text)
    {
        CredentialReader.TryRead(text, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(CredentialRefusalCodes.FormatUnknown);
    }
}

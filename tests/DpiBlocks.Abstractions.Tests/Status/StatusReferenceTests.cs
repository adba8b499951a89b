namespace DpiBlocks.Abstractions.Tests.Status;

public sealed class StatusReferenceTests
{
    [Theory]
    [InlineData("https://example.gov/lists/1", true)]
    [InlineData("HTTPS://example.gov/lists/1", true)]
    [InlineData("urn:example:list", true)]
    [InlineData("/lists/1", false)]
    [InlineData("//example.gov/1", false)]
    [InlineData(" https://example.gov/lists/1", false)]
    [InlineData("lists/1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_address_says_its_scheme_itself(string? text, bool good)
    {
        StatusReference.TryParseAddress(text, out var address).Should().Be(good);
        (address?.OriginalString).Should().Be(good ? text : null);
    }

    [Theory]
    [InlineData(2048, true)]
    [InlineData(2049, false)]
    public void And_is_not_too_long(int length, bool good) =>
        StatusReference.TryParseAddress("https://example.gov/".PadRight(length, 'a'), out _).Should().Be(good);
}

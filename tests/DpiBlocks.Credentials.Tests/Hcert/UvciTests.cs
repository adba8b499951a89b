using DpiBlocks.Credentials.Hcert;

namespace DpiBlocks.Credentials.Tests.Hcert;

public sealed class UvciTests
{
    [Theory]
    [InlineData("URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B", "AT", "10807843F94AEE0EE5093FBC254BD813")]
    [InlineData("URN:UVCI:01:NL:DADFCC47C7334E45A906DB12FD859FB7", "NL", "DADFCC47C7334E45A906DB12FD859FB7")]
    [InlineData("URN:UVCI:01:SE:EHM/V12907267LAJW", "SE", "EHM/V12907267LAJW")]
    public void An_identifier_is_taken_apart(string text, string country, string local)
    {
        var uvci = Uvci.Parse(text);
        (uvci.Value, uvci.Version, uvci.Country, uvci.Local).Should().Be((text, "01", country, local));
        uvci.ToString().Should().Be(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("URN:UVCI:01:AT:")]
    [InlineData("URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#C")]
    [InlineData("URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD831#B")]
    [InlineData("URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B#B")]
    [InlineData("URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#")]
    [InlineData("urn:uvci:01:AT:10807843F94AEE0EE5093FBC254BD813")]
    [InlineData("URN:UVCI:0A:AT:10807843F94AEE0EE5093FBC254BD813")]
    [InlineData("URN:UVCI:01/AT:10807843F94AEE0EE5093FBC254BD813")]
    [InlineData("URN:UVCI:01:at:10807843F94AEE0EE5093FBC254BD813")]
    [InlineData("URN:UVCI:01:AT/10807843F94AEE0EE5093FBC254BD813")]
    [InlineData("URN:UVCI:01:AT:10807843f94aee0ee5093fbc254bd813")]
    [InlineData("URN:UVCI:01:AT:000000000000000000000000000000000000000000000000000000000000000000")]
    public void What_is_none_is_not_read(string? text)
    {
        Uvci.TryParse(text, out var result).Should().BeFalse();
        var act = () => result.Value;
        act.Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Parse_throws_FormatException() =>
        FluentActions.Invoking(() => Uvci.Parse("01AT")).Should().Throw<FormatException>();
}

namespace DpiBlocks.Abstractions.Tests.Identifiers;

public sealed class FieldPathTests
{
    [Theory]
    [InlineData("name")]
    [InlineData("address/city")]
    [InlineData("children/*/name")]
    [InlineData("org.iso.18013.5.1/birth_date")]
    [InlineData("straße/größe")]
    public void Names_joined_by_a_slash_are_a_path(string text) => FieldPath.Parse(text).Value.Should().Be(text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/name")]
    [InlineData("name/")]
    [InlineData("address//city")]
    public void An_empty_name_is_in_no_path(string? text)
    {
        FieldPath.TryParse(text, out _).Should().BeFalse();
        FluentActions.Invoking(() => FieldPath.Parse(text!)).Should().Throw<FormatException>();
    }

    [Fact]
    public void A_path_ends_after_512_characters()
    {
        FieldPath.TryParse(new string('x', 512), out _).Should().BeTrue();
        FieldPath.TryParse(new string('x', 513), out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("address", "address", true)]
    [InlineData("address", "address/city", true)]
    [InlineData("address/city", "address", false)]
    [InlineData("address", "addresses", false)]
    [InlineData("address", "Address", false)]
    [InlineData("address", "home/address", false)]
    public void A_path_covers_itself_and_what_lies_below(string path, string other, bool covers) =>
        FieldPath.Parse(path).Covers(FieldPath.Parse(other)).Should().Be(covers);

    [Fact]
    public void A_path_that_was_never_given_cannot_be_read() =>
        FluentActions.Invoking(() => default(FieldPath).Value).Should().Throw<InvalidOperationException>();
}

using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Cryptography.Tests.Cose;

public class CborValueTests
{
    [Theory]
    [InlineData("00", 0)]
    [InlineData("20", -1)]
    [InlineData("1b7fffffffffffffff", long.MaxValue)]
    [InlineData("3b7fffffffffffffff", long.MinValue)]
    public void Integers_of_64_bits_are_read(string hex, long expected)
    {
        Read(hex).TryGetInt64(out var value).Should().BeTrue();
        value.Should().Be(expected);
    }

    [Theory]
    [InlineData("1b8000000000000000")]
    [InlineData("3b8000000000000000")]
    [InlineData("f93c00")]
    [InlineData("6131")]
    [InlineData("c240")]
    public void Other_numbers_are_no_integers_of_64_bits(string hex) => Read(hex).TryGetInt64(out _).Should().BeFalse();

    [Fact]
    public void A_value_is_nothing_but_what_it_is()
    {
        foreach (var hex in new[] { "00", "20", "40", "60", "80", "a0", "c100", "f4", "f6", "f7", "f0", "f90000" })
        {
            var value = Read(hex);
            var answers = new[]
            {
                value.TryGetInt64(out _), value.TryGetBytes(out _), value.TryGetText(out _), value.TryGetTag(out _, out _),
                value.TryGetBoolean(out _), value.IsNull, value.TryGetDouble(out _),
            };
            answers.Count(answer => answer).Should().Be(value.Kind is CborKind.Array or CborKind.Map or CborKind.Undefined or CborKind.Simple ? 0 : 1, hex);
            value.Items.Should().BeEmpty();
            value.Entries.Should().BeEmpty();
            value.TryGet(0, out _).Should().BeFalse();
            value.TryGet("a", out _).Should().BeFalse();
        }
    }

    [Fact]
    public void Strings_in_pieces_are_put_together_and_kept_as_they_came()
    {
        var bytes = Read("5f42010243030405ff");
        bytes.TryGetBytes(out var content).Should().BeTrue();
        content.ToArray().Should().Equal(1, 2, 3, 4, 5);
        bytes.Encoded.Length.Should().Be(9);
        Read("7f657374726561646d696e67ff").TryGetText(out var text).Should().BeTrue();
        text.Should().Be("streaming");
    }

    [Fact]
    public void A_map_is_looked_up_by_number_and_by_name()
    {
        var map = Read("a401020361782162616219ffff00");
        map.TryGet(1, out var one).Should().BeTrue();
        one!.TryGetInt64(out var two).Should().BeTrue();
        two.Should().Be(2);
        map.TryGet(3, out var text).Should().BeTrue();
        text!.TryGetText(out var x).Should().BeTrue();
        x.Should().Be("x");
        map.TryGet(-2, out _).Should().BeTrue();
        map.TryGet(65535, out _).Should().BeTrue();
        map.TryGet(2, out _).Should().BeFalse();
        map.TryGet("x", out _).Should().BeFalse();
        Read("a261410061610a").TryGet("a", out var small).Should().BeTrue();
        small!.TryGetInt64(out var ten).Should().BeTrue();
        ten.Should().Be(10);
    }

    [Fact]
    public void Nothing_of_the_content_is_told_as_text() => Read("6773656372657421").ToString().Should().NotContain("secret");

    private static CborValue Read(string hex)
    {
        StrictCbor.TryParse(Convert.FromHexString(hex), CborLimits.Token, out var value, out var refusal).Should().BeTrue("{0} gave {1}", hex, refusal);
        return value!;
    }
}

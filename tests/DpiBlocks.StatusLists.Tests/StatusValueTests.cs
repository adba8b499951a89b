namespace DpiBlocks.StatusLists.Tests;

public sealed class StatusValueTests
{
    [Theory]
    [InlineData(0, "valid", null)]
    [InlineData(1, "invalid", "status.revoked")]
    [InlineData(2, "suspended", "status.suspended")]
    [InlineData(3, "0x03", "status.application_specific")]
    [InlineData(0x0C, "0x0c", "status.application_specific")]
    [InlineData(0x0F, "0x0f", "status.application_specific")]
    [InlineData(4, "0x04", "status.unregistered")]
    [InlineData(0x0B, "0x0b", "status.unregistered")]
    [InlineData(0x10, "0x10", "status.unregistered")]
    [InlineData(0xFF, "0xff", "status.unregistered")]
    [Attack("STL-12")]
    public void Every_value_has_its_name_and_only_valid_is_no_refusal(byte value, string name, string? code)
    {
        new StatusValue(value).ToString().Should().Be(name);
        (new StatusValue(value).Refusal?.Code).Should().Be(code);
        new StatusValue(value).Refusal?.Facts["value"].Should().Be(name);
        (new StatusValue(value).Refusal is null).Should().Be(value == 0);
    }

    [Fact]
    public void The_registry_knows_the_first_four_and_the_last_four_of_sixteen() =>
        Enumerable.Range(0, 256).Where(value => new StatusValue((byte)value).IsRegistered).Should().Equal(0, 1, 2, 3, 12, 13, 14, 15);
}

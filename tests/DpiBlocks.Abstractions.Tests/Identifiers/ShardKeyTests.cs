using System.Security.Cryptography;

namespace DpiBlocks.Abstractions.Tests.Identifiers;

public sealed class ShardKeyTests
{
    private static readonly TenantId Home = TenantId.Parse("home-office");

    [Fact]
    public void It_is_made_of_tenant_kind_and_name_and_stays_so_for_ever()
    {
        // The column of every table: the first 16 bytes of SHA-256 over the three, parted by a zero byte.
        ShardKey.Of(Home, "status-list", "7").ToByteArray().Should().Equal(SHA256.HashData("home-office\0status-list\07"u8)[..16]);
        ShardKey.Of(Home, SubjectId.Parse("p1")).ToByteArray().Should().Equal(SHA256.HashData("home-office\0subject\0p1"u8)[..16]);
        ShardKey.Of(Home, PartyId.Parse("p1")).ToByteArray().Should().Equal(SHA256.HashData("home-office\0party\0p1"u8)[..16]);
    }

    [Fact]
    public void Each_part_makes_another_key()
    {
        var key = ShardKey.Of(Home, "status-list", "7");
        key.Should().Be(ShardKey.Of(Home, "status-list", "7"));
        key.Should().NotBe(ShardKey.Of(TenantId.Parse("home-offic"), "status-list", "7"));
        key.Should().NotBe(ShardKey.Of(Home, "log", "7"));
        key.Should().NotBe(ShardKey.Of(Home, "status-list", "8"));
        key.Tenant.Should().Be(Home);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_kind_that_could_be_read_as_another_kind_and_name_is_refused(string kind) =>
        FluentActions.Invoking(() => ShardKey.Of(Home, kind, "c")).Should().Throw<ArgumentException>();

    [Fact]
    public void A_key_that_was_never_made_is_no_column() =>
        FluentActions.Invoking(() => default(ShardKey).ToByteArray()).Should().Throw<InvalidOperationException>();
}

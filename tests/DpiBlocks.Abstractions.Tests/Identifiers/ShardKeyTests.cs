using System.Security.Cryptography;
using CsCheck;

namespace DpiBlocks.Abstractions.Tests.Identifiers;

public sealed class ShardKeyTests
{
    // Short and of few letters, so that parts run into each other's places as often as can be.
    private static readonly Gen<string> Part = Gen.String[Gen.Char["a-"], 1, 3].Where(part => part[0] is 'a' && part[^1] is 'a');

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
    [Attack("STO-20")]
    public void Text_that_would_become_the_same_bytes_as_another_is_refused()
    {
        FluentActions.Invoking(() => ShardKey.Of(Home, "kind", "\ud800")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => ShardKey.Of(Home, "kind\udc00", "id")).Should().Throw<ArgumentException>();
        ShardKey.Of(Home, "kind", "\ud83d\ude00").Should().NotBe(ShardKey.Of(Home, "kind", "\ufffd"));
    }

    [Fact]
    [Attack("STO-20")]
    public void No_two_things_ever_share_a_key() =>
        Gen.Select(Part, Part, Part, Part, Part, Part).Sample((tenant, kind, id, otherTenant, otherKind, otherId) =>
        {
            var (one, other) = ((tenant, kind, id), (otherTenant, otherKind, otherId));
            (Key(one) == Key(other)).Should().Be(one == other);
            Key(one).ToByteArray().SequenceEqual(Key(other).ToByteArray()).Should().Be(one == other, "neither in memory nor in a column");
        });

    [Fact]
    public void A_key_that_was_never_made_is_no_column() =>
        FluentActions.Invoking(() => default(ShardKey).ToByteArray()).Should().Throw<InvalidOperationException>();

    private static ShardKey Key((string Tenant, string Kind, string Id) parts) => ShardKey.Of(TenantId.Parse(parts.Tenant), parts.Kind, parts.Id);
}

using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.Sqlite.Tests.Database;

/// <summary>The watch by which every test of a store asserts that it keeps to one shard.</summary>
public sealed class ShardWatchTests
{
    private static readonly byte[] Shard = Samples.Shard.ToByteArray();

    private static readonly byte[] Other = ShardKey.Of(Samples.OtherTenant, "status-list", "1").ToByteArray();

    [Theory]
    [InlineData("SELECT a FROM t WHERE shard = $1 AND b > $2")]
    [InlineData("INSERT INTO t (shard, a) VALUES ($1, $2)")]
    [InlineData("INSERT INTO t (shard, a) SELECT $1, max(a) FROM t WHERE shard = $1")]
    [InlineData("INSERT INTO t AS x (shard, a) VALUES ($1, $2) ON CONFLICT (shard) DO UPDATE SET a = $2")]
    [InlineData("UPDATE t SET a = $2 WHERE shard = $1")]
    [InlineData("DELETE FROM t WHERE shard = $1")]
    [InlineData("SELECT x.a FROM t x JOIN u y ON y.shard = $1 WHERE x.shard = $1")]
    [InlineData("SELECT a FROM t WHERE shard = $1 FOR UPDATE SKIP LOCKED")]
    [InlineData("INSERT INTO t (shard, a) SELECT $1, a FROM unnest($2) a")]
    [InlineData("COMMIT")]
    public void A_statement_of_one_shard_passes_in_a_transaction_of_that_shard_alone(string sql)
    {
        ShardWatch.Judge(Shard, sql, [Shard, 1L]).Should().BeNull();
        ShardWatch.Judge(Other, sql, [Shard, 1L]).Should().Be(sql is "COMMIT" ? null : "not of the shard of its transaction");
    }

    [Theory]
    [InlineData("SELECT a FROM t WHERE b > $2")]
    [InlineData("SELECT a FROM t WHERE shard = $2")]
    [InlineData("INSERT INTO t (a, shard) VALUES ($1, $2)")]
    [InlineData("INSERT INTO t (shard, a) VALUES ($2, $1)")]
    [InlineData("INSERT INTO t (shard, a) SELECT $1, max(a) FROM t")]
    [InlineData("UPDATE t SET a = $2")]
    [InlineData("DELETE FROM t")]
    [InlineData("SELECT x.a FROM t x JOIN u y ON y.a = x.a WHERE x.shard = $1")]
    public void A_table_without_its_shard_is_found(string sql) => ShardWatch.Judge(Shard, sql, [Shard, 1L]).Should().Be("a table without its shard");

    [Fact]
    public void A_scan_reads_and_does_not_write()
    {
        ShardWatch.Judge(null, "SELECT DISTINCT shard FROM t", []).Should().BeNull();
        ShardWatch.Judge(null, "DELETE FROM t WHERE shard = $1", [Shard]).Should().Be("a scan writes");
    }

    [Fact]
    public void What_was_seen_is_remembered_until_it_is_asked_for()
    {
        var watch = new ShardWatch();
        FluentActions.Invoking(watch.Verify).Should().Throw<Xunit.Sdk.XunitException>("nothing was seen");
        watch.See(Shard, "DELETE FROM t WHERE shard = $1", [Shard]);
        watch.Verify();
        watch.See(Shard, "DELETE FROM t WHERE shard = $1", [Other]);
        FluentActions.Invoking(watch.Verify).Should().Throw<Xunit.Sdk.XunitException>();
    }
}

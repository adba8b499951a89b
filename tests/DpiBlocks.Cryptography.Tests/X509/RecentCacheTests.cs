namespace DpiBlocks.Cryptography.X509;

public class RecentCacheTests
{
    [Fact]
    public void What_was_used_of_late_is_remembered_and_no_more_than_is_allowed()
    {
        var cache = new RecentCache<int, string>(8);
        cache.Add(-1, "kept");
        for (var i = 0; i < 1000; i++)
        {
            cache.Add(i, "new");
            cache.TryGet(-1, out var kept).Should().BeTrue("it is asked for all the time");
            kept.Should().Be("kept");
        }

        Enumerable.Range(0, 1000).Count(i => cache.TryGet(i, out _)).Should().BeLessThan(8);
    }
}

namespace DpiBlocks.Oversight.Tests.Log;

public sealed class TileTests
{
    // C2SP tlog-tiles, Merkle Tree: index 1234067 is written x001/x234/067; a partial tile has its width behind it.
    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(1, 999, 5, "tile/1/999.p/5")]
    [InlineData(2, 1000, 255, "tile/2/x001/000.p/255")]
    [InlineData(Tile.EntriesLevel, 1234067, 256, "tile/entries/x001/x234/067")]
    [InlineData(Tile.EntriesLevel, 0, 1, "tile/entries/000.p/1")]
    public void The_path_is_that_of_the_specification(int level, long index, int width, string path) => new Tile(level, index).ToPath(width).Should().Be(path);

    // C2SP tlog-tiles, Partial Tiles: the example of a tree of 70,000, and that of one of 256.
    [Theory]
    [InlineData(70_000, 0, 272, 256)]
    [InlineData(70_000, 0, 273, 112)]
    [InlineData(70_000, 1, 0, 256)]
    [InlineData(70_000, 1, 1, 17)]
    [InlineData(70_000, 2, 0, 1)]
    [InlineData(70_000, Tile.EntriesLevel, 273, 112)]
    [InlineData(256, 0, 0, 256)]
    [InlineData(256, 0, 1, 0)]
    [InlineData(256, 1, 0, 1)]
    public void The_width_is_that_of_the_specification(long size, int level, long index, int width) => new Tile(level, index).WidthIn(size).Should().Be(width);

    [Fact]
    public void A_tree_is_kept_in_the_tiles_of_the_specification()
    {
        var log = MemoryLog.Of(70_000);
        log.Tiles.Keys.Count(tile => tile.Level == 0).Should().Be(274);
        log.Tiles.Keys.Count(tile => tile.Level == 1).Should().Be(2);
        log.Tiles.Keys.Count(tile => tile.Level == 2).Should().Be(1);
        log.Tiles.Keys.Count(tile => tile.Level == Tile.EntriesLevel).Should().Be(274);
        foreach (var (tile, content) in log.Tiles.Where(piece => piece.Key.Level >= 0))
        {
            content.Should().HaveCount(tile.WidthIn(70_000) * 32);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void A_width_that_no_tile_has_is_refused(int width) =>
        FluentActions.Invoking(() => new Tile(0, 0).ToPath(width)).Should().Throw<ArgumentOutOfRangeException>();
}

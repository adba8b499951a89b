using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>What a log grows by, to be written in one transaction.</summary>
/// <param name="Version">The version from which it grows.</param>
/// <param name="Size">The number of leaves afterwards.</param>
/// <param name="Tiles">The tiles that are new or longer than before, of hashes and of entries.</param>
/// <param name="Entries">The entries that came in, which the journal does not know of yet.</param>
public sealed record LogGrowth(long Version, long Size, ImmutableArray<TileContent> Tiles, ImmutableArray<SequencedEntry> Entries);

/// <summary>A tile and its bytes.</summary>
/// <param name="Tile">Which.</param>
/// <param name="Content">Its bytes as published.</param>
public readonly record struct TileContent(Tile Tile, ReadOnlyMemory<byte> Content);

namespace DpiBlocks.Oversight;

/// <summary>Keeps logs: their tiles, and the newest checkpoint. All of one log lies on one shard.</summary>
public interface ILogStore
{
    /// <summary>Tells where a log stands.</summary>
    /// <param name="log">The log's shard.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The state; <see cref="LogState.Empty"/> when there is none.</returns>
    ValueTask<LogState> FindAsync(ShardKey log, CancellationToken cancellationToken = default);

    /// <summary>Makes a log grow, durably, if it is still at the version it grows from.</summary>
    /// <param name="log">The log's shard.</param>
    /// <param name="growth">What it grows by.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether it has grown; false when another has changed it.</returns>
    ValueTask<bool> TryGrowAsync(ShardKey log, LogGrowth growth, CancellationToken cancellationToken = default);

    /// <summary>Forgets which entries the journal may not know of, once it does; the version grows by one.</summary>
    /// <param name="log">The log's shard.</param>
    /// <param name="version">The version at which they were read.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether it is done; false when another has changed the log.</returns>
    ValueTask<bool> TryForgetUnmarkedAsync(ShardKey log, long version, CancellationToken cancellationToken = default);

    /// <summary>Reads a tile, at its present width.</summary>
    /// <param name="log">The log's shard.</param>
    /// <param name="tile">Which.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Its bytes as published, or null.</returns>
    ValueTask<ReadOnlyMemory<byte>?> ReadTileAsync(ShardKey log, Tile tile, CancellationToken cancellationToken = default);

    /// <summary>Finds the newest checkpoint.</summary>
    /// <param name="log">The log's shard.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The signed note, or null.</returns>
    ValueTask<ReadOnlyMemory<byte>?> FindCheckpointAsync(ShardKey log, CancellationToken cancellationToken = default);

    /// <summary>Publishes a checkpoint, unless one of a larger log, or of the same size, is published.</summary>
    /// <param name="log">The log's shard.</param>
    /// <param name="size">The number of leaves that it speaks of.</param>
    /// <param name="note">The signed note.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether it is the newest now.</returns>
    ValueTask<bool> TryPublishAsync(ShardKey log, long size, ReadOnlyMemory<byte> note, CancellationToken cancellationToken = default);

    /// <summary>Puts a checkpoint of the same tree, with more signatures, in the place of the one that is published, unless another is published by now.</summary>
    /// <param name="log">The log's shard.</param>
    /// <param name="published">The signed note that was found.</param>
    /// <param name="note">The signed note that takes its place.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether it does.</returns>
    ValueTask<bool> TryReplaceCheckpointAsync(ShardKey log, ReadOnlyMemory<byte> published, ReadOnlyMemory<byte> note, CancellationToken cancellationToken = default);
}

using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>Where a log stands.</summary>
/// <param name="Version">Grows with every change, so that of two who change it at once one is told.</param>
/// <param name="Size">The number of leaves.</param>
/// <param name="Unmarked">Entries that are in the log while the journal may not say so yet, in the order of their leaves.</param>
public sealed record LogState(long Version, long Size, ImmutableArray<SequencedEntry> Unmarked)
{
    /// <summary>Gets the state of a log that was never written to.</summary>
    public static LogState Empty { get; } = new(0, 0, []);
}

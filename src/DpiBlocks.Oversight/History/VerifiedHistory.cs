using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>A person's history that is complete up to a checkpoint. Had from an <see cref="AccessHistoryVerifier"/> alone.</summary>
public sealed class VerifiedHistory
{
    internal VerifiedHistory(ImmutableArray<AccessHistoryLine> lines, HistoryStatement statement) => (Lines, Statement) = (lines, statement);

    /// <summary>Gets the lines, from the first to the last that the log has signed; an erased one has no event.</summary>
    public ImmutableArray<AccessHistoryLine> Lines { get; }

    /// <summary>Gets what the log has signed.</summary>
    public HistoryStatement Statement { get; }
}

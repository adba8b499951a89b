namespace DpiBlocks.StatusLists;

/// <summary>How an allocation ended.</summary>
/// <param name="Outcome">How the commit ended; a conflict also when there is no such list, none is free, or the one asked for is not.</param>
/// <param name="Index">The place, when it is the caller's: newly, or by the same mark before.</param>
public readonly record struct StatusAllocation(CommitOutcome Outcome, long? Index);

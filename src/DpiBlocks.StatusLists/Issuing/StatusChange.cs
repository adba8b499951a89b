namespace DpiBlocks.StatusLists;

/// <summary>A change of one entry, which is made only while the entry is as it was read.</summary>
/// <param name="Index">The index, from 0.</param>
/// <param name="From">What it was read to be; this is the expected version.</param>
/// <param name="To">What it shall be.</param>
public readonly record struct StatusChange(long Index, StatusValue From, StatusValue To);

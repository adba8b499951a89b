namespace DpiBlocks.StatusLists;

/// <summary>A list with every change that was committed before it was read, and none after.</summary>
/// <param name="Definition">What it is.</param>
/// <param name="List">What it says.</param>
public sealed record StatusListSnapshot(StatusListDefinition Definition, StatusList List);

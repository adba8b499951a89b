using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>A log that a witness watches.</summary>
/// <param name="Origin">Its name.</param>
/// <param name="Keys">Its keys.</param>
public sealed record WitnessedLog(string Origin, ImmutableArray<NoteKey> Keys);

namespace DpiBlocks.Oversight;

/// <summary>A checkpoint that the log, and as many witnesses as were demanded, have signed. Had from a <see cref="CheckpointVerifier"/> alone.</summary>
public sealed class VerifiedCheckpoint
{
    internal VerifiedCheckpoint(Checkpoint checkpoint, ReadOnlyMemory<byte> note, int witnesses, DateTimeOffset? witnessedAt) =>
        (Checkpoint, Note, Witnesses, WitnessedAt) = (checkpoint, note, witnesses, witnessedAt);

    /// <summary>Gets what it says.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>Gets the note as it came: keep it, to find out later whether the log has been turned back.</summary>
    public ReadOnlyMemory<byte> Note { get; }

    /// <summary>Gets how many of the known witnesses have seen it.</summary>
    public int Witnesses { get; }

    /// <summary>Gets the time by which as many witnesses as were demanded had seen it; null when none was demanded.</summary>
    public DateTimeOffset? WitnessedAt { get; }
}

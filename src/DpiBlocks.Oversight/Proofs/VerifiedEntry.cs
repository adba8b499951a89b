namespace DpiBlocks.Oversight;

/// <summary>An entry that is in a log. Had from a <see cref="LogProofVerifier"/> alone.</summary>
public sealed class VerifiedEntry
{
    internal VerifiedEntry(long index, VerifiedCheckpoint checkpoint) => (Index, Checkpoint) = (index, checkpoint);

    /// <summary>Gets its index, from 0.</summary>
    public long Index { get; }

    /// <summary>Gets the checkpoint under which it is in the log.</summary>
    public VerifiedCheckpoint Checkpoint { get; }
}

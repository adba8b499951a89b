namespace DpiBlocks.Oversight;

/// <summary>A log of which every entry was found to be the one that was signed. Had from a <see cref="LogAuditor"/> alone.</summary>
public sealed class AuditedLog
{
    internal AuditedLog(VerifiedCheckpoint checkpoint) => Checkpoint = checkpoint;

    /// <summary>Gets the checkpoint that all of it was found to match.</summary>
    public VerifiedCheckpoint Checkpoint { get; }
}

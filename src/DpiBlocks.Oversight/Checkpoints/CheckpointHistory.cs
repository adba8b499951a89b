namespace DpiBlocks.Oversight;

/// <summary>Compares what a log says now with what it said before, and was kept by somebody else. So turning it back, or showing two faces, is found.</summary>
public static class CheckpointHistory
{
    /// <summary>The name of the check: <c>log_history</c>.</summary>
    public const string CheckName = "log_history";

    private static readonly Check Rollback = Check.Failed(CheckName, AuditRefusalCodes.Rollback, "The log is shorter than it once was.");

    private static readonly Check Fork = Check.Failed(CheckName, AuditRefusalCodes.Fork, "What the log says now does not contain what it said before.");

    /// <summary>Compares by a proof that the log gives.</summary>
    /// <param name="earlier">What it said before.</param>
    /// <param name="now">What it says now.</param>
    /// <param name="proof">The proof from the earlier size to that of now; not needed when they are equal, or the earlier one is empty.</param>
    /// <returns>The check; failed with <c>audit.rollback</c>, <c>audit.fork</c> or <c>audit.proof_invalid</c>; not checked where a proof is needed and there is none.</returns>
    public static Check Compare(VerifiedCheckpoint earlier, VerifiedCheckpoint now, ConsistencyProof? proof)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(now);
        return Compare(earlier.Checkpoint, now.Checkpoint, proof);
    }

    /// <summary>Compares what the caller has verified.</summary>
    internal static Check Compare(Checkpoint old, Checkpoint recent, ConsistencyProof? proof)
    {
        if (CompareAlone(old, recent) is { } check)
        {
            return check;
        }

        if (proof is null)
        {
            return Check.NotChecked(CheckName, AuditRefusalCodes.ProofInvalid, "There is no proof that the log contains what it said before.");
        }

        var refusal = proof.OldSize != old.Size || proof.NewSize != recent.Size ? ProofRefusals.Sizes : proof.Verify(old.Root, recent.Root);
        return refusal is null ? Check.Passed(CheckName) : new Check { Name = CheckName, Outcome = CheckOutcome.Failed, Reason = refusal };
    }

    /// <summary>Compares by the tiles of the log, so that a fork is told from a proof that is merely wrong.</summary>
    /// <param name="earlier">What it said before.</param>
    /// <param name="now">What it says now.</param>
    /// <param name="tiles">The tiles of the log as it is now.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The check; failed with <c>audit.rollback</c>, <c>audit.fork</c> or <c>audit.entry_invalid</c>; not checked with <c>audit.tile_missing</c>.</returns>
    public static async ValueTask<Check> CompareAsync(
        VerifiedCheckpoint earlier, VerifiedCheckpoint now, ITileSource tiles, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(tiles);
        var (old, recent) = (earlier.Checkpoint, now.Checkpoint);
        if (CompareAlone(old, recent) is { } check)
        {
            return check;
        }

        var reader = new LogReader(tiles, recent.Size);
        if (await reader.ComputeRootAsync(old.Size, cancellationToken) is not { } oldRoot
            || await reader.ProveConsistencyAsync(old.Size, cancellationToken) is not { } proof)
        {
            return Check.NotChecked(CheckName, AuditRefusalCodes.TileMissing, "A tile that the checkpoint demands is missing.");
        }

        // First that the tiles are those of the log as it is now; then they say what it was.
        return proof.Verify(oldRoot, recent.Root) is not null
            ? Check.Failed(CheckName, AuditRefusalCodes.EntryInvalid, "The tiles are not those that the log has signed.")
            : oldRoot == old.Root ? Check.Passed(CheckName) : Fork;
    }

    private static Check? CompareAlone(Checkpoint earlier, Checkpoint now) =>
        !string.Equals(earlier.Origin, now.Origin, StringComparison.Ordinal) ? Check.Failed(CheckName, AuditRefusalCodes.OriginUnknown, "The checkpoints are of different logs.")
        : now.Size < earlier.Size ? Rollback
        : now.Size == earlier.Size ? now.Root == earlier.Root ? Check.Passed(CheckName) : Fork
        : earlier.Size == 0 ? Check.Passed(CheckName)
        : null;
}

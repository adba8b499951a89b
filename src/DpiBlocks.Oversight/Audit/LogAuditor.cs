using System.Collections.Immutable;
using System.Globalization;

namespace DpiBlocks.Oversight;

/// <summary>Verifies a whole log: that every tile and every entry is the one that was signed, and that it goes on from what was seen before.</summary>
/// <param name="checkpoints">How its checkpoints are verified.</param>
public sealed class LogAuditor(CheckpointVerifier checkpoints)
{
    /// <summary>The name of the check: <c>log_entries</c>.</summary>
    public const string CheckName = "log_entries";

    /// <summary>Verifies. Never throws for any bytes that the log gives.</summary>
    /// <param name="tiles">The log: a folder, a store.</param>
    /// <param name="checkpoint">Its checkpoint, as it came.</param>
    /// <param name="earlier">Checkpoints that were kept by somebody else, as they came, in any order.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>
    /// The log; or what a <see cref="CheckpointVerifier"/> refuses with, <c>audit.rollback</c>, <c>audit.fork</c>, <c>audit.entry_invalid</c> or
    /// <c>audit.tile_missing</c>, the last two with the index of the first bad entry as their location.
    /// </returns>
    public async ValueTask<Verification<AuditedLog>> VerifyAsync(
        ITileSource tiles,
        ReadOnlyMemory<byte> checkpoint,
        ImmutableArray<ReadOnlyMemory<byte>> earlier,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        var verdict = checkpoints.Begin();
        if (checkpoints.Verify(verdict, checkpoint) is not { } now)
        {
            return verdict.Refuse<AuditedLog>();
        }

        var kept = new List<VerifiedCheckpoint>();
        foreach (var note in earlier.IsDefault ? [] : earlier)
        {
            if (checkpoints.Verify(verdict, note) is not { } old)
            {
                return verdict.Refuse<AuditedLog>();
            }

            kept.Add(old);
        }

        foreach (var old in kept)
        {
            // A log that is shorter, or of the same size and another root, needs no look at its tiles.
            if (old.Checkpoint.Size >= now.Checkpoint.Size && !verdict.Demand(CheckpointHistory.Compare(old, now, null)))
            {
                return verdict.Refuse<AuditedLog>();
            }
        }

        var audit = new TileAudit(tiles, now.Checkpoint);
        if (!verdict.Demand(Report(await audit.FindBadTreeAsync([.. kept.Select(old => old.Checkpoint)], cancellationToken))))
        {
            return verdict.Refuse<AuditedLog>();
        }

        foreach (var old in kept.Where(old => old.Checkpoint.Size < now.Checkpoint.Size))
        {
            if (!verdict.Demand(await CheckpointHistory.CompareAsync(old, now, tiles, cancellationToken)))
            {
                return verdict.Refuse<AuditedLog>();
            }
        }

        return verdict.Demand(Report(await audit.FindBadEntryAsync(cancellationToken)))
            ? verdict.Accept(new AuditedLog(now))
            : verdict.Refuse<AuditedLog>();
    }

    private static Check Report((long Index, bool Missing)? bad)
    {
        if (bad is not { } found)
        {
            return Check.Passed(CheckName);
        }

        var refusal = found.Missing
            ? new Refusal(AuditRefusalCodes.TileMissing, "A part of the log that its checkpoint demands is missing.")
            : new Refusal(AuditRefusalCodes.EntryInvalid, "An entry of the log is not the one that was signed.");
        return new Check
        {
            Name = CheckName,
            Outcome = CheckOutcome.Failed,
            Reason = refusal with { Location = found.Index.ToString(CultureInfo.InvariantCulture) },
        };
    }
}

namespace DpiBlocks.Oversight;

/// <summary>Takes events into the journal, from where they reach the log. Safe to share between threads.</summary>
/// <param name="journal">The journal.</param>
/// <param name="delay">Whether the log keeps up.</param>
/// <param name="time">The clock.</param>
public sealed class AuditLog(IJournalStore journal, SequencingDelay delay, TimeProvider time) : IAuditLog
{
    /// <summary>How long an entry that was appended is known again, should it be appended once more.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public AuditEntry Seal(AuditEvent auditEvent) =>
        delay.Check() is { } refusal ? throw new AuditUnavailableException(refusal) : AuditCommitment.Commit(auditEvent);

    /// <summary>Records an event that accompanies no other change. Durable when it returns; the same entry again, within a day, is not recorded twice.</summary>
    /// <inheritdoc/>
    public ValueTask<CommitOutcome> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var once = new OnceKey("audit-entry", entry.Commitment.ToString(), entry.Commitment, time.GetUtcNow() + Remembered);
        return journal.CommitAsync(entry.Shard, new Effects { Once = once, Audit = [entry] }, cancellationToken);
    }
}

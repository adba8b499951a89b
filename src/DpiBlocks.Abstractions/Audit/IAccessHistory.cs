using System.Collections.Immutable;

namespace DpiBlocks;

/// <summary>One line of a person's access history.</summary>
/// <param name="Number">Her own number for it: 1, 2, 3 without a gap, so that a line taken out is seen.</param>
/// <param name="Event">What was done with her data, by whom, what for; null when it has been erased.</param>
/// <param name="Entry">The entry as it was committed: its commitment stands in the log, its opening proves that the event is the one committed to; the opening is empty when it has been erased.</param>
public sealed record AccessHistoryLine(long Number, AuditEvent? Event, AuditEntry Entry)
{
    /// <summary>Gets the proof that the commitment is in the log, in the log's own format; null while the log has not taken it in yet.</summary>
    public ReadOnlyMemory<byte>? Proof { get; init; }
}

/// <summary>Tells a person what was done with her data.</summary>
public interface IAccessHistory
{
    /// <summary>Reads a page of one person's history, oldest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="subject">The person; the caller has made sure that she, or her representative, is asking.</param>
    /// <param name="after">The number of the last line already read; 0 for none.</param>
    /// <param name="limit">How many lines at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The lines; empty at the end.</returns>
    ValueTask<ImmutableArray<AccessHistoryLine>> ReadAsync(
        TenantId tenant, SubjectId subject, long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Has the log sign how many lines one person's history has, so that lines cut off at its end are seen too.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="subject">The person; the caller has made sure that she, or her representative, is asking.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The signed statement, in the log's own format; null while the log has not signed anything yet.</returns>
    ValueTask<ReadOnlyMemory<byte>?> AttestAsync(TenantId tenant, SubjectId subject, CancellationToken cancellationToken = default);
}

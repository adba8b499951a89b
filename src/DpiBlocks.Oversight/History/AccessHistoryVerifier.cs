using System.Collections.Immutable;
using System.Globalization;

namespace DpiBlocks.Oversight;

/// <summary>
/// Verifies that a person has been shown all that was done with her data, up to the checkpoint that she trusts: no line missing, changed or cut off.
/// Needs no network and no log.
/// </summary>
/// <remarks>
/// Whoever verifies for her first gets the newest checkpoint, from where the keeper of the log has no hand in it: a witness, a monitor, another's copy
/// of the log; and then asks the keeper for statement and lines. So the statement cannot be older, and one that is, or one of another tree, is refused.
/// </remarks>
/// <param name="log">Whose log it is, and which keys it has.</param>
/// <param name="checkpoints">How its checkpoints are verified.</param>
public sealed class AccessHistoryVerifier(WitnessedLog log, CheckpointVerifier checkpoints)
{
    private readonly LogProofVerifier _proofs = new(checkpoints);

    /// <summary>Verifies. Never throws for anything presented.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="subject">The person.</param>
    /// <param name="lines">All lines, from the first; what the statement does not speak of yet is left out of the result.</param>
    /// <param name="statement">The signed statement.</param>
    /// <param name="current">The checkpoint that is trusted as the log's newest when the statement was asked for.</param>
    /// <param name="growth">The proof from that checkpoint to the log of the statement (<see cref="LogReader.ProveConsistencyAsync"/>); needed only when that is larger.</param>
    /// <returns>
    /// The history; or <c>audit.note_malformed</c>, <c>audit.statement_malformed</c>, <c>audit.signature_missing</c>, <c>audit.signature_invalid</c>,
    /// <c>audit.history_incomplete</c> (also of a statement older than the checkpoint), <c>audit.fork</c>, <c>audit.proof_invalid</c> (also where the
    /// proof is needed and not there), <c>audit.origin_unknown</c>, <c>audit.opening_invalid</c>, or what a <see cref="LogProofVerifier"/> refuses with;
    /// the location is the number of the line.
    /// </returns>
    public Verification<VerifiedHistory> Verify(
        TenantId tenant,
        SubjectId subject,
        ImmutableArray<AccessHistoryLine> lines,
        ReadOnlyMemory<byte> statement,
        VerifiedCheckpoint current,
        ConsistencyProof? growth = null)
    {
        ArgumentNullException.ThrowIfNull(current);
        var verdict = checkpoints.Begin();
        var shard = ShardKey.Of(tenant, subject);
        var refusal = Read(shard, statement, out var said);
        if (!verdict.Demand(Made("history_statement", refusal)))
        {
            return verdict.Refuse<VerifiedHistory>();
        }

        lines = lines.IsDefault ? [] : lines;
        if (!verdict.Demand(CheckLog(said!.Log, current.Checkpoint, growth)) || !verdict.Demand(Made("history_complete", FindGap(lines, said))))
        {
            return verdict.Refuse<VerifiedHistory>();
        }

        var opened = ImmutableArray.CreateBuilder<AccessHistoryLine>((int)said.Count);
        return verdict.Demand(Made("history_lines", FindBadLine(shard, lines[..(int)said.Count], said, opened)))
            ? verdict.Accept(new VerifiedHistory(opened.MoveToImmutable(), said))
            : verdict.Refuse<VerifiedHistory>();
    }

    private Refusal? Read(ShardKey shard, ReadOnlyMemory<byte> bytes, out HistoryStatement? statement)
    {
        statement = null;
        return !SignedNote.TryParse(bytes.Span, out var note, out var refusal) || !HistoryStatement.TryParse(note.Text, out statement, out refusal) ? refusal
            : !string.Equals(statement.Shard, Convert.ToBase64String(shard.ToByteArray()), StringComparison.Ordinal)
                || !string.Equals(statement.Log.Origin, log.Origin, StringComparison.Ordinal)
                ? new Refusal(AuditRefusalCodes.StatementMalformed, "The statement is about another's history, or of another log.")
            : NoteVerifier.Find(note, null, log.Keys);
    }

    private static Check CheckLog(Checkpoint said, Checkpoint current, ConsistencyProof? growth) => said.Size < current.Size
        ? Made(CheckpointHistory.CheckName, new Refusal(AuditRefusalCodes.HistoryIncomplete, "The statement is older than the checkpoint that is trusted."))
        : CheckpointHistory.Compare(current, said, growth);

    private static Refusal? FindGap(ImmutableArray<AccessHistoryLine> lines, HistoryStatement said)
    {
        if (lines.Length < said.Count)
        {
            return Incomplete(lines.Length + 1, "The history ends before what the log has signed.");
        }

        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Number != i + 1)
            {
                return Incomplete(i + 1, "The history has a gap.");
            }
        }

        return said.Count > 0 && lines[(int)said.Count - 1].Entry.Commitment != said.Last
            ? Incomplete(said.Count, "The last line is not the one that the log has signed.")
            : null;
    }

    private Refusal? FindBadLine(
        ShardKey shard, ImmutableArray<AccessHistoryLine> lines, HistoryStatement said, ImmutableArray<AccessHistoryLine>.Builder opened)
    {
        var before = -1L;
        foreach (var line in lines)
        {
            if (FindFault(shard, line, said, ref before, out var auditEvent) is { } refusal)
            {
                return refusal with { Location = line.Number.ToString(CultureInfo.InvariantCulture) };
            }

            opened.Add(line with { Event = auditEvent });      // what was committed to, not what was said beside it
        }

        return null;
    }

    private Refusal? FindFault(ShardKey shard, AccessHistoryLine line, HistoryStatement said, ref long before, out AuditEvent? auditEvent)
    {
        auditEvent = null;
        if (line.Entry.Shard != shard)
        {
            return new Refusal(AuditRefusalCodes.OpeningInvalid, "The line belongs to another's history.");
        }

        if (!line.Entry.Opening.IsEmpty && !AuditCommitment.TryOpen(line.Entry, out auditEvent, out var refusal))
        {
            return refusal;
        }

        if (!_proofs.Verify(line.Proof ?? default, AuditCommitment.ToEntry(line.Entry.Commitment)).TryGetValue(out var entry, out refusal))
        {
            return refusal;
        }

        if (entry.Checkpoint.Checkpoint.Size == said.Log.Size && entry.Checkpoint.Checkpoint.Root != said.Log.Root)
        {
            return new Refusal(AuditRefusalCodes.Fork, "The line is proved by another log than the statement is about.");
        }

        var inOrder = entry.Index > before && entry.Index < said.Log.Size;
        before = entry.Index;
        return inOrder ? null : ProofRefusals.Inclusion;
    }

    private static Refusal Incomplete(long number, string message) =>
        new(AuditRefusalCodes.HistoryIncomplete, message) { Location = number.ToString(CultureInfo.InvariantCulture) };

    private static Check Made(string name, Refusal? refusal) =>
        refusal is null ? Check.Passed(name) : new Check { Name = name, Outcome = CheckOutcome.Failed, Reason = refusal };
}

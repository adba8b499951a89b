using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>A person's access history, from the journal, with proofs from the log.</summary>
public sealed class AccessHistory : IAccessHistory
{
    private readonly IJournalStore _journal;
    private readonly ILogStore _store;
    private readonly LogName _log;
    private readonly CheckpointSigner _signer;

    /// <summary>Initializes a new instance of the <see cref="AccessHistory"/> class.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="store">Where the log is kept.</param>
    /// <param name="log">The log.</param>
    /// <param name="signer">The log's key: Ed25519.</param>
    /// <exception cref="ArgumentException">The key is of another kind: it signs nothing but checkpoints.</exception>
    public AccessHistory(IJournalStore journal, ILogStore store, LogName log, CheckpointSigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        (_journal, _store, _log, _signer) = (journal, store, log, signer);
        if (signer.Key.Kind is not NoteSignatureKind.Ed25519)
        {
            throw new ArgumentException("Statements about a history are signed with Ed25519.", nameof(signer));
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<AccessHistoryLine>> ReadAsync(
        TenantId tenant, SubjectId subject, long after, int limit, CancellationToken cancellationToken = default)
    {
        var shard = ShardKey.Of(tenant, subject);
        var (checkpoint, note) = await FindCheckpointAsync(cancellationToken);
        var reader = new LogReader(new StoredTiles(_store, _log), checkpoint?.Size ?? 0);
        var lines = ImmutableArray.CreateBuilder<AccessHistoryLine>();
        foreach (var row in await _journal.ReadAsync(shard, after, limit, cancellationToken))
        {
            var entry = new AuditEntry(shard, row.Commitment, row.Opening ?? default);
            var line = new AccessHistoryLine(row.Number, AuditCommitment.TryOpen(entry, out var auditEvent, out _) ? auditEvent : null, entry);
            if (row.Leaf is { } leaf && leaf < checkpoint?.Size && await reader.ProveInclusionAsync(leaf, cancellationToken) is { } proof)
            {
                line = line with { Proof = new LogProof { Index = leaf, Path = proof.Path, Checkpoint = note }.ToUtf8() };
            }

            lines.Add(line);
        }

        return lines.ToImmutable();
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> AttestAsync(TenantId tenant, SubjectId subject, CancellationToken cancellationToken = default)
    {
        if (await FindCheckpointAsync(cancellationToken) is not ({ } checkpoint, _))
        {
            return null;
        }

        // Entries of a shard enter the log in the order of their numbers: the last one there has as many before it as its number says.
        var shard = ShardKey.Of(tenant, subject);
        var last = await _journal.FindLastAsync(shard, checkpoint.Size, cancellationToken);
        var statement = new HistoryStatement(
            checkpoint with { Extensions = [] }, Convert.ToBase64String(shard.ToByteArray()), last?.Number ?? 0, last?.Commitment);
        return (await _signer.SignTextAsync(statement.ToText(), cancellationToken)).ToUtf8();
    }

    private async ValueTask<(Checkpoint? Checkpoint, ReadOnlyMemory<byte> Note)> FindCheckpointAsync(CancellationToken cancellationToken) =>
        await _store.FindCheckpointAsync(_log.Shard, cancellationToken) is { } note && SignedNote.TryParse(note.Span, out var read, out _)
            && Checkpoint.TryParse(read.Text, out var checkpoint, out _) ? (checkpoint, note) : (null, default);
}

namespace DpiBlocks.Oversight;

/// <summary>
/// Signs a checkpoint after it has made sure that the log only grew since it last looked (C2SP tlog-witness). One that stands elsewhere, run by
/// somebody else, makes it impossible to turn the log back or to show two of it.
/// </summary>
public sealed class Witness : IWitness
{
    private readonly ISigner _signer;
    private readonly IWitnessStore _store;
    private readonly ShardKey _shard;
    private readonly Dictionary<string, WitnessedLog> _logs;
    private readonly TimeProvider _time;

    /// <summary>Initializes a new instance of the <see cref="Witness"/> class.</summary>
    /// <param name="name">The name of the witness: without white space and plus.</param>
    /// <param name="signer">Its key: Ed25519 or ML-DSA-44, used for nothing else.</param>
    /// <param name="tenant">The tenant under which it keeps what it has seen.</param>
    /// <param name="store">Where it keeps that.</param>
    /// <param name="logs">The logs that it watches.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The name has not the form, the key is of another kind, or two logs have one name.</exception>
    public Witness(string name, ISigner signer, TenantId tenant, IWitnessStore store, IEnumerable<WitnessedLog> logs, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(logs);
        ArgumentNullException.ThrowIfNull(time);
        (_signer, _store, _time) = (signer, store, time);
        _logs = logs.ToDictionary(log => log.Origin, StringComparer.Ordinal);
        Key = NoteKey.Create(name, signer.VerificationKey, signer.Algorithm == SignatureAlgorithm.MlDsa44 ? NoteSignatureKind.MlDsa44 : NoteSignatureKind.CosignatureV1);
        _shard = ShardKey.Of(tenant, "witness", name);
    }

    /// <summary>Gets the public key, to be given to everyone who shall believe the witness.</summary>
    public NoteKey Key { get; }

    /// <inheritdoc/>
    public async ValueTask<WitnessAnswer?> AddCheckpointAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default)
    {
        if (!AddCheckpointRequest.TryParse(request, out var asked, out var refusal) || !SignedNote.TryParse(asked.Checkpoint.Span, out var note, out refusal)
            || !Checkpoint.TryParse(note.Text, out var checkpoint, out refusal))
        {
            return WitnessAnswer.Refused(400, refusal);
        }

        if (!_logs.TryGetValue(checkpoint.Origin, out var log))
        {
            return WitnessAnswer.Refused(404, new Refusal(AuditRefusalCodes.OriginUnknown, "The witness does not watch that log."));
        }

        if (NoteVerifier.Find(note, checkpoint, log.Keys) is { } unsigned)
        {
            return WitnessAnswer.Refused(403, unsigned);
        }

        if (asked.OldSize > checkpoint.Size)
        {
            return WitnessAnswer.Refused(400, new Refusal(AuditRefusalCodes.Rollback, "The log is shorter than it once was."));
        }

        var seen = await _store.FindAsync(_shard, checkpoint.Origin, cancellationToken);
        if ((seen?.Size ?? 0) != asked.OldSize)
        {
            return WitnessAnswer.Remembers(seen?.Size ?? 0);
        }

        if (FindInconsistency(seen, asked, checkpoint) is { } inconsistent)
        {
            return WitnessAnswer.Refused(WitnessAnswer.Inconsistent, inconsistent);
        }

        // Kept before it is signed: what has been signed can then never be forgotten.
        if (!await _store.TryReplaceAsync(_shard, checkpoint.Origin, seen, new WitnessedTree(checkpoint.Size, checkpoint.Root), cancellationToken))
        {
            seen = await _store.FindAsync(_shard, checkpoint.Origin, cancellationToken);
            return WitnessAnswer.Remembers(seen?.Size ?? 0);
        }

        return WitnessAnswer.Signed(await Cosignature.SignAsync(Key, _signer, checkpoint, _time.GetUtcNow(), cancellationToken));
    }

    private static Refusal? FindInconsistency(WitnessedTree? seen, AddCheckpointRequest asked, Checkpoint checkpoint)
    {
        if (seen is null or { Size: 0 })
        {
            return asked.Path.IsEmpty ? null : ProofRefusals.Sizes;
        }

        if (seen.Size == checkpoint.Size)
        {
            return !asked.Path.IsEmpty ? ProofRefusals.Sizes
                : seen.Root == checkpoint.Root ? null
                : new Refusal(AuditRefusalCodes.Fork, "The log has shown two trees of the same size.");
        }

        return new ConsistencyProof(seen.Size, checkpoint.Size, asked.Path).Verify(seen.Root, checkpoint.Root);
    }
}

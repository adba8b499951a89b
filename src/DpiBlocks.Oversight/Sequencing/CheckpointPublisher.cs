using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>
/// Signs the newest state of a log, has it witnessed, and publishes it. Never signs a log that does not contain what was published before, nor
/// publishes one of which a witness says that it does not contain what it has seen.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="store">Where the log is kept.</param>
/// <param name="signer">Its key.</param>
/// <param name="witnesses">Who is asked to see each checkpoint, with the keys of each; one that does not answer is left out.</param>
public sealed class CheckpointPublisher(LogName log, ILogStore store, CheckpointSigner signer, ImmutableArray<NamedWitness> witnesses)
{
    private readonly StoredTiles _tiles = new(store, log);

    /// <summary>Publishes a checkpoint if the log has grown since the last one. It covers no entry that the journal may not know to be in the log.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The number of leaves of the log, and why nothing was published where something should have been: <c>audit.rollback</c>, <c>audit.fork</c>, <c>audit.tile_missing</c>.</returns>
    public async ValueTask<(long Size, Refusal? Refusal)> PublishAsync(CancellationToken cancellationToken = default)
    {
        // The checkpoint before the state: one that another publishes meanwhile is then never newer than what we compare it with.
        var published = await FindPublishedAsync(cancellationToken);
        var state = await store.FindAsync(log.Shard, cancellationToken);
        if (published?.Size > state.Size)
        {
            return (state.Size, new Refusal(AuditRefusalCodes.Rollback, "The log is shorter than it once was."));
        }

        // Only what the journal knows to be in the log: a history is attested by the journal, and must count all that the checkpoint covers.
        var size = state.Unmarked is [var first, ..] ? first.Leaf : state.Size;
        if (published?.Size >= size)
        {
            return (state.Size, null);
        }

        var reader = new LogReader(_tiles, size);
        if (await reader.ComputeRootAsync(cancellationToken: cancellationToken) is not { } root
            || await reader.ComputeRootAsync(published?.Size ?? 0, cancellationToken) is not { } oldRoot)
        {
            return (state.Size, new Refusal(AuditRefusalCodes.TileMissing, "A tile of the log is missing."));
        }

        if (published is not null && published.Root != oldRoot)
        {
            return (state.Size, new Refusal(AuditRefusalCodes.Fork, "The log does not contain what was published before."));
        }

        var note = await signer.SignAsync(size, root, cancellationToken);
        foreach (var witness in witnesses)
        {
            var view = await witness.SeeAsync(note, reader, published?.Size ?? 0, cancellationToken);
            if (await FindAccusationAsync(view, cancellationToken) is { } accusation)
            {
                return (state.Size, accusation);
            }

            note = Join(note, view.Signatures);
        }

        await store.TryPublishAsync(log.Shard, size, note.ToUtf8(), cancellationToken);
        return (state.Size, null);
    }

    // One line of each key, however often a witness repeats it, and no more than whoever reads the note takes.
    private static SignedNote Join(SignedNote note, ImmutableArray<NoteSignature> signatures) => note with
    {
        Signatures = [.. note.Signatures.Concat(signatures).DistinctBy(signature => (signature.Name, signature.KeyId)).Take(SignedNote.MaxSignatures)],
    };

    // A witness that has seen more has seen it of another sequencer, if the log is that large by now.
    private async ValueTask<Refusal?> FindAccusationAsync(WitnessView view, CancellationToken cancellationToken) =>
        view.SeenSize > 0 && (await store.FindAsync(log.Shard, cancellationToken)).Size >= view.SeenSize ? null : view.Refusal;

    private async ValueTask<Checkpoint?> FindPublishedAsync(CancellationToken cancellationToken) =>
        await store.FindCheckpointAsync(log.Shard, cancellationToken) is not { } note ? null
        : SignedNote.TryParse(note.Span, out var read, out _) && Checkpoint.TryParse(read.Text, out var checkpoint, out _) ? checkpoint
        : throw new InvalidDataException("The checkpoint in the store is none.");
}

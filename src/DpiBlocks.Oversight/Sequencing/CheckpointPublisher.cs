using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>
/// Signs the newest state of a log, has it witnessed, and publishes it. Never signs a log that does not contain what was published before, nor
/// publishes one of which a witness says that it does not contain what it has seen.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="store">Where the log is kept.</param>
/// <param name="signer">Its key.</param>
/// <param name="witnesses">Who is asked to see each checkpoint, all at once, with the keys of each; one that does not answer is left out, and asked again later.</param>
/// <param name="patience">How long they are waited for; well below the stated delay of the log.</param>
/// <param name="time">The clock.</param>
public sealed class CheckpointPublisher(
    LogName log, ILogStore store, CheckpointSigner signer, ImmutableArray<NamedWitness> witnesses, TimeSpan patience, TimeProvider time)
{
    /// <summary>How long a witness that has not signed is left in peace before it is asked about the same checkpoint again.</summary>
    internal static readonly TimeSpan Peace = TimeSpan.FromMinutes(1);

    private readonly StoredTiles _tiles = new(store, log);

    private long? _asked;

    /// <summary>
    /// Publishes a checkpoint if the log has grown since the last one; else asks the witnesses that are missing from it again, and joins what they sign.
    /// It covers no entry that the journal may not know to be in the log.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The number of leaves of the log, and why nothing was published where something should have been: <c>audit.rollback</c>, <c>audit.fork</c>, <c>audit.tile_missing</c>.</returns>
    public async ValueTask<(long Size, Refusal? Refusal)> PublishAsync(CancellationToken cancellationToken = default)
    {
        // The checkpoint before the state: one that another publishes meanwhile is then never newer than what we compare it with.
        var published = await FindPublishedAsync(cancellationToken);
        var state = await store.FindAsync(log.Shard, cancellationToken);
        var seen = published?.Checkpoint.Size ?? 0;
        if (seen > state.Size)
        {
            return (state.Size, new Refusal(AuditRefusalCodes.Rollback, "The log is shorter than it once was."));
        }

        // Only what the journal knows to be in the log: a history is attested by the journal, and must count all that the checkpoint covers.
        var size = state.Unmarked is [var first, ..] ? first.Leaf : state.Size;
        var asked = published is not null && seen >= size ? FindMissing(published.Note) : witnesses;
        if (published is not null && (seen > size || (seen == size && asked.IsEmpty)))
        {
            return (state.Size, null);
        }

        var reader = new LogReader(_tiles, size);
        if (await reader.ComputeRootAsync(cancellationToken: cancellationToken) is not { } root
            || await reader.ComputeRootAsync(seen, cancellationToken) is not { } oldRoot)
        {
            return (state.Size, new Refusal(AuditRefusalCodes.TileMissing, "A tile of the log is missing."));
        }

        if (published is not null && published.Checkpoint.Root != oldRoot)
        {
            return (state.Size, new Refusal(AuditRefusalCodes.Fork, "The log does not contain what was published before."));
        }

        var note = published is not null && seen == size ? published.Note : await signer.SignAsync(size, root, cancellationToken);
        var (joined, accusation) = await ShowAsync(note, size, seen, asked, cancellationToken);
        if (accusation is null)
        {
            await KeepAsync(published, size, joined, cancellationToken);
        }

        return (state.Size, accusation);
    }

    private ValueTask<bool> KeepAsync(Published? published, long size, SignedNote note, CancellationToken cancellationToken) =>
        published is null || published.Checkpoint.Size < size ? store.TryPublishAsync(log.Shard, size, note.ToUtf8(), cancellationToken)
        : published.Note.Signatures.Length < note.Signatures.Length ? store.TryReplaceCheckpointAsync(log.Shard, published.Bytes, note.ToUtf8(), cancellationToken)
        : ValueTask.FromResult(false);

    private ImmutableArray<NamedWitness> FindMissing(SignedNote note) =>
        _asked is { } at && time.GetElapsedTime(at) < Peace ? [] : [.. witnesses.Where(witness => !note.Signatures.Any(witness.IsNamedBy))];

    // All at once and not for long: the log waits for no witness.
    private async ValueTask<(SignedNote Note, Refusal? Accusation)> ShowAsync(
        SignedNote note, long size, long seen, ImmutableArray<NamedWitness> asked, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var views = await Task.WhenAll(asked.Select(witness => SeeAsync(witness, note, size, seen, stop.Token, cancellationToken)));
        _asked = time.GetTimestamp();
        var joined = note;
        foreach (var view in views)
        {
            if (await FindAccusationAsync(view, cancellationToken) is { } accusation)
            {
                return (note, accusation);
            }

            joined = Join(joined, view.Signatures);
        }

        return (joined, null);
    }

    // A witness that fails, or does not heed that its time is over, is one that does not answer.
    private async Task<WitnessView> SeeAsync(
        NamedWitness witness, SignedNote note, long size, long seen, CancellationToken stop, CancellationToken cancellationToken)
    {
        try
        {
            return await witness.SeeAsync(note, new LogReader(_tiles, size), seen, stop).AsTask().WaitAsync(stop);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            return WitnessView.Nothing;
        }
    }

    // One line of each key, however often a witness repeats it, and no more than whoever reads the note takes.
    private static SignedNote Join(SignedNote note, ImmutableArray<NoteSignature> signatures) => note with
    {
        Signatures = [.. note.Signatures.Concat(signatures).DistinctBy(signature => (signature.Name, signature.KeyId)).Take(SignedNote.MaxSignatures)],
    };

    // A witness that has seen more has seen it of another sequencer, if the log is that large by now.
    private async ValueTask<Refusal?> FindAccusationAsync(WitnessView view, CancellationToken cancellationToken) =>
        view.SeenSize > 0 && (await store.FindAsync(log.Shard, cancellationToken)).Size >= view.SeenSize ? null : view.Refusal;

    private async ValueTask<Published?> FindPublishedAsync(CancellationToken cancellationToken) =>
        await store.FindCheckpointAsync(log.Shard, cancellationToken) is not { } bytes ? null
        : SignedNote.TryParse(bytes.Span, out var note, out _) && Checkpoint.TryParse(note.Text, out var checkpoint, out _) ? new Published(bytes, note, checkpoint)
        : throw new InvalidDataException("The checkpoint in the store is none.");

    private sealed record Published(ReadOnlyMemory<byte> Bytes, SignedNote Note, Checkpoint Checkpoint);
}

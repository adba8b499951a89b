using System.Collections.Immutable;
using System.Text;

namespace DpiBlocks.Oversight;

/// <summary>A witness and the keys by which its answers are known.</summary>
/// <param name="Witness">The witness.</param>
/// <param name="Keys">Its keys.</param>
public sealed record NamedWitness(IWitness Witness, ImmutableArray<NoteKey> Keys)
{
    /// <summary>Shows it a checkpoint.</summary>
    /// <param name="note">The checkpoint, signed by the log.</param>
    /// <param name="reader">The log.</param>
    /// <param name="seen">The size that it is thought to have seen last.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What it says; nothing when it does not answer, or not as itself.</returns>
    internal async ValueTask<WitnessView> SeeAsync(SignedNote note, LogReader reader, long seen, CancellationToken cancellationToken)
    {
        if (!Checkpoint.TryParse(note.Text, out var checkpoint, out _))
        {
            return WitnessView.Nothing;
        }

        var answer = await AskAsync(note, checkpoint, reader, seen, cancellationToken);
        if (RememberedIn(answer) is { } remembered && remembered <= checkpoint.Size)
        {
            answer = await AskAsync(note, checkpoint, reader, remembered, cancellationToken);
        }

        return answer?.Status switch
        {
            WitnessAnswer.Seen => new WitnessView(FindOwn(answer, note, checkpoint)),
            WitnessAnswer.Conflict when RememberedIn(answer) > checkpoint.Size => WitnessView.Larger(RememberedIn(answer)!.Value),
            WitnessAnswer.Inconsistent => WitnessView.Forked,
            _ => WitnessView.Nothing,
        };
    }

    /// <summary>Says whether a signature line names a key of this witness.</summary>
    internal bool IsNamedBy(NoteSignature signature) => Keys.Any(key => key.IsNamedBy(signature));

    private ImmutableArray<NoteSignature> FindOwn(WitnessAnswer answer, SignedNote note, Checkpoint checkpoint) =>
        NoteText.TryRead(answer.Body.Span, out var lines) && SignedNote.TryParseSignatures(lines, out var signatures)
            ? [.. signatures.Where(signature => Keys.Any(key => key.IsNamedBy(signature) && Cosignature.Verify(key, signature, note.Text, checkpoint, out _)))]
            : [];

    private static long? RememberedIn(WitnessAnswer? answer) =>
        answer is { Status: WitnessAnswer.Conflict } && NoteText.TryReadNumber(Encoding.ASCII.GetString(answer.Body.Span).TrimEnd('\n'), out var size) ? size : null;

    // Without the proof that it needs it would have to take us for a fork: then it is not asked.
    private async ValueTask<WitnessAnswer?> AskAsync(SignedNote note, Checkpoint checkpoint, LogReader reader, long seen, CancellationToken cancellationToken)
    {
        ImmutableArray<Digest>? path = seen <= 0 || seen >= checkpoint.Size ? [] : (await reader.ProveConsistencyAsync(seen, cancellationToken))?.Path;
        return path is { } hashes ? await Witness.AddCheckpointAsync(new AddCheckpointRequest(seen, hashes, note.ToUtf8()).ToUtf8(), cancellationToken) : null;
    }
}

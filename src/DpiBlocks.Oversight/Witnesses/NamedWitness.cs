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
    /// <returns>Its cosignatures; none when it does not answer, or not with its own.</returns>
    internal async ValueTask<ImmutableArray<NoteSignature>> SeeAsync(SignedNote note, LogReader reader, long seen, CancellationToken cancellationToken)
    {
        if (!Checkpoint.TryParse(note.Text, out var checkpoint, out _))
        {
            return [];
        }

        var answer = await AskAsync(note, checkpoint, reader, seen, cancellationToken);
        if (answer is { Status: WitnessAnswer.Conflict } && NoteText.TryReadNumber(Encoding.ASCII.GetString(answer.Body.Span).TrimEnd('\n'), out var remembered)
            && remembered <= checkpoint.Size)
        {
            answer = await AskAsync(note, checkpoint, reader, remembered, cancellationToken);
        }

        return answer is { Status: WitnessAnswer.Seen } && NoteText.TryRead(answer.Body.Span, out var lines) && SignedNote.TryParseSignatures(lines, out var signatures)
            ? [.. signatures.Where(signature => Keys.Any(key => key.IsNamedBy(signature) && Cosignature.Verify(key, signature, note.Text, checkpoint, out _)))]
            : [];
    }

    private async ValueTask<WitnessAnswer?> AskAsync(SignedNote note, Checkpoint checkpoint, LogReader reader, long seen, CancellationToken cancellationToken)
    {
        var proof = seen > 0 && seen < checkpoint.Size ? await reader.ProveConsistencyAsync(seen, cancellationToken) : null;
        return await Witness.AddCheckpointAsync(new AddCheckpointRequest(seen, proof?.Path ?? [], note.ToUtf8()).ToUtf8(), cancellationToken);
    }
}

using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>What a witness says of a checkpoint that it was shown.</summary>
/// <param name="Signatures">Its cosignatures; none when it has not signed.</param>
internal sealed record WitnessView(ImmutableArray<NoteSignature> Signatures)
{
    /// <summary>Gets what is said by one that does not answer.</summary>
    public static WitnessView Nothing { get; } = new([]);

    /// <summary>Gets what is said by one that has seen a log which does not go on to this one.</summary>
    public static WitnessView Forked { get; } =
        new([]) { Refusal = new Refusal(AuditRefusalCodes.Fork, "A witness has seen another log than the one that is here.") };

    /// <summary>Gets what it accuses the log of: <c>audit.rollback</c> or <c>audit.fork</c>; null when of nothing.</summary>
    public Refusal? Refusal { get; private init; }

    /// <summary>Gets the size that it has seen, when that is larger than the one that it was shown; else 0.</summary>
    public long SeenSize { get; private init; }

    /// <summary>Makes what is said by one that has seen a larger log.</summary>
    public static WitnessView Larger(long size) =>
        new([]) { SeenSize = size, Refusal = new Refusal(AuditRefusalCodes.Rollback, "The log is shorter than a witness has seen it.") };
}

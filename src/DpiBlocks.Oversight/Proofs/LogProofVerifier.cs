namespace DpiBlocks.Oversight;

/// <summary>Verifies that an entry is in a log, by the proof alone: without the log, without a network.</summary>
/// <param name="checkpoints">How the checkpoint in the proof is verified.</param>
public sealed class LogProofVerifier(CheckpointVerifier checkpoints)
{
    /// <summary>Verifies. Never throws for any bytes.</summary>
    /// <param name="proof">The proof as it came (C2SP tlog-proof).</param>
    /// <param name="entry">The entry: of our logs, the 32 bytes of a commitment.</param>
    /// <returns>
    /// The entry's place; or <c>audit.proof_malformed</c>, <c>audit.proof_invalid</c>, or what a <see cref="CheckpointVerifier"/> refuses with.
    /// </returns>
    public Verification<VerifiedEntry> Verify(ReadOnlyMemory<byte> proof, ReadOnlySpan<byte> entry)
    {
        var verdict = checkpoints.Begin();
        return Verify(verdict, proof, entry) is { } verified ? verdict.Accept(verified) : verdict.Refuse<VerifiedEntry>();
    }

    private VerifiedEntry? Verify(VerdictBuilder verdict, ReadOnlyMemory<byte> bytes, ReadOnlySpan<byte> entry)
    {
        if (!LogProof.TryParse(bytes, out var proof, out var refusal))
        {
            verdict.Demand(Failed(refusal));
            return null;
        }

        if (checkpoints.Verify(verdict, proof.Checkpoint) is not { } checkpoint)
        {
            return null;
        }

        refusal = entry.Length > MerkleTree.MaxEntryLength
            ? ProofRefusals.Inclusion
            : new InclusionProof(proof.Index, checkpoint.Checkpoint.Size, proof.Path).Verify(MerkleTree.HashLeaf(entry), checkpoint.Checkpoint.Root);
        return verdict.Demand(refusal is null ? Check.Passed("log_inclusion") : Failed(refusal)) ? new VerifiedEntry(proof.Index, checkpoint) : null;
    }

    private static Check Failed(Refusal refusal) => new() { Name = "log_inclusion", Outcome = CheckOutcome.Failed, Reason = refusal };
}

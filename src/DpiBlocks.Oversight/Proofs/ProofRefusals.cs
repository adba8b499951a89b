namespace DpiBlocks.Oversight;

/// <summary>The refusals of proofs, in one place.</summary>
internal static class ProofRefusals
{
    public static Refusal Sizes { get; } = new(AuditRefusalCodes.ProofInvalid, "The sizes that the proof speaks of leave nothing that can be proved.");

    public static Refusal Inclusion { get; } = new(AuditRefusalCodes.ProofInvalid, "The proof does not lead from the leaf to the root.");

    public static Refusal Consistency { get; } = new(AuditRefusalCodes.ProofInvalid, "The proof does not lead from the older root to the newer one.");
}

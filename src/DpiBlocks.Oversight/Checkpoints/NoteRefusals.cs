namespace DpiBlocks.Oversight;

/// <summary>The refusals of notes and checkpoints, in one place.</summary>
internal static class NoteRefusals
{
    public static Refusal Note { get; } = new(AuditRefusalCodes.NoteMalformed, "The text is not a signed note.");

    public static Refusal Key { get; } = new(AuditRefusalCodes.KeyMalformed, "The text is not a key for notes, or is one of a kind that is not used here.");

    public static Refusal Checkpoint { get; } = new(AuditRefusalCodes.CheckpointMalformed, "The text of the note is not a checkpoint.");

    public static Refusal Proof { get; } = new(AuditRefusalCodes.ProofMalformed, "The text is not a proof of a log.");

    public static Refusal Request { get; } = new(AuditRefusalCodes.RequestMalformed, "The text is not a request to a witness.");
}

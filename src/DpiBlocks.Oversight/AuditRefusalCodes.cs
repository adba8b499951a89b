namespace DpiBlocks.Oversight;

/// <summary>Why a log, or what claims to be proved by it, is not accepted. The codes are stable.</summary>
public static class AuditRefusalCodes
{
    /// <summary>A proof of inclusion or consistency does not prove what it is given for, or its sizes are impossible.</summary>
    public const string ProofInvalid = "audit.proof_invalid";

    /// <summary>The log is shorter than it once was.</summary>
    public const string Rollback = "audit.rollback";

    /// <summary>The log has shown two faces: what it says now does not contain what it said before.</summary>
    public const string Fork = "audit.fork";

    /// <summary>The text is not a signed note (C2SP signed-note).</summary>
    public const string NoteMalformed = "audit.note_malformed";

    /// <summary>The text is not a key for notes (C2SP signed-note, verifier keys), or of a kind that is not used here.</summary>
    public const string KeyMalformed = "audit.key_malformed";

    /// <summary>The text of the note is not a checkpoint (C2SP tlog-checkpoint).</summary>
    public const string CheckpointMalformed = "audit.checkpoint_malformed";

    /// <summary>The checkpoint is that of another log, or of one that the witness does not know.</summary>
    public const string OriginUnknown = "audit.origin_unknown";

    /// <summary>No trusted key of the log has signed.</summary>
    public const string SignatureMissing = "audit.signature_missing";

    /// <summary>A signature that names a trusted key is not that key's: the whole note is refused.</summary>
    public const string SignatureInvalid = "audit.signature_invalid";

    /// <summary>Fewer witnesses than demanded have seen the checkpoint.</summary>
    public const string WitnessesMissing = "audit.witnesses_missing";

    /// <summary>The text is not a proof as tlog clients exchange it (C2SP tlog-proof).</summary>
    public const string ProofMalformed = "audit.proof_malformed";

    /// <summary>The text is not a request to a witness (C2SP tlog-witness).</summary>
    public const string RequestMalformed = "audit.request_malformed";

    /// <summary>The witness remembers another size of the log than the request starts from.</summary>
    public const string WitnessConflict = "audit.witness_conflict";

    /// <summary>An entry is not the one that the log has signed; the location is its index, or the first one that nothing vouches for.</summary>
    public const string EntryInvalid = "audit.entry_invalid";

    /// <summary>A part of the log that its checkpoint demands is not there; the location is the first index that is missing.</summary>
    public const string TileMissing = "audit.tile_missing";

    /// <summary>What was committed before has not reached the log within the stated delay: nothing more is accepted.</summary>
    public const string SequencerLate = "audit.sequencer_late";

    /// <summary>What is said to be the opening of a commitment is not.</summary>
    public const string OpeningInvalid = "audit.opening_invalid";

    /// <summary>A person's history has a gap, or ends before what the log has signed.</summary>
    public const string HistoryIncomplete = "audit.history_incomplete";

    /// <summary>The text of the note is no statement about a history, or one about another's.</summary>
    public const string StatementMalformed = "audit.statement_malformed";
}

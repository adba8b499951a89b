namespace DpiBlocks.Oversight;

/// <summary>What a key for notes signs, and how (C2SP signed-note, signature types). The numbers are those of the specification.</summary>
public enum NoteSignatureKind
{
    /// <summary>Nothing; not a valid kind.</summary>
    None = 0,

    /// <summary>The text of a note, with Ed25519: what a log signs its checkpoints with.</summary>
    Ed25519 = 0x01,

    /// <summary>A checkpoint and a time, with Ed25519: what a witness signs (C2SP tlog-cosignature, Ed25519).</summary>
    CosignatureV1 = 0x04,

    /// <summary>A checkpoint and a time, with ML-DSA-44, against quantum computers (C2SP tlog-cosignature, ML-DSA-44).</summary>
    MlDsa44 = 0x06,
}

using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>The rule of signed notes: signatures of unknown keys are ignored, one of a known key that is wrong spoils the note, one that is right is needed.</summary>
internal static class NoteVerifier
{
    private static readonly Refusal Missing = new(AuditRefusalCodes.SignatureMissing, "No trusted key has signed the note.");

    private static readonly Refusal Invalid = new(AuditRefusalCodes.SignatureInvalid, "A signature that names a trusted key is not that key's.");

    /// <summary>Finds what stands against a note.</summary>
    /// <param name="note">The note.</param>
    /// <param name="checkpoint">The checkpoint that its text is, or null when it is none.</param>
    /// <param name="keys">The trusted keys.</param>
    /// <returns>The refusal, or null.</returns>
    public static Refusal? Find(SignedNote note, Checkpoint? checkpoint, ImmutableArray<NoteKey> keys)
    {
        var signed = false;
        foreach (var signature in note.Signatures)
        {
            if (keys.FirstOrDefault(key => key.IsNamedBy(signature)) is { } key)
            {
                if (!Cosignature.Verify(key, signature, note.Text, checkpoint, out _))
                {
                    return Invalid;
                }

                signed = true;
            }
        }

        return signed ? null : Missing;
    }
}

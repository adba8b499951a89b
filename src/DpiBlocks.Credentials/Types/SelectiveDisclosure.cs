namespace DpiBlocks.Credentials;

/// <summary>Whether an issuer makes a claim selectively disclosable (SD-JWT VC, 4.6.4).</summary>
public enum SelectiveDisclosure
{
    /// <summary>It may.</summary>
    Allowed = 0,

    /// <summary>It must.</summary>
    Always,

    /// <summary>It must not.</summary>
    Never,
}

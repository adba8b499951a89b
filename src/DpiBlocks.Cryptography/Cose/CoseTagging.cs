namespace DpiBlocks.Cryptography.Cose;

/// <summary>Whether a CBOR tag must stand in front of something.</summary>
public enum CoseTagging
{
    /// <summary>It must.</summary>
    Required = 0,

    /// <summary>It must not.</summary>
    Forbidden,

    /// <summary>It may.</summary>
    Optional,
}

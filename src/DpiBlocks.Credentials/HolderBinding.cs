namespace DpiBlocks.Credentials;

/// <summary>What is known about whoever presents the credential. Zero is the safe value.</summary>
public enum HolderBinding
{
    /// <summary>The credential is bound to nobody: a copy is as good as the original, so a person must be matched by other means.</summary>
    None = 0,

    /// <summary>It is bound to a holder's key, and the request did not ask for the proof: whoever presents it may not be the holder.</summary>
    NotDemanded,

    /// <summary>Whoever presents it has signed this request's challenge with the holder's key.</summary>
    Proved,
}

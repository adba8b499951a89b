namespace DpiBlocks.Consent;

/// <summary>What a receipt is for.</summary>
public enum ReceiptKind
{
    /// <summary>Nothing; not a valid kind.</summary>
    None = 0,

    /// <summary>The person has agreed.</summary>
    Giving,

    /// <summary>She has refused.</summary>
    Refusal,

    /// <summary>The consent was used; the receipt names the decision.</summary>
    Use,

    /// <summary>It was paused.</summary>
    Pause,

    /// <summary>It was resumed.</summary>
    Resumption,

    /// <summary>It was taken back.</summary>
    Withdrawal,

    /// <summary>Its time has ended.</summary>
    Expiry,

    /// <summary>Another has taken its place.</summary>
    Supersession,

    /// <summary>Data that was kept on it is deleted; the receipt says what, how much and when.</summary>
    Deletion,
}

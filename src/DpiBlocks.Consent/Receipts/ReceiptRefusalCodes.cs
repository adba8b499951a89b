namespace DpiBlocks.Consent;

/// <summary>Why a receipt, or a chain of receipts, proves nothing. The codes are stable.</summary>
public static class ReceiptRefusalCodes
{
    /// <summary>The receipt has not the form it must have, or lacks what its kind demands.</summary>
    public const string Malformed = "receipt.malformed";

    /// <summary>The receipt was altered: its signature is not its issuer's over these bytes.</summary>
    public const string Signature = "receipt.signature";

    /// <summary>The other party has not signed it, or has signed another receipt.</summary>
    public const string Countersignature = "receipt.countersignature";

    /// <summary>The receipt is about another person.</summary>
    public const string Subject = "receipt.subject";

    /// <summary>The receipt is about another consent than those beside it.</summary>
    public const string Consent = "receipt.consent";

    /// <summary>A receipt is missing before this one, or stands in another place, or the first or the last ones are cut off.</summary>
    public const string Chain = "receipt.chain";

    /// <summary>Two receipts have the same id.</summary>
    public const string IdCollision = "receipt.id_collision";
}

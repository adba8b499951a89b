namespace DpiBlocks.Cryptography;

/// <summary>Why a statement is not valid at the time of the verdict. The codes are stable.</summary>
public static class ValidityRefusalCodes
{
    /// <summary>Its time is over.</summary>
    public const string Expired = "validity.expired";

    /// <summary>Its time has not begun.</summary>
    public const string NotYetValid = "validity.not_yet_valid";

    /// <summary>It says it was issued later than now.</summary>
    public const string IssuedInFuture = "validity.issued_in_future";
}

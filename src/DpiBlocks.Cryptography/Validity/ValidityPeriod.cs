namespace DpiBlocks.Cryptography;

/// <summary>When a signed statement holds, as it says itself: <c>iat</c>, <c>nbf</c>, <c>exp</c> of JWT (RFC 7519, 4.1) and CWT (RFC 8392, 3.1).</summary>
/// <param name="IssuedAt">When it was issued.</param>
/// <param name="NotBefore">From when it holds, included.</param>
/// <param name="ExpiresAt">Until when it holds, not included.</param>
public readonly record struct ValidityPeriod(DateTimeOffset? IssuedAt, DateTimeOffset? NotBefore, DateTimeOffset? ExpiresAt)
{
    /// <summary>Checks that the statement holds.</summary>
    /// <param name="at">The time of the verdict.</param>
    /// <param name="skew">How far two clocks may differ.</param>
    /// <param name="name">The name of the check.</param>
    /// <returns>The check: passed, or failed with one of <see cref="ValidityRefusalCodes"/>.</returns>
    public Check CheckAt(DateTimeOffset at, ClockSkew skew, string name = "validity")
    {
        // The differences are compared, since no time can be moved past the ends of the calendar.
        if (ExpiresAt is { } expires && at - expires >= skew.Value)
        {
            return Check.Failed(name, ValidityRefusalCodes.Expired, "Its validity has ended.");
        }

        if (NotBefore is { } begins && begins - at > skew.Value)
        {
            return Check.Failed(name, ValidityRefusalCodes.NotYetValid, "Its validity has not begun.");
        }

        return IssuedAt is { } issued && issued - at > skew.Value
            ? Check.Failed(name, ValidityRefusalCodes.IssuedInFuture, "It says it was issued in the future.")
            : Check.Passed(name);
    }
}

namespace DpiBlocks.Cryptography.Jose;

/// <summary>How long a JWK set is kept.</summary>
public sealed record JwkSetOptions
{
    /// <summary>Gets how long a set is kept after it was obtained: 15 minutes unless set, from one minute to one day. A key that is taken out of it counts that long.</summary>
    public TimeSpan Lifetime
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromMinutes(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            field = value;
        }
    } = TimeSpan.FromMinutes(15);

    /// <summary>Gets how long at least lies between two attempts to obtain it: one minute unless set, from one second to one hour.</summary>
    public TimeSpan CoolDown
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromHours(1));
            field = value;
        }
    } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the media type it is asked for as: <c>application/jwk-set+json</c> unless set (RFC 7517, 8.5.2); many publish <c>application/json</c>.</summary>
    public string MediaType { get; init; } = "application/jwk-set+json";
}

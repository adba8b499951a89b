using System.Collections.Immutable;

namespace DpiBlocks.StatusLists;

/// <summary>How strictly published lists are checked. How old one may be is ruled by the verdict's policy, from the times that the check states.</summary>
public sealed class TokenStatusListCheckerOptions
{
    /// <summary>Gets or sets how far two clocks may differ: 60 seconds unless set.</summary>
    public ClockSkew ClockSkew { get; set; }

    /// <summary>Gets or sets how long ago a list may have been fetched: as long as its source likes unless set; zero to have it fetched each time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public TimeSpan? MaxAge
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? TimeSpan.Zero, TimeSpan.Zero, nameof(value));
            field = value;
        }
    }

    /// <summary>Gets or sets what a shorter <c>ttl</c> counts as, so that no list can have itself fetched all the time: a minute unless set, a day at most.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or more.</exception>
    public TimeSpan LeastTimeToLive
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            field = value;
        }
    } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets what a longer <c>ttl</c>, a later <c>exp</c>, or none at all counts as, since the time it was fetched: seven days unless set, from a day to 31.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less or more.</exception>
    public TimeSpan MostTimeToLive
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromDays(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(31));
            field = value;
        }
    } = TimeSpan.FromDays(7);

    /// <summary>Gets or sets the media types to ask for, in this order: <see cref="StatusListMediaTypes.Jwt"/>, then <see cref="StatusListMediaTypes.Cwt"/>, unless set.</summary>
    /// <exception cref="ArgumentException">There is none, or another.</exception>
    public ImmutableArray<string> MediaTypes
    {
        get;
        set => field = !value.IsDefaultOrEmpty && value.All(type => type is StatusListMediaTypes.Jwt or StatusListMediaTypes.Cwt)
            ? value
            : throw new ArgumentException("The media types are those of published lists.", nameof(value));
    } = [StatusListMediaTypes.Jwt, StatusListMediaTypes.Cwt];

    /// <summary>
    /// Gets or sets the extended key usages (RFC 5280, 4.2.1.12; dotted) of which a signer's certificate must have one, when it is limited
    /// to any: none unless set, so that a certificate for other uses is refused. The number of id-kp-oauthStatusSigning is not assigned yet.
    /// </summary>
    public ImmutableArray<string> ExtendedKeyUsages { get; set; } = [];

    /// <summary>Gets or sets how many bytes of lists are kept ready: 64 MiB unless set; zero for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public long CacheBytes
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 64 * 1024 * 1024;

    internal TokenStatusListCheckerOptions Copy() => (TokenStatusListCheckerOptions)MemberwiseClone();
}

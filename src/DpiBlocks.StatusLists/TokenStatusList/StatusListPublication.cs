using System.Collections.Immutable;

namespace DpiBlocks.StatusLists;

/// <summary>How a list is published. Setters refuse nonsense, so that nobody publishes a list that verifiers would fetch all the time, or believe for a century.</summary>
public sealed record StatusListPublication
{
    /// <summary>Gets the form: a JWT unless set.</summary>
    public StatusListFormat Format { get; init; }

    /// <summary>Gets after how long a verifier should fetch it anew (<c>ttl</c>): 12 hours unless set, from a second to 31 days, in whole seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less or more.</exception>
    public TimeSpan TimeToLive
    {
        get;
        init => field = InRange(value, TimeSpan.FromDays(31));
    } = TimeSpan.FromHours(12);

    /// <summary>
    /// Gets how long it may be relied on at all (<c>exp</c>): unless set, twice the time to live and a day at least. From a second to
    /// 366 days, in whole seconds, and not less than the time to live.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less or more.</exception>
    public TimeSpan? Lifetime
    {
        get;
        init => field = value is { } given ? InRange(given, TimeSpan.FromDays(366)) : null;
    }

    /// <summary>Gets who says it (<c>iss</c>): nobody unless set. A verifier then takes the signer for the credential's issuer, or whom the key belongs to.</summary>
    public string? Issuer { get; init; }

    /// <summary>Gets where all lists of the issuer are listed (<c>aggregation_uri</c>): nowhere unless set.</summary>
    public Uri? Aggregation { get; init; }

    /// <summary>Gets the certificates of the signer's key, leaf first, DER: none unless set.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Certificates { get; init; } = [];

    internal TimeSpan LifetimeOrDefault => Lifetime ?? (TimeToLive > TimeSpan.FromHours(12) ? 2 * TimeToLive : TimeSpan.FromDays(1));

    private static TimeSpan InRange(TimeSpan value, TimeSpan most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        ArgumentOutOfRangeException.ThrowIfNotEqual(value.Ticks % TimeSpan.TicksPerSecond, 0, nameof(value));
        return value;
    }
}

using System.Net;

namespace DpiBlocks.AspNetCore;

/// <summary>How much is taken from whom. Setters refuse nonsense.</summary>
public sealed class WebOptions
{
    /// <summary>Gets or sets the largest body that any endpoint may take, in bytes: 1 MiB unless set, at most 64 MiB. An endpoint may take less.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or more.</exception>
    public int MaxBodyBytes { get; set => field = InRange(value, 64 * 1024 * 1024); } = JsonLimits.Document.MaxBytes;

    /// <summary>Gets or sets how many parameters a query may have: 64 unless set, at most 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or more.</exception>
    public int MaxQueryParameters { get; set => field = InRange(value, 1_000); } = 64;

    /// <summary>Gets or sets how many headers a request may have: 64 unless set, at most 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or more.</exception>
    public int MaxHeaders { get; set => field = InRange(value, 1_000); } = 64;

    /// <summary>Gets or sets how many bytes all headers together may have: 32 KiB unless set, at most 1 MiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or more.</exception>
    public int MaxHeaderBytes { get; set => field = InRange(value, 1024 * 1024); } = 32 * 1024;

    /// <summary>Gets or sets how long is waited for the headers: 10 seconds unless set, at most a minute.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or more.</exception>
    public TimeSpan HeadersTimeout { get; set => field = InRange(value, TimeSpan.FromMinutes(1)); } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how many bytes of a body must come in a second on average: 240 unless set, at most 1 MiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or more.</exception>
    public int MinBodyBytesPerSecond { get; set => field = InRange(value, 1024 * 1024); } = 240;

    /// <summary>Gets or sets how long a body may stay behind that rate: 5 seconds unless set, from more than one to a minute.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less or more.</exception>
    public TimeSpan BodyGrace
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.FromSeconds(1));      // what the server demands
            field = InRange(value, TimeSpan.FromMinutes(1));
        }
    } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how many requests a second one client may send in the long run: 20 unless set, at most 100,000.</summary>
    /// <remarks>A client is an IPv4 address, or the /64 network of an IPv6 address.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or more.</exception>
    public int RequestsPerSecond { get; set => field = InRange(value, 100_000); } = 20;

    /// <summary>Gets or sets how many requests one client may send at once after a rest: 200 unless set, at most 1,000,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or more.</exception>
    public int RequestBurst { get; set => field = InRange(value, 1_000_000); } = 200;

    /// <summary>Gets or sets for how long an idempotency key, and the answer under it, is remembered: 24 hours unless set, at most 31 days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or more.</exception>
    public TimeSpan IdempotencyKeptFor { get; set => field = InRange(value, TimeSpan.FromDays(31)); } = TimeSpan.FromHours(24);

    /// <summary>Gets or sets how old what waits for a background worker may be before the application says that it is not ready: 1 minute unless set, at most a day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or more.</exception>
    public TimeSpan BacklogDeadline { get; set => field = InRange(value, TimeSpan.FromDays(1)); } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the proxies whose word about the client's address and scheme is believed: none unless added.</summary>
    public IList<IPAddress> KnownProxies { get; } = [];

    /// <summary>Gets the networks of such proxies: none unless added.</summary>
    public IList<IPNetwork> KnownProxyNetworks { get; } = [];

    private static int InRange(int value, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return value;
    }

    private static TimeSpan InRange(TimeSpan value, TimeSpan most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return value;
    }
}

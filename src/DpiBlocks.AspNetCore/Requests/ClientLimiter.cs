using System.Net;

namespace DpiBlocks.AspNetCore.Requests;

/// <summary>How often each client may ask: a burst, and then a steady rate (the generic cell rate algorithm, one number per client).</summary>
/// <remarks>
/// The limiters that come with .NET keep an object with a timer's share for each client, without a bound. Here the table is bounded:
/// when it is full of clients that are still counted, new ones share the number of their provider's network.
/// </remarks>
internal sealed class ClientLimiter(WebOptions options, TimeProvider time)
{
    internal const int MaxClients = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(ClientNetwork Network, bool IsShared), long> _busyUntil = [];
    private readonly long _interval = time.TimestampFrequency / options.RequestsPerSecond;
    private long _cleanedAt = time.GetTimestamp();

    internal int Count => _busyUntil.Count;

    /// <summary>Counts a request.</summary>
    /// <returns>Null when it is answered; else after how long the client may ask again.</returns>
    public TimeSpan? Refuse(IPAddress? address)
    {
        var network = ClientNetwork.Of(address);
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var client = (network, false);
            if (_busyUntil.Count >= MaxClients && !_busyUntil.ContainsKey(client) && !HasRoom(now))
            {
                client = (network.Wider(), true);
            }

            var busyUntil = Math.Max(now, _busyUntil.GetValueOrDefault(client, now));
            var tooEarly = busyUntil - now - (_interval * (options.RequestBurst - 1L));
            if (tooEarly > 0)
            {
                return TimeSpan.FromSeconds((double)tooEarly / time.TimestampFrequency);
            }

            _busyUntil[client] = busyUntil + _interval;
            return null;
        }
    }

    // Looking for those that have rested costs a walk through all, so it is done once a second at most.
    private bool HasRoom(long now)
    {
        if (now - _cleanedAt >= time.TimestampFrequency)
        {
            _cleanedAt = now;
            foreach (var (client, _) in _busyUntil.Where(entry => entry.Value <= now).ToList())
            {
                _busyUntil.Remove(client);
            }
        }

        return _busyUntil.Count < MaxClients;
    }
}

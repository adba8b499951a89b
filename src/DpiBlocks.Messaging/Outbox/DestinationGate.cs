namespace DpiBlocks.Messaging;

/// <summary>
/// Spares a destination that does not answer, and with it everybody else: while it is out, its messages do not take turns away from the
/// others. One message at a time tries whether it is back.
/// </summary>
/// <remarks>It is out when messages of several shards failed and none went through meanwhile: one bad message closes nothing.</remarks>
internal sealed class DestinationGate(OutboxOptions options, TimeProvider time)
{
    private const int ShardsToClose = 5;
    private const int MaxDestinations = 10_000;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Failures> _failing = new(StringComparer.Ordinal);

    /// <summary>Gives the part of an address that fails as a whole: the server, or the name in this process.</summary>
    public static string KeyOf(Uri destination) =>
        destination.Authority.Length > 0 ? $"{destination.Scheme}://{destination.Authority}" : $"{destination.Scheme}:{destination.AbsolutePath}";

    /// <summary>Asks to send.</summary>
    /// <returns>Null to go ahead; or how long to wait.</returns>
    public TimeSpan? Ask(string destination)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (!_failing.TryGetValue(destination, out var failures) || failures.Shards.Count < ShardsToClose)
            {
                return null;
            }

            if (failures.ClosedUntil > now)
            {
                return failures.ClosedUntil - now;
            }

            failures.ClosedUntil = now + Wait(failures);      // this one tries, the others wait for it
            return null;
        }
    }

    public void Report(string destination, ShardKey shard, bool answers)
    {
        lock (_lock)
        {
            if (answers)
            {
                _failing.Remove(destination);
                return;
            }

            if (!_failing.TryGetValue(destination, out var failures))
            {
                if (_failing.Count == MaxDestinations)
                {
                    return;
                }

                _failing.Add(destination, failures = new Failures());
            }

            if (failures.Shards.Count < ShardsToClose)
            {
                failures.Shards.Add(shard);
            }
            else
            {
                failures.Tries++;
            }

            failures.ClosedUntil = time.GetUtcNow() + Wait(failures);
        }
    }

    private TimeSpan Wait(Failures failures) => RetryDelay.After(failures.Tries + 1, options.FirstDelay, Longest < options.MaxDelay ? Longest : options.MaxDelay);

    private sealed class Failures
    {
        public HashSet<ShardKey> Shards { get; } = [];

        /// <summary>Gets or sets how often it was tried since it is out.</summary>
        public int Tries { get; set; }

        public DateTimeOffset ClosedUntil { get; set; }
    }
}

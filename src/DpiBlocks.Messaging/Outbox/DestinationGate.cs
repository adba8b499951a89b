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
        lock (_lock)
        {
            if (!_failing.TryGetValue(destination, out var failures) || failures.Shards.Count < ShardsToClose)
            {
                return null;
            }

            if (failures.ClosedFor - time.GetElapsedTime(failures.ClosedAt) is var left && left > TimeSpan.Zero)
            {
                return left;
            }

            Close(failures);      // this one tries, the others wait for it
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

            Close(failures);
        }
    }

    private void Close(Failures failures) => (failures.ClosedAt, failures.ClosedFor) = (time.GetTimestamp(), Wait(failures));

    private TimeSpan Wait(Failures failures) => RetryDelay.After(failures.Tries + 1, options.FirstDelay, Longest < options.MaxDelay ? Longest : options.MaxDelay);

    private sealed class Failures
    {
        public HashSet<ShardKey> Shards { get; } = [];

        /// <summary>Gets or sets how often it was tried since it is out.</summary>
        public int Tries { get; set; }

        /// <summary>Gets or sets since when it is closed, by the time that passes: no clock that is set back closes it for longer.</summary>
        public long ClosedAt { get; set; }

        public TimeSpan ClosedFor { get; set; }
    }
}

using System.Security.Cryptography;

namespace DpiBlocks.Messaging;

/// <summary>Waits that double from failure to failure. Half of each is left to chance, so that what failed together is not tried together.</summary>
internal static class RetryDelay
{
    private const int Doublings = 30;      // beyond that any wait is the longest one

    public static TimeSpan After(int failures, TimeSpan first, TimeSpan most)
    {
        var whole = Math.Min(first.Ticks * Math.Pow(2, Math.Min(failures - 1, Doublings)), most.Ticks);
        return Jitter(TimeSpan.FromTicks((long)whole));
    }

    /// <summary>Takes away up to a half.</summary>
    public static TimeSpan Jitter(TimeSpan wait) => wait * (1 - (RandomNumberGenerator.GetInt32(1 << 16) / (double)(1 << 17)));
}

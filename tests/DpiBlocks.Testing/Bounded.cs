using System.Diagnostics;
using FluentAssertions;

namespace DpiBlocks.Testing;

/// <summary>Asserts that hostile input costs little: time and memory, not merely that it ended.</summary>
public static class Bounded
{
    /// <summary>Runs it once to warm up, then once measured on this thread.</summary>
    public static void Run(TimeSpan time, long bytes, Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        action();
        watch.Stop();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        watch.Elapsed.Should().BeLessThan(time);
        allocated.Should().BeLessThanOrEqualTo(bytes);
    }
}

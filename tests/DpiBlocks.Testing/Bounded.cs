using System.Diagnostics;
using FluentAssertions;

namespace DpiBlocks.Testing;

/// <summary>Asserts that hostile input costs little: time and memory, not merely that it ended.</summary>
public static class Bounded
{
    private const int Attempts = 5;

    /// <summary>Runs it once to warm up, then measured on this thread; again when it took too long, for another program may have been in the way.</summary>
    public static void Run(TimeSpan time, long bytes, Action action)
    {
        action();
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < Attempts && best >= time; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            action();
            watch.Stop();
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            allocated.Should().BeLessThanOrEqualTo(bytes);
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        best.Should().BeLessThan(time);
    }
}

using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Messaging.Tests;

/// <summary>A clock that somebody sets wrong, while time passes as it did.</summary>
internal sealed class SteppingClock(FakeTimeProvider time) : TimeProvider
{
    public TimeSpan Wrong { get; set; }

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Wrong;

    public override long GetTimestamp() => time.GetTimestamp();

    public override long TimestampFrequency => time.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}

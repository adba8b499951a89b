namespace RightToWork;

/// <summary>The clock of the story: today's, moved on when the story says "three years later".</summary>
internal sealed class StoryClock : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;

    public void Advance(TimeSpan by) => _ahead += by;
}

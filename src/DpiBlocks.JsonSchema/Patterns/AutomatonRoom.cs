namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>How many states the patterns of one schema may still remember, together; one has about a kilobyte.</summary>
internal sealed class AutomatonRoom
{
    private int _left = 4_000;

    public bool TryTake() => Volatile.Read(ref _left) > 0 && Interlocked.Decrement(ref _left) >= 0;
}

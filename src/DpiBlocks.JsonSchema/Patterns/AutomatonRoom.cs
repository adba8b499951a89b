namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>How much the patterns of one schema may still remember, together: about four megabytes. Once it is used up, it stays so.</summary>
internal sealed class AutomatonRoom
{
    private const int OfState = 256;      // a state leads to 128 others

    private int _left = 1_000_000;

    public bool IsLeft => Volatile.Read(ref _left) > 0;

    /// <summary>Takes the room of one state, which has so many steps.</summary>
    public bool TryTake(int steps) => IsLeft && Interlocked.Add(ref _left, -(OfState + steps)) >= 0;
}

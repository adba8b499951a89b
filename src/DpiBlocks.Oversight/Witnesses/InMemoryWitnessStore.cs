namespace DpiBlocks.Oversight;

/// <summary>Keeps what a witness has seen in the memory of this process: for trials and tests.</summary>
public sealed class InMemoryWitnessStore : IWitnessStore
{
    private readonly Dictionary<(ShardKey, string), WitnessedTree> _seen = [];
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public ValueTask<WitnessedTree?> FindAsync(ShardKey witness, string origin, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_seen.GetValueOrDefault((witness, origin)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryReplaceAsync(
        ShardKey witness, string origin, WitnessedTree? seen, WitnessedTree now, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            var same = _seen.GetValueOrDefault((witness, origin)) == seen;
            if (same)
            {
                _seen[(witness, origin)] = now;
            }

            return ValueTask.FromResult(same);
        }
    }
}

namespace DpiBlocks.Messaging;

/// <summary>What a handler wants done with a message: one commit on one shard, which also remembers the message; or nothing.</summary>
/// <remarks>
/// The change is handed a mark. It passes it on as <see cref="Effects.Once"/> to the one store method that makes its change, and gives back
/// what that method said. So the message and its effect become durable together, and a message that comes again, or comes while the first
/// one is still at work, or comes after a kill, has its effect once. A change may be asked for more than once; it is not asked for when the
/// mark is already there.
/// </remarks>
public sealed class Handling
{
    private Handling(ShardKey shard, Func<OnceKey, CancellationToken, ValueTask<Handled>>? change, Refusal? refusal) =>
        (Shard, Change, Refusal) = (shard, change, refusal);

    internal ShardKey Shard { get; }

    internal Func<OnceKey, CancellationToken, ValueTask<Handled>>? Change { get; }

    internal Refusal? Refusal { get; }

    /// <summary>Makes a change that always succeeds or is tried again.</summary>
    /// <param name="shard">On what it is made and under what the message is remembered. It must follow from the message alone.</param>
    /// <param name="change">Makes it, with the mark among its effects, and gives back what the store said.</param>
    /// <returns>What is to be done.</returns>
    public static Handling Commit(ShardKey shard, Func<OnceKey, CancellationToken, ValueTask<CommitOutcome>> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Commit(shard, async (once, cancellationToken) => new Handled(await change(once, cancellationToken)));
    }

    /// <summary>Makes a change that may turn out not to be allowed.</summary>
    /// <param name="shard">On what it is made and under what the message is remembered. It must follow from the message alone.</param>
    /// <param name="change">Makes it, with the mark among its effects, and gives back what the store said, or why it was not even tried.</param>
    /// <returns>What is to be done.</returns>
    public static Handling Commit(ShardKey shard, Func<OnceKey, CancellationToken, ValueTask<Handled>> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _ = shard.Tenant.Value;
        return new Handling(shard, change, refusal: null);
    }

    /// <summary>Does nothing, now and whenever the message comes again.</summary>
    /// <param name="refusal">Why.</param>
    /// <returns>What is to be done.</returns>
    public static Handling Refuse(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new Handling(default, change: null, refusal);
    }
}

namespace DpiBlocks.Messaging;

/// <summary>What came of a change that a message asked for.</summary>
/// <param name="Outcome">
/// What the store said. <see cref="CommitOutcome.Conflict"/> may mean that the state has moved on since it was read: the change is then
/// asked for again.
/// </param>
/// <param name="Refusal">Why the change is not allowed, and nothing was committed; null when it is.</param>
public readonly record struct Handled(CommitOutcome Outcome, Refusal? Refusal = null)
{
    /// <summary>The change is not allowed: nothing was committed.</summary>
    /// <param name="refusal">Why.</param>
    /// <returns>The outcome.</returns>
    public static Handled Refused(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new Handled(CommitOutcome.Conflict, refusal);
    }
}

namespace DpiBlocks;

/// <summary>A database is not used, or did not make a change durable. Nothing of the change is there.</summary>
/// <remarks>Where that is not certain, nothing is thrown: the outcome is <see cref="CommitOutcome.Unknown"/>.</remarks>
/// <param name="refusal">Why: one of <see cref="StorageRefusalCodes"/>.</param>
/// <param name="cause">What the database said.</param>
public sealed class StorageException(Refusal refusal, Exception? cause = null) : Exception($"{refusal.Code}: {refusal.Message}", cause)
{
    /// <summary>Gets why.</summary>
    public Refusal Refusal { get; } = refusal;
}

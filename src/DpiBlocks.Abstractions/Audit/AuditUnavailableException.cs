namespace DpiBlocks;

/// <summary>The log cannot take anything in now; what cannot be logged is not done.</summary>
/// <param name="refusal">Why.</param>
public sealed class AuditUnavailableException(Refusal refusal) : Exception($"{refusal.Code}: {refusal.Message}")
{
    /// <summary>Gets why.</summary>
    public Refusal Refusal { get; } = refusal;
}

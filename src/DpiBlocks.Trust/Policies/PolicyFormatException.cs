namespace DpiBlocks.Trust;

/// <summary>Thrown and caught within <see cref="PolicyReader"/> alone.</summary>
internal sealed class PolicyFormatException(Refusal refusal) : Exception(refusal.Message)
{
    public Refusal Refusal { get; } = refusal;
}

namespace DpiBlocks;

/// <summary>The guarded handler did not fetch, or did not go on fetching.</summary>
/// <param name="refusal">Why: one of <see cref="FetchRefusalCodes"/>.</param>
/// <param name="innerException">What the platform said, for the log.</param>
public sealed class FetchException(Refusal refusal, Exception? innerException = null)
    : HttpRequestException($"{refusal.Code}: {refusal.Message}", innerException)
{
    /// <summary>Gets why.</summary>
    public Refusal Refusal { get; } = refusal;

    internal static FetchException Because(string code, string message, Exception? inner = null) => new(new Refusal(code, message), inner);
}

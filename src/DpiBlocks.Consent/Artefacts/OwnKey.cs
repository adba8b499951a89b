using System.Collections.Immutable;

namespace DpiBlocks.Consent;

/// <summary>A party's own key speaks for it, and for nobody else: the signature's verifier has compared its owner with who the bytes say has signed.</summary>
internal sealed class OwnKey : ITrustPolicy
{
    private static readonly ImmutableArray<Check> Answer = [Check.Passed(string.Empty)];

    public ValueTask<ImmutableArray<Check>> JudgeAsync(TrustQuestion question, DateTimeOffset at, CancellationToken cancellationToken = default) => new(Answer);
}

using System.Collections.Immutable;

namespace DpiBlocks.Credentials.Tests.Support;

/// <summary>Allows whatever is asked, and remembers the question.</summary>
internal sealed class TrustAll : ITrustPolicy
{
    private static readonly ImmutableArray<Check> Yes = [Check.Passed(string.Empty)];

    public TrustQuestion? LastAsked { get; private set; }

    public ValueTask<ImmutableArray<Check>> JudgeAsync(TrustQuestion question, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        LastAsked = question;
        return ValueTask.FromResult(Yes);
    }
}

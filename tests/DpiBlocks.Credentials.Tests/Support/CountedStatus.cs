using System.Collections.Immutable;

namespace DpiBlocks.Credentials.Tests.Support;

/// <summary>Answers every question for a status in one way, and counts them.</summary>
internal sealed class CountedStatus(bool isGood = true) : IStatusChecker
{
    public int Asked { get; private set; }

    public StatusReference? LastAsked { get; private set; }

    public ValueTask<ImmutableArray<Check>> CheckAsync(
        StatusReference reference, PartyId issuer, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        Asked++;
        LastAsked = reference;
        return ValueTask.FromResult<ImmutableArray<Check>>(
            [isGood ? Check.Passed(string.Empty) : Check.Failed(string.Empty, "status.revoked", "It is revoked.")]);
    }
}

using System.Collections.Immutable;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

/// <summary>What a look for a key comes to.</summary>
internal static class KeyFindings
{
    private static readonly ImmutableArray<Check> Found = [Check.Passed(string.Empty)];

    private static readonly Refusal NotFound = new(SignatureRefusalCodes.KeyNotFound, "No trusted key answers to what the message says about its key.");

    /// <summary>The keys, or the best reason why there are none.</summary>
    public static KeyFinding Of(ImmutableArray<ResolvedKey> keys, Refusal? refusal) => keys.IsEmpty
        ? new KeyFinding([new Check { Name = string.Empty, Outcome = CheckOutcome.Failed, Reason = refusal ?? NotFound }], [])
        : new KeyFinding(Found, keys);
}

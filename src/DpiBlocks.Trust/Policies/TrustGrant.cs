using System.Collections.Immutable;

namespace DpiBlocks.Trust;

/// <summary>What a party may do.</summary>
/// <param name="Act">The act.</param>
/// <param name="Matters">What it may do it to: exact names, or beginnings followed by an asterisk.</param>
/// <param name="For">For which other parties it may do it, written likewise; for itself alone when empty.</param>
internal sealed record TrustGrant(TrustAct Act, ImmutableArray<string> Matters, ImmutableArray<string> For)
{
    public bool Covers(TrustQuestion question) =>
        question.Act == Act
        && Matters.Any(pattern => IsMatch(pattern, question.Matter))
        && (question.OnBehalfOf is not { } other || other == question.Party || For.Any(pattern => IsMatch(pattern, other.Value)));

    private static bool IsMatch(string pattern, string text) =>
        pattern.EndsWith('*')
            ? text.AsSpan().StartsWith(pattern.AsSpan()[..^1], StringComparison.Ordinal)
            : string.Equals(pattern, text, StringComparison.Ordinal);
}

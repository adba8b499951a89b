using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Consent;

/// <summary>Several purposes that are asked for at once. Each is an artefact of its own, which the person gives, refuses and takes back by itself.</summary>
/// <param name="Items">What is asked for, one purpose each.</param>
public sealed record ConsentBundle(ImmutableArray<ConsentArtefact> Items)
{
    /// <summary>Gets a value indicating whether the recipient wants all or nothing.</summary>
    public bool IsAllOrNothing { get; init; }

    /// <summary>Takes what the person has agreed to.</summary>
    /// <param name="agreed">The consents she has agreed to, by name.</param>
    /// <param name="isStrict">Whether the law lets nobody ask for all or nothing (GDPR, article 7(2) and (4), recital 43).</param>
    /// <param name="given">What is to be signed.</param>
    /// <param name="refusal">Why nothing is: <see cref="ConsentRefusalCodes.Bundled"/>, or <see cref="ConsentRefusalCodes.NotFound"/> for one that was not asked for.</param>
    /// <returns>Whether it can be given like that.</returns>
    public bool TryAgree(
        IReadOnlySet<ConsentId> agreed, bool isStrict, out ImmutableArray<ConsentArtefact> given, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(agreed);
        given = [.. Items.Where(item => agreed.Contains(item.Id))];
        var isBundled = IsAllOrNothing && Items.Select(item => item.Purpose).Distinct().Skip(1).Any();
        refusal = given.Length != agreed.Count
            ? new Refusal(ConsentRefusalCodes.NotFound, "What the person agrees to was not asked for, or was asked for twice.")
            : isBundled && (isStrict || (!given.IsEmpty && given.Length < Items.Length))
                ? new Refusal(ConsentRefusalCodes.Bundled, "Several purposes are asked for as one, where each needs an agreement of its own.")
                : null;
        given = refusal is null ? given : [];
        return refusal is null;
    }
}

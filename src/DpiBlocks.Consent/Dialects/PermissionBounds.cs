using System.Collections.Immutable;

namespace DpiBlocks.Consent;

/// <summary>Whether a consent that came through a dialect allows more than the person has agreed to. Less is a loss; more is none.</summary>
internal static class PermissionBounds
{
    /// <summary>Names the first member in which the second allows more than the first, or something else; null when there is none.</summary>
    public static string? FindExcess(ConsentArtefact agreed, ConsentArtefact crossed) =>
        agreed.Subject != crossed.Subject ? "subject"
        : agreed.Recipient != crossed.Recipient ? "recipient"
        : agreed.Provider != crossed.Provider ? "provider"
        : agreed.Purpose != crossed.Purpose ? "purpose"
        : !crossed.Scopes.All(scope => IsWithin(agreed.Scopes, scope)) ? "scopes"
        : agreed.Range is { } range && !(crossed.Range is { } asked && asked.From >= range.From && asked.To <= range.To) ? "range"
        : !agreed.Filters.All(filter => crossed.Filters.Contains(filter)) ? "filters"
        : agreed.Mode != crossed.Mode ? "mode"
        : agreed.Frequency is { } frequency && !(crossed.Frequency is { } often && often.Count <= frequency.Count && often.Period == frequency.Period) ? "frequency"
        : agreed.Uses is { } uses && !(crossed.Uses <= uses) ? "uses"
        : crossed.NotBefore < agreed.NotBefore ? "not_before"
        : crossed.ExpiresAt > agreed.ExpiresAt ? "expires_at"
        : agreed.DataLife is { } life && crossed.DataLife != life ? "data_life"
        : agreed.EraseAt is { } erase && !(crossed.EraseAt <= erase) ? "erase_at"
        : null;

    // Every field of every account must be covered by one scope: what two scopes allow apart, they do not allow together.
    private static bool IsWithin(ImmutableArray<ConsentScope> agreed, ConsentScope scope) =>
        scope.Fields.All(field => scope.Resources.IsEmpty
            ? agreed.Any(one => Allows(one, scope.DataSet, field) && one.Resources.IsEmpty)
            : scope.Resources.All(resource => agreed.Any(one => Allows(one, scope.DataSet, field) && (one.Resources.IsEmpty || one.Resources.Contains(resource)))));

    private static bool Allows(ConsentScope scope, string dataSet, FieldPath field) =>
        string.Equals(scope.DataSet, dataSet, StringComparison.Ordinal) && scope.Fields.Any(one => one.Covers(field));
}

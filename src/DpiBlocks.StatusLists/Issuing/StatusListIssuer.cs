using System.Collections.Immutable;

namespace DpiBlocks.StatusLists;

/// <summary>Keeps status lists for whoever issues: creates them, gives out places, changes what they say.</summary>
/// <param name="store">Where they last.</param>
public sealed partial class StatusListIssuer(IStatusListStore store) : IStatusAllocator
{
    private const int Attempts = 16;

    /// <summary>Creates a list, every entry valid and free.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="list">What it is.</param>
    /// <param name="effects">What becomes durable with it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null when it is created and durable; else <c>status.list_exists</c>, or <c>status.outcome_unknown</c>.</returns>
    public async ValueTask<Refusal?> CreateAsync(
        TenantId tenant, StatusListDefinition list, Effects? effects = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        var outcome = await store.TryCreateAsync(StatusListDefinition.ShardOf(tenant, list.Address), list, effects ?? Effects.None, cancellationToken);
        return outcome is CommitOutcome.Conflict
            ? new Refusal(StatusListRefusalCodes.ListExists, "There is a list of that address already.")
            : RefuseUnknown(outcome);
    }

    /// <inheritdoc/>
    public async ValueTask<StatusReference?> AllocateAsync(TenantId tenant, Uri list, CancellationToken cancellationToken = default)
    {
        var (_, index) = await store.AllocateAsync(StatusListDefinition.ShardOf(tenant, list), index: null, Effects.None, cancellationToken);
        return index is { } place ? new StatusReference(StatusReference.StatusList, list) { Index = place } : null;
    }

    /// <summary>Takes one place that the caller has chosen, durably and never again. Drawn places tell less.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="list">The list's address.</param>
    /// <param name="index">The place.</param>
    /// <param name="effects">What becomes durable with it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null when it is taken and durable; else <c>status.list_not_found</c>, <c>status.index_out_of_range</c>, <c>status.index_taken</c>, or <c>status.outcome_unknown</c>.</returns>
    public async ValueTask<Refusal?> TakeAsync(
        TenantId tenant, Uri list, long index, Effects? effects = null, CancellationToken cancellationToken = default)
    {
        var shard = StatusListDefinition.ShardOf(tenant, list);
        if (RefuseIndex(await store.FindAsync(shard, cancellationToken), index) is { } refusal)
        {
            return refusal;
        }

        var (outcome, _) = await store.AllocateAsync(shard, index, effects ?? Effects.None, cancellationToken);
        return outcome is CommitOutcome.Conflict
            ? new Refusal(StatusListRefusalCodes.IndexTaken, "The entry has been given out already.")
            : RefuseUnknown(outcome);
    }

    /// <summary>Changes the status of one entry; to set it to what it is already is no error.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="list">The list's address.</param>
    /// <param name="index">The index.</param>
    /// <param name="value">What it shall be.</param>
    /// <param name="effects">What becomes durable with the change.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null when it is changed and durable; else a refusal, as of a change of several.</returns>
    public ValueTask<Refusal?> SetAsync(
        TenantId tenant, Uri list, long index, StatusValue value, Effects? effects = null, CancellationToken cancellationToken = default) =>
        SetAsync(tenant, list, [index], value, effects, cancellationToken);

    /// <summary>Changes the status of several entries to the same value, all or none.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="list">The list's address.</param>
    /// <param name="indices">The indices; the same one twice counts once.</param>
    /// <param name="value">What they shall be.</param>
    /// <param name="effects">What becomes durable with the change.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>
    /// Null when it is changed and durable; else <c>status.list_not_found</c>, <c>status.index_out_of_range</c>, <c>status.value_too_wide</c>,
    /// <c>status.unregistered</c>, <c>status.transition_forbidden</c>, <c>status.conflict</c>, or <c>status.outcome_unknown</c>.
    /// </returns>
    public async ValueTask<Refusal?> SetAsync(
        TenantId tenant,
        Uri list,
        ImmutableArray<long> indices,
        StatusValue value,
        Effects? effects = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(indices.Length, nameof(indices));
        var shard = StatusListDefinition.ShardOf(tenant, list);
        var definition = await store.FindAsync(shard, cancellationToken);
        indices = [.. indices.Distinct()];
        foreach (var index in indices)
        {
            if (RefuseIndex(definition, index) is { } refusal)
            {
                return refusal;
            }
        }

        // Another may change the same entry between reading and writing: then read again, since the rule depends on what it is.
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var values = await store.ReadAsync(shard, indices, cancellationToken);
            foreach (var from in values)
            {
                if (definition!.RefuseChange(from, value) is { } refusal)
                {
                    return refusal;
                }
            }

            ImmutableArray<StatusChange> changes = [.. indices.Zip(values, (index, from) => new StatusChange(index, from, value))];
            var outcome = await store.TrySetAsync(shard, changes, effects ?? Effects.None, cancellationToken);
            if (outcome is not CommitOutcome.Conflict)
            {
                return RefuseUnknown(outcome);
            }
        }

        return new Refusal(StatusListRefusalCodes.Conflict, "The cause of the change has already had another effect, or the entries change all the time.");
    }

    private static Refusal? RefuseIndex(StatusListDefinition? definition, long index) =>
        definition is null ? new Refusal(StatusListRefusalCodes.ListNotFound, "There is no list of that address.")
        : index < 0 || index >= definition.Count ? new Refusal(StatusListRefusalCodes.IndexOutOfRange, "The list has no entry of that index.")
        : null;

    private static Refusal? RefuseUnknown(CommitOutcome outcome) => outcome is CommitOutcome.Unknown
        ? new Refusal(StatusListRefusalCodes.OutcomeUnknown, "Whether the change is durable is not known: ask again with the same mark.")
        : null;
}

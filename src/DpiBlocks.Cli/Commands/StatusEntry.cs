using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Sqlite;

namespace DpiBlocks.Cli.Commands;

/// <summary>A place in a status list for what is about to be issued.</summary>
internal static class StatusEntry
{
    public static async Task<StatusReference?> AllocateAsync(string? store, Uri? list, long? index, CancellationToken cancellationToken)
    {
        if (store is null && list is null && index is null)
        {
            return null;
        }

        if (store is null || list is null)
        {
            throw new CliException("--status-store and --status-uri go together.");
        }

        using var database = StatusCommand.Open(store);
        var issuer = new StatusListIssuer(new SqliteStatusListStore(database));
        if (index is not { } wanted)
        {
            return await issuer.AllocateAsync(StatusCommand.Tenant, list, cancellationToken)
                ?? throw new CliException($"{store} has no list {list} with a free entry. Make one: dpi status create …");
        }

        return await issuer.TakeAsync(StatusCommand.Tenant, list, wanted, cancellationToken: cancellationToken) is { } refusal
            ? throw new CliException($"Entry {wanted} of {list} cannot be used: {Report.Sentence(refusal)}")
            : new StatusReference(StatusReference.StatusList, list) { Index = wanted };
    }
}

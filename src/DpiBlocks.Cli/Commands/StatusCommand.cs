using System.CommandLine;
using System.Data.Common;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Sqlite;

namespace DpiBlocks.Cli.Commands;

/// <summary><c>dpi status</c>: a status list, from its creation to its publication.</summary>
internal static class StatusCommand
{
    /// <summary>The one tenant of a store that the tool makes.</summary>
    public static readonly TenantId Tenant = TenantId.Parse("dpi");

    public static Command Create() => new("status", "Status lists: whether what was issued is still good.") { CreateList(), Set(), StatusPublishCommand.Create() };

    /// <summary>Opens the store; a command that does not create one refuses a path where there is none.</summary>
    public static SqliteDatabase Open(string path, bool mustExist = true)
    {
        if (mustExist && !File.Exists(path))
        {
            throw new CliException($"{path} does not exist. Make a list first: dpi status create --store {path} …");
        }

        try
        {
            return SqliteDatabase.Open(path, TimeProvider.System);
        }
        catch (Exception failure) when (failure is StorageException or DbException or IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path} cannot be used as a store: {failure.Message}");
        }
    }

    private static Command CreateList()
    {
        var (store, uri, key) = (CommonOptions.Store(), CommonOptions.ListUri(), CommonOptions.Key("The file of the private key that will sign the list, a JWK."));
        var bits = new Option<int>("--bits") { Description = "Bits for each entry: 1; 2 to be able to suspend; 4 or 8.", DefaultValueFactory = _ => 1 };
        bits.AcceptOnlyFromAmong("1", "2", "4", "8");
        var size = new Option<int>("--size") { Description = "How many entries: many, so that a holder is hidden among others.", DefaultValueFactory = _ => 1 << 20 };

        var command = new Command("create", "Begins a list, every entry valid and free.") { bits, uri, key, store, size };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var signer = Keys.ReadPrivate(result.GetRequiredValue(key));      // found unusable now, not at the first publication
            using var database = Open(result.GetRequiredValue(store), mustExist: false);
            var list = Define(result.GetRequiredValue(uri), result.GetValue(bits), result.GetValue(size));
            var refusal = await new StatusListIssuer(new SqliteStatusListStore(database)).CreateAsync(Tenant, list, cancellationToken: cancellationToken);
            return Report.Done(refusal, $"Created {list.Address}: {list.Count} entries of {list.Bits} bit, to be signed by the key {signer.KeyId}.");
        });
        return command;
    }

    private static Command Set()
    {
        var (store, uri) = (CommonOptions.Store(), CommonOptions.ListUri());
        var index = new Option<long>("--index") { Description = "The entry, counted from 0.", Required = true };
        var value = new Option<string>("--value") { Description = "What it shall be; what is invalid stays invalid.", Required = true };
        value.AcceptOnlyFromAmong("valid", "invalid", "suspended");

        var command = new Command("set", "Changes one entry; it is seen when the list is published again.") { store, uri, index, value };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var database = Open(result.GetRequiredValue(store));
            var (list, entry, word) = (result.GetRequiredValue(uri), result.GetValue(index), result.GetRequiredValue(value));
            var status = word switch { "valid" => StatusValue.Valid, "invalid" => StatusValue.Invalid, _ => StatusValue.Suspended };
            var refusal = await new StatusListIssuer(new SqliteStatusListStore(database)).SetAsync(Tenant, list, entry, status, cancellationToken: cancellationToken);
            return Report.Done(refusal, $"Entry {entry} is {word}. Publish the list so that others see it.");
        });
        return command;
    }

    private static StatusListDefinition Define(Uri address, int bits, int size)
    {
        try
        {
            return new StatusListDefinition(address) { Bits = bits, Count = size };
        }
        catch (ArgumentException failure)
        {
            throw new CliException(failure.Message);
        }
    }
}

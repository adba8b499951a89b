using System.CommandLine;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Sqlite;

namespace DpiBlocks.Cli.Commands;

/// <summary><c>dpi status publish</c>: signs a list as it stands.</summary>
internal static class StatusPublishCommand
{
    public static Command Create()
    {
        var (store, uri, key, force) = (CommonOptions.Store(), CommonOptions.ListUri(), CommonOptions.Key(), CommonOptions.Force());
        var format = new Option<string>("--format") { Description = "jwt or cwt.", DefaultValueFactory = _ => "jwt" };
        format.AcceptOnlyFromAmong("jwt", "cwt");
        var ttl = new Option<int>("--ttl") { Description = "After how many seconds a verifier should fetch it anew.", DefaultValueFactory = _ => 43_200 };
        var output = new Option<string>("--out") { Description = "The file for the signed list.", Required = true };

        var command = new Command("publish", "Signs a list with all changes so far.") { store, uri, key, format, ttl, output, force };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var database = StatusCommand.Open(result.GetRequiredValue(store));
            using var signer = Keys.ReadPrivate(result.GetRequiredValue(key));
            var (list, path) = (result.GetRequiredValue(uri), result.GetRequiredValue(output));
            var publication = Describe(result.GetValue(format)!, result.GetValue(ttl));
            var issuer = new StatusListIssuer(new SqliteStatusListStore(database));
            var token = await issuer.PublishAsync(StatusCommand.Tenant, list, signer, TimeProvider.System.GetUtcNow(), publication, cancellationToken);
            if (token is null)
            {
                return Report.Refused(new Refusal(StatusListRefusalCodes.ListNotFound, "There is no list of that address in the store."));
            }

            Files.Write(path, token, result.GetValue(force));
            return Report.Done(null, $"Published {list} in {path}; to be fetched anew after {publication.TimeToLive.TotalSeconds} s.");
        });
        return command;
    }

    private static StatusListPublication Describe(string format, int ttl)
    {
        try
        {
            return new StatusListPublication { Format = format is "cwt" ? StatusListFormat.Cwt : StatusListFormat.Jwt, TimeToLive = TimeSpan.FromSeconds(ttl) };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new CliException("--ttl is from 1 second to 31 days (2678400).");
        }
    }
}

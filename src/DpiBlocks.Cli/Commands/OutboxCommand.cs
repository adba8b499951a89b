using System.CommandLine;
using System.CommandLine.Parsing;
using DpiBlocks.Messaging;
using DpiBlocks.Oversight;
using DpiBlocks.Storage.Sqlite;

namespace DpiBlocks.Cli.Commands;

/// <summary><c>dpi outbox</c>: the messages that were given up, seen and sent again by a person.</summary>
internal static class OutboxCommand
{
    public static Command Create() => new("outbox", "Dead letters: messages that could not be delivered.") { List(), Show(), Retry() };

    private static Option<string> Store() => new("--store") { Description = "The SQLite file of the outbox.", Required = true };

    private static Argument<Guid> Id() => new("id") { Description = "The id of the message, as list shows it.", CustomParser = ParseId };

    private static Option<bool> Json() => new("--json") { Description = "Prints JSON, for scripts." };

    private static Command List()
    {
        var (store, json) = (Store(), Json());
        var after = new Option<Guid?>("--after") { Description = "The id of the last one seen: lists those that were given up after it.", CustomParser = result => ParseId(result) };
        var limit = new Option<int>("--limit") { Description = "How many at most.", DefaultValueFactory = _ => 100 };

        var command = new Command("list", "Lists them, the longest given up first.") { store, after, limit, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(limit) is < 1 or > 1000)
            {
                throw new CliException("--limit is from 1 to 1000.");
            }

            using var database = Open(result.GetRequiredValue(store));
            var letters = new SqliteDeadLetterStore(database);
            var last = result.GetValue(after) is { } id ? await FindAsync(letters, id, cancellationToken) : null;
            var listed = await letters.ListAsync(last, result.GetValue(limit), cancellationToken);
            Console.WriteLine(result.GetValue(json) ? DeadLetterText.ToJson(listed) : DeadLetterText.ToTable(listed));
            return ExitCode.Accepted;
        });
        return command;
    }

    private static Command Show()
    {
        var (store, id, json, output, force) = (Store(), Id(), Json(), CommonOptions.Out("the content, byte for byte"), CommonOptions.Force());
        var command = new Command("show", "Shows one: where it was to go, why it was given up, and on request its content.") { id, store, output, force, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var database = Open(result.GetRequiredValue(store));
            var letter = await FindAsync(new SqliteDeadLetterStore(database), result.GetRequiredValue(id), cancellationToken);
            if (result.GetValue(output) is { } path)
            {
                Files.Write(path, letter.Message.Content.Span, result.GetValue(force), secret: true);      // it may speak of a person
            }

            Console.WriteLine(result.GetValue(json) ? DeadLetterText.ToJson(letter) : DeadLetterText.ToText(letter));
            return ExitCode.Accepted;
        });
        return command;
    }

    private static Command Retry()
    {
        var (store, id) = (Store(), Id());
        var by = new Option<PartyId?>("--by") { Description = "Who does it, as the log is to name them.", CustomParser = ParseParty };
        var command = new Command("retry", "Puts one back to be sent, before all that still waits for the same person; the journal tells of it.") { id, store, by };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var database = Open(result.GetRequiredValue(store));
            var letters = new SqliteDeadLetterStore(database);
            var letter = await FindAsync(letters, result.GetRequiredValue(id), cancellationToken);
            return await letters.RetryAsync(letter, new Effects { Audit = [Tell(letter, result.GetValue(by))] }, cancellationToken) is CommitOutcome.Committed
                ? Report.Done(null, $"{letter.Message.Id} will be sent again to {letter.Message.Destination.OriginalString}.")
                : throw new CliException($"{letter.Message.Id} has been sent again by somebody else.");
        });
        return command;
    }

    // In the same transaction; whoever sequences the journal of this database takes it into the log.
    private static AuditEntry Tell(DeadLetter letter, PartyId? by) => AuditCommitment.Commit(new AuditEvent
    {
        Shard = letter.Message.Shard,
        Action = "message.sent_again",
        Outcome = "accepted",
        At = TimeProvider.System.GetUtcNow(),
        Actor = by,
        Target = Digest.Of(letter.Message.Content.Span),
    });

    private static PartyId? ParseParty(ArgumentResult result)
    {
        if (!PartyId.TryParse(result.Tokens.Single().Value, out var party))
        {
            result.AddError("A party is written without spaces, like https://office.example.gov.");
        }

        return party;
    }

    private static async Task<DeadLetter> FindAsync(SqliteDeadLetterStore letters, Guid id, CancellationToken cancellationToken) =>
        await letters.FindAsync(id, cancellationToken) ?? throw new CliException($"There is no dead letter {id}.");

    private static SqliteDatabase Open(string path) =>
        File.Exists(path) ? StatusCommand.Open(path) : throw new CliException($"{path} does not exist.");

    private static Guid ParseId(ArgumentResult result)
    {
        if (!Guid.TryParseExact(result.Tokens.Single().Value, "D", out var id))
        {
            result.AddError("An id is written like 01234567-89ab-cdef-0123-456789abcdef.");
        }

        return id;
    }
}

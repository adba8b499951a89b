using DpiBlocks.Consent;
using DpiBlocks.Messaging;
using DpiBlocks.Oversight;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.PostgreSql;
using DpiBlocks.Storage.Sqlite;

namespace DpiBlocks.Faults;

/// <summary>The database under fire, named by one word of the command line: <c>sqlite:PATH</c> or <c>postgresql:CONNECTION</c>.</summary>
public sealed class Ground : IDisposable
{
    private readonly IDisposable _database;

    private Ground(IDisposable database) => _database = database;

    public required IStatusListStore Lists { get; init; }

    public required IStagedEffects Staged { get; init; }

    public required IOutboxStore Outbox { get; init; }

    public required IDeadLetterStore DeadLetters { get; init; }

    public required IOnceStore Marks { get; init; }

    public required IJournalStore Journal { get; init; }

    public required ILogStore Log { get; init; }

    public required IConsentStore Consents { get; init; }

    public static Ground Open(string name)
    {
        var (kind, place) = name.Split(':', 2) is [var first, var rest] ? (first, rest) : throw new FormatException(name);
        if (kind is "sqlite")
        {
            var file = SqliteDatabase.Open(place, JumpingClock.Instance);
            return new Ground(file)
            {
                Lists = new SqliteStatusListStore(file),
                Staged = new SqliteStagedEffects(file),
                Outbox = new SqliteOutboxStore(file),
                DeadLetters = new SqliteDeadLetterStore(file),
                Marks = new SqliteOnceStore(file),
                Journal = new SqliteJournalStore(file),
                Log = new SqliteLogStore(file),
                Consents = new SqliteConsentStore(file),
            };
        }

        var server = PostgreSqlDatabase.Open(place, JumpingClock.Instance);
        return new Ground(server)
        {
            Lists = new PostgreSqlStatusListStore(server),
            Staged = new PostgreSqlStagedEffects(server),
            Outbox = new PostgreSqlOutboxStore(server),
            DeadLetters = new PostgreSqlDeadLetterStore(server),
            Marks = new PostgreSqlOnceStore(server),
            Journal = new PostgreSqlJournalStore(server),
            Log = new PostgreSqlLogStore(server),
            Consents = new PostgreSqlConsentStore(server),
        };
    }

    /// <summary>Opens it once it is there: it may just have been killed.</summary>
    public static async Task<Ground> WaitForAsync(string name)
    {
        while (true)
        {
            try
            {
                return Open(name);
            }
            catch (StorageException exception) when (IsPassing(exception))
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>Makes a new database ready: one list for each lane.</summary>
    public static async Task PrepareAsync(string name)
    {
        using var ground = Open(name);
        for (var lane = 0; lane < Operation.Lanes; lane++)
        {
            await ground.Lists.TryCreateAsync(Operation.ShardOf(lane), Operation.ListOf(lane), Effects.None);
        }
    }

    /// <summary>Splits what was staged until nothing is left.</summary>
    public static async Task SplitAsync(string name)
    {
        using var ground = Open(name);
        while (await ground.Staged.SplitAsync(1000) > 0)
        {
        }
    }

    /// <summary>Whether an exception says that the database is away for a while, as it is when it is broken on purpose.</summary>
    public static bool IsPassing(Exception exception) =>
        exception is StorageException { Refusal.Code: StorageRefusalCodes.Unavailable or StorageRefusalCodes.Busy };

    public void Dispose() => _database.Dispose();
}

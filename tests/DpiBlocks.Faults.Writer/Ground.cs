using DpiBlocks.Messaging;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.PostgreSql;
using DpiBlocks.Storage.Sqlite;

namespace DpiBlocks.Faults;

/// <summary>The database under fire, named by one word of the command line: <c>sqlite:PATH</c> or <c>postgresql:CONNECTION</c>.</summary>
public sealed class Ground : IDisposable
{
    private readonly IDisposable _database;

    private Ground(IDisposable database, IStatusListStore lists, IStagedEffects staged, IOutboxStore outbox, IOnceStore marks)
    {
        _database = database;
        Lists = lists;
        Staged = staged;
        Outbox = outbox;
        Marks = marks;
    }

    public IStatusListStore Lists { get; }

    public IStagedEffects Staged { get; }

    public IOutboxStore Outbox { get; }

    public IOnceStore Marks { get; }

    public static Ground Open(string name)
    {
        var (kind, place) = name.Split(':', 2) is [var first, var rest] ? (first, rest) : throw new FormatException(name);
        if (kind is "sqlite")
        {
            var file = SqliteDatabase.Open(place, TimeProvider.System);
            return new Ground(file, new SqliteStatusListStore(file), new SqliteStagedEffects(file), new SqliteOutboxStore(file), new SqliteOnceStore(file));
        }

        var database = PostgreSqlDatabase.Open(place, TimeProvider.System);
        return new Ground(
            database, new PostgreSqlStatusListStore(database), new PostgreSqlStagedEffects(database), new PostgreSqlOutboxStore(database), new PostgreSqlOnceStore(database));
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

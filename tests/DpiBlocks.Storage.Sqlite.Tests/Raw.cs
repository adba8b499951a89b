using DpiBlocks.Storage.Contract;
using Microsoft.Data.Sqlite;

namespace DpiBlocks.Storage.Sqlite.Tests;

/// <summary>Looks into the file past the library.</summary>
internal static class Raw
{
    public static (IReadOnlyList<string> Journal, IReadOnlyList<string> Outbox) Effects(SqliteDatabase database, ShardKey shard)
    {
        using var connection = Open(database);
        return StoredEffects.Read(connection, shard);
    }

    /// <summary>A database whose every statement is watched.</summary>
    public static SqliteDatabase Watched(string path, TimeProvider time, ShardWatch watch)
    {
        var database = SqliteDatabase.Open(path, time);
        database.Watch = watch.See;
        return database;
    }

    public static SqliteConnection Open(SqliteDatabase database)
    {
        var connection = new SqliteConnection($"Data Source={database.Path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }
}

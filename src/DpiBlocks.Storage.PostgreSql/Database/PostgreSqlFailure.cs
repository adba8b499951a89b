using Npgsql;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>What PostgreSQL's error codes mean for whoever wanted to write (https://www.postgresql.org/docs/15/errcodes-appendix.html).</summary>
internal static class PostgreSqlFailure
{
    /// <summary>Whether the same change may succeed in a new transaction: serialization failure, deadlock, lock not available.</summary>
    public static bool IsConflict(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable };

    /// <summary>Whether the connection is gone, so that what was sent last may have been carried out.</summary>
    public static bool IsLoss(Exception exception) => exception is PostgresException known
        ? known.SqlState.StartsWith("57P", StringComparison.Ordinal) || known.SqlState.StartsWith("08", StringComparison.Ordinal)
        : exception is NpgsqlException or IOException or TimeoutException;

    /// <summary>Whether the mark was left before (a cast of <see cref="PostgreSqlEffects.Write"/> failed).</summary>
    public static bool IsLeftAlready(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.InvalidTextRepresentation };

    /// <summary>Whether a row was to be new and was not.</summary>
    public static bool IsThereAlready(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>Whether a row was to stand as it was read and did not (a cast of <see cref="PostgreSqlUpdate"/> failed).</summary>
    public static bool HasMovedOn(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.InvalidDatetimeFormat };

    /// <summary>Gives the reason to tell; null for what is a fault of ours.</summary>
    public static Refusal? Of(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
            new Refusal(StorageRefusalCodes.Full, "The disk of the database is full: make room, then try again."),
        PostgresException { SqlState: PostgresErrorCodes.IoError } =>
            new Refusal(StorageRefusalCodes.InputOutput, "The server's disk failed to keep what was written: check it."),
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            new Refusal(StorageRefusalCodes.Unavailable, "The database cannot be reached: there is none of that name, it does not let this user in or create tables, or has no connection left."),
        _ when IsConflict(exception) => new Refusal(StorageRefusalCodes.Busy, "Others write to the database all the time: try again."),
        _ when IsLoss(exception) => new Refusal(StorageRefusalCodes.Unavailable, "The database is out of reach, or was lost before anything was written: try again."),
        _ => null,
    };
}

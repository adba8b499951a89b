using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace DpiBlocks.Storage.PostgreSql;

/// <content>Opening.</content>
public sealed partial class PostgreSqlDatabase
{
    /// <summary>Opens a database, and creates its tables when there are none.</summary>
    /// <param name="connectionString">How to reach it, in the words of Npgsql; not from untrusted text.</param>
    /// <param name="time">The clock, by which marks are forgotten.</param>
    /// <param name="schema">The schema: lower-case letters, digits and underscores, beginning with a letter; at most 63.</param>
    /// <returns>The database.</returns>
    /// <exception cref="StorageException">It is not used, for one of <see cref="StorageRefusalCodes"/>.</exception>
    public static PostgreSqlDatabase Open(string connectionString, TimeProvider time, string schema = DefaultSchema) =>
        TryOpen(connectionString, time, out var database, out var refusal, schema) ? database : throw new StorageException(refusal);

    /// <summary>Opens a database, and creates its tables when there are none.</summary>
    /// <param name="connectionString">How to reach it, in the words of Npgsql; not from untrusted text.</param>
    /// <param name="time">The clock, by which marks are forgotten.</param>
    /// <param name="database">The database.</param>
    /// <param name="refusal">Why not: one of <see cref="StorageRefusalCodes"/>.</param>
    /// <param name="schema">The schema: lower-case letters, digits and underscores, beginning with a letter; at most 63.</param>
    /// <returns>Whether it is open.</returns>
    /// <exception cref="ArgumentException">The schema has not that form, or the words are not those of Npgsql.</exception>
    public static bool TryOpen(
        string connectionString,
        TimeProvider time,
        [NotNullWhen(true)] out PostgreSqlDatabase? database,
        [NotNullWhen(false)] out Refusal? refusal,
        string schema = DefaultSchema) =>
        TryOpen(connectionString, time, schema, PostgreSqlMigrations.All, out database, out refusal);

    internal static bool TryOpen(
        string connectionString,
        TimeProvider time,
        string schema,
        ImmutableArray<string> migrations,
        [NotNullWhen(true)] out PostgreSqlDatabase? database,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        ArgumentNullException.ThrowIfNull(time);
        ThrowIfNoSchema(schema);
        database = null;
        var source = Describe(connectionString, schema);
        try
        {
            using var connection = source.OpenConnection();
            refusal = PostgreSqlSettings.Judge(connection) ?? PostgreSqlMigrations.Apply(connection, schema, migrations);
        }
        catch (NpgsqlException exception) when (PostgreSqlFailure.Of(exception) is { } reason)
        {
            refusal = reason;
        }

        database = refusal is null ? new PostgreSqlDatabase(source, time) : null;
        if (database is null)
        {
            source.Dispose();
        }

        return database is not null;
    }

    private static NpgsqlDataSource Describe(string connectionString, string schema)
    {
        var words = new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = schema,
            Enlist = false,
            NoResetOnClose = true,      // nothing is set on a connection that outlives its transaction
            MaxAutoPrepare = 128,
            IncludeErrorDetail = false,      // it would carry values into exceptions, and so into logs
        };
        return new NpgsqlSlimDataSourceBuilder(words.ConnectionString).EnableTransportSecurity().EnableArrays().Build();
    }

    // The name stands in statements that create it, which take no parameters.
    private static void ThrowIfNoSchema(string schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (schema.Length is 0 or > 63 || !char.IsAsciiLetterLower(schema[0]) || schema.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_'))
        {
            throw new ArgumentException("A schema is named by lower-case letters, digits and underscores, beginning with a letter; at most 63.", nameof(schema));
        }
    }
}

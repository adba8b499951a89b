namespace DpiBlocks.Storage.PostgreSql;

/// <summary>A change that is committed with its effects; where it is null the effects are all.</summary>
internal abstract record PostgreSqlChange;

/// <summary>A row that must not be there yet: sent with the effects, it costs no wait of its own.</summary>
/// <param name="Sql">An INSERT that fails where the row is there.</param>
/// <param name="Values">Its values.</param>
internal sealed record PostgreSqlInsert(string Sql, object[] Values) : PostgreSqlChange;

/// <summary>A row that must stand as it was read, and what it becomes, if it changes: sent with the effects, it costs no wait of its own.</summary>
/// <param name="Row">The table and the condition by which the row is known, its shard and its version among it.</param>
/// <param name="Values">The values of the condition.</param>
internal sealed record PostgreSqlUpdate(string Row, object[] Values) : PostgreSqlChange
{
    /// <summary>Gets the update; it needs not ask for the version again, since who writes it holds the shard's turn.</summary>
    public (string Sql, object[] Values)? Then { get; init; }

    /// <summary>Gets the statements. Where the row does not stand the first is an error, <see cref="PostgreSqlFailure.HasMovedOn"/>.</summary>
    public IEnumerable<(string Sql, object[] Values)> Statements()
    {
        yield return ($"SELECT (CASE WHEN NOT EXISTS (SELECT FROM {Row}) THEN 'moved on' END)::date", Values);      // the words become no date
        if (Then is { } update)
        {
            yield return update;
        }
    }
}

/// <summary>A change that looks at what it finds; it may run several times, each in a new transaction.</summary>
/// <param name="RunAsync">Gives back the effects, the same but for the answer, or null when the state has moved on: then nothing is written.</param>
internal sealed record PostgreSqlSteps(Func<PostgreSqlSession, ValueTask<Effects?>> RunAsync) : PostgreSqlChange;

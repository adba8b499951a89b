namespace DpiBlocks.Storage.PostgreSql;

/// <summary>A change that is committed with its effects; where it is null the effects are all.</summary>
internal abstract record PostgreSqlChange;

/// <summary>A row that must not be there yet: sent with the effects, it costs no wait of its own.</summary>
/// <param name="Sql">An INSERT that fails where the row is there.</param>
/// <param name="Values">Its values.</param>
internal sealed record PostgreSqlInsert(string Sql, object[] Values) : PostgreSqlChange;

/// <summary>A change that looks at what it finds; it may run several times, each in a new transaction.</summary>
/// <param name="RunAsync">Gives back the effects, the same but for the answer, or null when the state has moved on: then nothing is written.</param>
internal sealed record PostgreSqlSteps(Func<PostgreSqlSession, ValueTask<Effects?>> RunAsync) : PostgreSqlChange;

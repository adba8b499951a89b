using Npgsql;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>One attempt at a change and its effects: as few waits for the server as the change allows.</summary>
internal sealed class PostgreSqlCommit(ShardKey shard, Effects effects, PostgreSqlChange? change, DateTimeOffset now)
{
    private static readonly (string Sql, object[] Values) Begin = ("BEGIN ISOLATION LEVEL READ COMMITTED", []);
    private static readonly (string Sql, object[] Values) Commit = ("COMMIT", []);
    private static readonly (string Sql, object[] Values) Rollback = ("ROLLBACK", []);

    /// <summary>Gets a value indicating whether the commit was sent, so that it may have taken effect even if no answer came.</summary>
    public bool WasSent { get; private set; }

    public ValueTask<(CommitOutcome Outcome, ReadOnlyMemory<byte> Answer)> RunAsync(PostgreSqlSession session, CancellationToken cancellationToken) =>
        change is PostgreSqlSteps steps ? RunAsync(session, steps, cancellationToken) : RunAtOnceAsync(session, cancellationToken);

    // Statements that are sent together are one transaction, whose commit is the end of them.
    private async ValueTask<(CommitOutcome Outcome, ReadOnlyMemory<byte> Answer)> RunAtOnceAsync(PostgreSqlSession session, CancellationToken cancellationToken)
    {
        IEnumerable<(string Sql, object[] Values)> changes = change switch
        {
            PostgreSqlInsert insert => [(insert.Sql, insert.Values)],
            PostgreSqlUpdate update => update.Statements(),
            _ => [],
        };
        try
        {
            await SendLastAsync(session, [.. PostgreSqlEffects.Write(shard, effects, takesTurn: change is PostgreSqlUpdate, now), .. changes]);
            return (CommitOutcome.Committed, default);
        }
        catch (PostgresException exception) when (PostgreSqlFailure.IsLeftAlready(exception))
        {
            return await FindAsync(session, cancellationToken);
        }
        catch (PostgresException exception) when (PostgreSqlFailure.IsThereAlready(exception) || PostgreSqlFailure.HasMovedOn(exception))
        {
            return (CommitOutcome.Conflict, default);
        }
    }

    private async ValueTask<(CommitOutcome Outcome, ReadOnlyMemory<byte> Answer)> RunAsync(
        PostgreSqlSession session, PostgreSqlSteps steps, CancellationToken cancellationToken)
    {
        try
        {
            await session.SendAsync([Begin, .. PostgreSqlEffects.Write(shard, effects, takesTurn: true, now)], cancellationToken);
        }
        catch (PostgresException exception) when (PostgreSqlFailure.IsLeftAlready(exception))
        {
            await session.SendAsync([Rollback], cancellationToken);
            return await FindAsync(session, cancellationToken);
        }

        if (await steps.RunAsync(session) is not { } written)
        {
            await session.SendAsync([Rollback], cancellationToken);
            return (CommitOutcome.Conflict, default);
        }

        var isAnswerNew = written.Once is not null && !ReferenceEquals(written.Once, effects.Once);
        await SendLastAsync(session, isAnswerNew ? [PostgreSqlEffects.Answer(shard, written.Once!), Commit] : [Commit]);
        return (CommitOutcome.Committed, default);
    }

    private ValueTask SendLastAsync(PostgreSqlSession session, IEnumerable<(string Sql, object[] Values)> statements)
    {
        WasSent = true;
        return session.SendAsync(statements, CancellationToken.None);
    }

    // What is there is the same, or another's; or it is forgotten by now, and whoever asks again may leave it.
    private async ValueTask<(CommitOutcome Outcome, ReadOnlyMemory<byte> Answer)> FindAsync(PostgreSqlSession session, CancellationToken cancellationToken)
    {
        var once = effects.Once!;
        var earlier = await PostgreSqlEffects.FindMarkAsync(session, shard, once.Scope, once.Value, now, cancellationToken);
        return earlier?.Content == once.Content ? (CommitOutcome.AlreadyCommitted, earlier.Answer) : (CommitOutcome.Conflict, default);
    }
}

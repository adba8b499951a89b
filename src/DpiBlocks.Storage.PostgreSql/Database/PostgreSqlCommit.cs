namespace DpiBlocks.Storage.PostgreSql;

/// <summary>One attempt at a change and its effects: as few waits for the server as the change allows.</summary>
internal sealed class PostgreSqlCommit(ShardKey shard, Effects effects, Func<PostgreSqlSession, ValueTask<Effects?>>? change, DateTimeOffset now)
{
    private const string Rollback = "ROLLBACK";

    /// <summary>Gets a value indicating whether the commit was sent, so that it may have taken effect even if no answer came.</summary>
    public bool WasSent { get; private set; }

    public async ValueTask<(CommitOutcome Outcome, ReadOnlyMemory<byte> Answer)> RunAsync(PostgreSqlSession session, CancellationToken cancellationToken)
    {
        var isMarkNew = await BeginAsync(session, cancellationToken);
        if (!isMarkNew)
        {
            var once = effects.Once!;
            var earlier = await PostgreSqlEffects.FindMarkAsync(session, shard, once.Scope, once.Value, now, cancellationToken);
            await session.ExecuteAsync(Rollback, [], cancellationToken);
            return earlier is not null && earlier.Content == once.Content ? (CommitOutcome.AlreadyCommitted, earlier.Answer) : (CommitOutcome.Conflict, default);
        }

        var written = change is null ? effects : await change(session);
        if (written is null)
        {
            await session.ExecuteAsync(Rollback, [], cancellationToken);
            return (CommitOutcome.Conflict, default);
        }

        WasSent = true;
        await session.SendAsync(PostgreSqlEffects.Write(shard, effects, written, Head, now).Append(("COMMIT", [])), CancellationToken.None);
        return (CommitOutcome.Committed, default);
    }

    /// <summary>Gets the numbers of the shard's last journal entry and last message, those of this commit counted.</summary>
    private (long Journal, long Outbox) Head { get; set; }

    // Waits for the shard's turn, takes its next numbers, and leaves the mark. Whoever comes with the same mark waits here.
    private async ValueTask<bool> BeginAsync(PostgreSqlSession session, CancellationToken cancellationToken)
    {
        var statements = new List<(string, object[])> { ("BEGIN ISOLATION LEVEL READ COMMITTED", []) };
        var numbers = change is not null || effects.Audit.Length + effects.Messages.Length > 0;
        if (numbers)
        {
            statements.Add(PostgreSqlEffects.TakeNumbers(shard, effects));
        }

        if (effects.Once is { } once)
        {
            statements.Add(PostgreSqlEffects.LeaveMark(shard, once, now));
        }

        var results = await session.AskAsync(statements, cancellationToken);
        Head = numbers ? (results[0]![0], results[0]![1]) : default;
        return effects.Once is null || results[^1] is not null;
    }
}

using System.Security.Cryptography;
using Npgsql;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>One schema of a PostgreSQL database, shared by all stores of this package and by any number of processes. Safe to share between threads.</summary>
/// <remarks>
/// What a store says is committed is on the server's disk. Writers of one shard take turns at its row of <c>shard_head</c>, which also
/// numbers its journal entries and messages; writers of different shards never wait for each other. A commit whose answer was lost is sent
/// again where its mark can tell whether it took effect. Without a mark, or when the server stays out of reach, the outcome is
/// <see cref="CommitOutcome.Unknown"/>, and asking again with the same mark tells.
/// </remarks>
public sealed partial class PostgreSqlDatabase : IDisposable
{
    /// <summary>The schema when none is named.</summary>
    public const string DefaultSchema = "dpiblocks";

    private const string Reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    private const int Attempts = 16;
    private const int AttemptsToConnect = 3;      // a pool may hand out connections that died with the server

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;

    private PostgreSqlDatabase(NpgsqlDataSource source, TimeProvider time) => (_source, _time) = (source, time);

    internal DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Gets or sets who is told of every statement, and of the one shard that it may touch (null in a scan): a test, or nobody.</summary>
    internal Action<byte[]?, string, object[]>? Watch { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    /// <summary>Makes a change and its effects durable, both or neither.</summary>
    /// <param name="shard">The one shard that is touched.</param>
    /// <param name="effects">The effects.</param>
    /// <param name="change">The change, if the effects are not all.</param>
    /// <param name="cancellationToken">Gives up waiting; nothing is given up once the commit was sent.</param>
    /// <returns>How it ended, and what was answered when the mark was left, if it was there already.</returns>
    internal async ValueTask<(CommitOutcome Outcome, ReadOnlyMemory<byte> Answer)> CommitAsync(
        ShardKey shard, Effects effects, PostgreSqlChange? change, CancellationToken cancellationToken)
    {
        effects.ThrowIfNotFor(shard);
        var lost = false;
        for (var attempt = 1; effects.Once is null || effects.Once.KeepUntil > Now; attempt++)
        {
            var commit = new PostgreSqlCommit(shard, effects, change, Now);
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellationToken);
                return await commit.RunAsync(new PostgreSqlSession(connection, WatchOf(shard.ToByteArray())), cancellationToken);
            }
            catch (Exception exception) when (MayTryAgain(exception, attempt) && (effects.Once is not null || !commit.WasSent || !PostgreSqlFailure.IsLoss(exception)))
            {
                lost |= commit.WasSent && PostgreSqlFailure.IsLoss(exception);

                // A wait by chance, so that two do not meet again and again.
                await Task.Delay(RandomNumberGenerator.GetInt32(1, 8 << Math.Min(attempt, 5)), lost ? CancellationToken.None : cancellationToken);
            }
            catch (Exception exception) when ((commit.WasSent && PostgreSqlFailure.IsLoss(exception)) || (lost && (exception is OperationCanceledException || PostgreSqlFailure.Of(exception) is not null)))
            {
                return (CommitOutcome.Unknown, default);
            }
            catch (Exception exception) when (PostgreSqlFailure.Of(exception) is { } refusal)
            {
                throw new StorageException(refusal, exception);
            }
        }

        return (lost ? CommitOutcome.Unknown : CommitOutcome.Conflict, default);
    }

    /// <summary>Reads one state of one shard.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="shard">The one shard that is read.</param>
    /// <param name="read">The reading; it may run several times.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What was read.</returns>
    internal ValueTask<T> ReadAsync<T>(ShardKey shard, Func<PostgreSqlSession, ValueTask<T>> read, CancellationToken cancellationToken) =>
        RunAsync(Reading, shard.ToByteArray(), read, cancellationToken);

    /// <summary>Reads one state of all shards: for workers in the background alone, never on the path of a request.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="read">The reading; it may run several times.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What was read.</returns>
    internal ValueTask<T> ScanAsync<T>(Func<PostgreSqlSession, ValueTask<T>> read, CancellationToken cancellationToken) =>
        RunAsync(Reading, shard: null, read, cancellationToken);

    /// <summary>Makes a change whose loss in a crash does no harm, since it is made again: it does not wait for the disk.</summary>
    /// <typeparam name="T">What it tells.</typeparam>
    /// <param name="shard">The one shard that is touched.</param>
    /// <param name="change">The change; it may run several times, each in a new transaction.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What it told.</returns>
    internal ValueTask<T> TidyAsync<T>(byte[] shard, Func<PostgreSqlSession, ValueTask<T>> change, CancellationToken cancellationToken) =>
        RunAsync("BEGIN; SET LOCAL synchronous_commit = off", shard, change, cancellationToken);

    private Action<string, object[]>? WatchOf(byte[]? shard) => Watch is { } watch ? (sql, values) => watch(shard, sql, values) : null;

    private async ValueTask<T> RunAsync<T>(string begin, byte[]? shard, Func<PostgreSqlSession, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellationToken);
                var session = new PostgreSqlSession(connection, WatchOf(shard));
                await session.SendAsync(begin.Split("; ").Select(sql => (sql, Array.Empty<object>())), cancellationToken);
                var result = await work(session);
                await session.ExecuteAsync("COMMIT", [], cancellationToken);
                return result;
            }
            catch (Exception exception) when (MayTryAgain(exception, attempt))
            {
                await Task.Delay(RandomNumberGenerator.GetInt32(1, 8 << Math.Min(attempt, 5)), cancellationToken);
            }
            catch (Exception exception) when (PostgreSqlFailure.Of(exception) is { } refusal)
            {
                throw new StorageException(refusal, exception);
            }
        }
    }

    private static bool MayTryAgain(Exception exception, int attempt) =>
        (PostgreSqlFailure.IsConflict(exception) && attempt < Attempts) || (PostgreSqlFailure.IsLoss(exception) && attempt < AttemptsToConnect);
}

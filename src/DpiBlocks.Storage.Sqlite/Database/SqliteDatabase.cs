using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>One SQLite file, shared by all stores of this package and by any number of processes. Safe to share between threads.</summary>
/// <remarks>
/// What a store says is committed is on the disk: write-ahead log, <c>synchronous = FULL</c>. Writers take their turn at the start
/// of a transaction (<c>BEGIN IMMEDIATE</c>), so none can be told half-way that the state it read is gone.
/// </remarks>
public sealed partial class SqliteDatabase : IDisposable
{
    private const int Busy = 5;      // SQLITE_BUSY, and with it SQLITE_BUSY_SNAPSHOT and SQLITE_BUSY_RECOVERY

    private readonly string _readers;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private SqliteSession? _writer;
    private SqliteSession? _tidier;
    private volatile StorageException? _lost;
    private volatile bool _mustPurge = true;      // an erasure before the last end may not have come so far
    private bool _disposed;

    private SqliteDatabase(string path, TimeProvider time)
    {
        Path = path;
        _time = time;
        _readers = Describe(path, SqliteOpenMode.ReadOnly);
    }

    /// <summary>Gets the full path of the file.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _writer?.Dispose();
            _tidier?.Dispose();
            _turn.Dispose();
            using var connection = new SqliteConnection(_readers);
            SqliteConnection.ClearPool(connection);
        }
    }

    /// <summary>
    /// Writes the file anew. What was erased is overwritten where it lay, but SQLite may once have moved the row, and the unused part of a page then still
    /// has the copy: after this it has none.
    /// </summary>
    /// <remarks>It holds as much memory as the file is large, and nothing is written meanwhile. For after larger erasures, and now and then.</remarks>
    /// <param name="cancellationToken">Gives up waiting; nothing is given up once it has begun.</param>
    /// <returns>A task.</returns>
    /// <exception cref="StorageException">The disk is full, or somebody else writes all the time.</exception>
    public async ValueTask CompactAsync(CancellationToken cancellationToken = default)
    {
        await WriteAsync(_writer!, shard: null, session => session.Execute("VACUUM"), cancellationToken);
        await EraseAsync();
    }

    /// <summary>Makes a change and its effects durable, both or neither.</summary>
    /// <param name="shard">The one shard that is touched.</param>
    /// <param name="effects">The effects.</param>
    /// <param name="change">
    /// The change; it may run several times, each in a new transaction. It gives back the effects to write, or null when the state
    /// has moved on: then nothing is written.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting; nothing is given up once it has begun.</param>
    /// <returns>How it ended, and what was answered when the mark was left, if it was there already.</returns>
    internal ValueTask<(CommitOutcome Outcome, ReadOnlyMemory<byte> Answer)> CommitAsync(
        ShardKey shard, Effects effects, Func<SqliteSession, Effects?> change, CancellationToken cancellationToken)
    {
        effects.ThrowIfNotFor(shard);
        return WriteAsync(_writer!, shard.ToByteArray(), session => Commit(session, shard, effects, change), cancellationToken);
    }

    /// <summary>Makes a change whose loss in a power cut does no harm, since it is made again: it does not wait for the disk.</summary>
    /// <param name="shard">The one shard that is touched.</param>
    /// <param name="change">The change; it may run several times, each in a new transaction.</param>
    /// <param name="cancellationToken">Gives up waiting; nothing is given up once it has begun.</param>
    internal async ValueTask TidyAsync(byte[] shard, Action<SqliteSession> change, CancellationToken cancellationToken) => await WriteAsync(
        _tidier!,
        shard,
        session =>
        {
            session.BeginImmediate();
            try
            {
                change(session);
                session.Commit();
                return true;
            }
            finally
            {
                session.End();
            }
        },
        cancellationToken);

    /// <summary>
    /// Takes what was erased out of the write-ahead log too, which still has the pages as they were. While somebody reads an older state it cannot be
    /// done; then <see cref="PurgeAsync"/> does it later.
    /// </summary>
    internal ValueTask EraseAsync()
    {
        _mustPurge = true;
        return PurgeAsync(CancellationToken.None);
    }

    /// <summary>Does what <see cref="EraseAsync"/> has left to do, if anything.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    internal async ValueTask PurgeAsync(CancellationToken cancellationToken)
    {
        if (_mustPurge)
        {
            await WriteAsync(_writer!, shard: null, session => _mustPurge = session.Number("PRAGMA wal_checkpoint(TRUNCATE)") != 0, cancellationToken);
        }
    }

    /// <summary>Reads one state of one shard.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="shard">The one shard that is read.</param>
    /// <param name="read">The reading.</param>
    /// <returns>What was read.</returns>
    internal T Read<T>(ShardKey shard, Func<SqliteSession, T> read) => Read(shard.ToByteArray(), read);

    /// <summary>Reads one state of all shards: for workers in the background alone, never on the path of a request.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="read">The reading.</param>
    /// <returns>What was read.</returns>
    internal T Scan<T>(Func<SqliteSession, T> read) => Read(shard: null, read);

    internal DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Gets or sets how often a change is tried while others write.</summary>
    internal int Attempts { get; set; } = 16;

    /// <summary>Gets or sets who is told of every statement, and of the one shard that it may touch (null in a scan): a test, or nobody.</summary>
    internal Action<byte[]?, string, object[]>? Watch { get; set; }

    /// <summary>Gets how far the writer waits for the disk: 2 for all the way.</summary>
    internal long? Synchronous => _writer!.Number("PRAGMA synchronous");

    private T Read<T>(byte[]? shard, Func<SqliteSession, T> read)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            using var session = Connect(_readers);
            session.Watch = WatchOf(shard);
            session.BeginRead();
            return read(session);
        }
        catch (SqliteException exception) when (SqliteFailure.Of(exception) is { } refusal)
        {
            throw new StorageException(refusal, exception);
        }
    }

    /// <summary>Throws when nothing is written any more, because the disk failed.</summary>
    internal void ThrowIfLost()
    {
        if (_lost is not null)
        {
            throw _lost;
        }
    }

    private Action<string, object[]>? WatchOf(byte[]? shard) => Watch is { } watch ? (sql, values) => watch(shard, sql, values) : null;

    private async ValueTask<T> WriteAsync<T>(SqliteSession session, byte[]? shard, Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _turn.WaitAsync(cancellationToken);
        session.Watch = WatchOf(shard);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return _lost is null ? write(session) : throw _lost;
                }
                catch (SqliteException exception) when (exception.SqliteErrorCode is Busy && attempt < Attempts)
                {
                    // Another process writes. A wait by chance, so that two do not meet again and again.
                    await Task.Delay(RandomNumberGenerator.GetInt32(1, 8 << Math.Min(attempt, 5)), cancellationToken);
                }
                catch (SqliteException exception) when (SqliteFailure.Of(exception) is { } refusal)
                {
                    var failure = new StorageException(refusal, exception);

                    // What the disk has failed to keep once, it may report as kept the second time (fsync forgets): no second time.
                    _lost = refusal.Code is StorageRefusalCodes.InputOutput ? failure : null;
                    throw failure;
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private (CommitOutcome Outcome, ReadOnlyMemory<byte> Answer) Commit(
        SqliteSession session, ShardKey shard, Effects effects, Func<SqliteSession, Effects?> change)
    {
        var isCommitting = false;
        session.BeginImmediate();
        try
        {
            if (effects.Once?.KeepUntil <= Now)
            {
                return (CommitOutcome.Conflict, default);
            }

            if (effects.Once is { } once && SqliteEffects.FindMark(session, shard, once.Scope, once.Value, Now) is { } earlier)
            {
                return earlier.Content == once.Content
                    ? (CommitOutcome.AlreadyCommitted, earlier.Answer)
                    : (CommitOutcome.Conflict, default);
            }

            if (change(session) is not { } written)
            {
                return (CommitOutcome.Conflict, default);
            }

            SqliteEffects.Write(session, shard, written, Now);
            isCommitting = true;
            session.Commit();
            return (CommitOutcome.Committed, default);
        }
        catch (SqliteException exception) when (isCommitting && SqliteFailure.Of(exception) is { Code: StorageRefusalCodes.InputOutput } refusal)
        {
            // What is to be committed lies in the write-ahead log, where it is found or not when the database is opened again.
            _lost = new StorageException(refusal, exception);
            return (CommitOutcome.Unknown, default);
        }
        finally
        {
            session.End();
        }
    }
}

using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using DpiBlocks.Cryptography;
using DpiBlocks.Oversight;
using DpiBlocks.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace DpiBlocks.Benchmarks;

/// <summary>
/// A log in an SQLite file: entries taken in, 1,024 at a time, each time with a signed checkpoint that is proved to contain the one before; and an entry
/// proved. Beside them the same commitments inserted by hand, one commit for as many. None of it may depend on how long the log is.
/// </summary>
[MemoryDiagnoser]
public class LogBenchmarks
{
    private const int Together = 1024;
    private const int Proofs = 64;
    private static readonly LogName Name = new(TenantId.Parse("home-office"), "log.example.gov/audit");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dpiblocks-");
    private readonly GivenJournal _journal = new();
    private SqliteDatabase _database = null!;
    private SqliteLogStore _store = null!;
    private LogSequencer _sequencer = null!;
    private SqliteConnection _bare = null!;
    private SqliteCommand _insert = null!;

    /// <summary>Gets or sets how many entries the log has at first.</summary>
    [Params(10_000, 10_000_000)]
    public int Leaves { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _database = SqliteDatabase.Open(Path.Combine(_folder.FullName, "dpi.db"), TimeProvider.System);
        _store = new SqliteLogStore(_database);
        var root = await FillAsync();
        World.Prove(await Reader().ComputeRootAsync() == root);

        var signer = new CheckpointSigner(Name.Origin, SigningKey.Generate(SignatureAlgorithm.Ed25519), TimeProvider.System);
        var publisher = new CheckpointPublisher(Name, _store, signer, [], TimeSpan.FromSeconds(1), TimeProvider.System);
        _sequencer = new LogSequencer(Name, new SqliteStagedEffects(_database), _journal, _store, publisher);
        await Append();
        World.Prove((await _store.FindAsync(Name.Shard)).Size == Leaves + Together);

        _bare = Connect(Path.Combine(_folder.FullName, "bare.db"));
        using var create = _bare.CreateCommand();
        create.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE entry (leaf INTEGER PRIMARY KEY, commitment BLOB NOT NULL)";
        create.ExecuteNonQuery();
        _insert = _bare.CreateCommand();
        _insert.CommandText = "INSERT INTO entry (commitment) VALUES ($1)";
        _insert.Parameters.Add(new SqliteParameter { ParameterName = "$1" });
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _insert.Dispose();
        _bare.Dispose();
        _database.Dispose();
        _folder.Delete(recursive: true);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Together)]
    public void BareInsert()
    {
        using var transaction = _bare.BeginTransaction();
        _insert.Transaction = transaction;
        for (var i = 0; i < Together; i++)
        {
            _insert.Parameters[0].Value = RandomNumberGenerator.GetBytes(32);
            _insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    [Benchmark(OperationsPerInvoke = Together)]
    public async Task Append()
    {
        _journal.Give(Together);
        World.Prove((await _sequencer.RunAsync()).Appended == Together);
    }

    [Benchmark(OperationsPerInvoke = Proofs)]
    public async Task Prove()
    {
        for (var i = 0; i < Proofs; i++)
        {
            World.Prove(await Reader().ProveInclusionAsync(RandomNumberGenerator.GetInt32(Leaves)) is not null);
        }
    }

    private static SqliteConnection Connect(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }

    private LogReader Reader() => new(new StoredTiles(_store, Name), Leaves);

    // The tree over leaves 0, 1, 2 …, level by level.
    private async Task<Digest> FillAsync()
    {
        var level = new Digest[Leaves];
        for (var i = 0; i < Leaves; i++)
        {
            level[i] = MerkleTree.HashLeaf(EntryOf(i));
        }

        var root = RootOf(level, 0, level.Length);
        var version = 0L;
        foreach (var tiles in Entries().Chunk(512).Select(some => some.ToImmutableArray()))
        {
            World.Prove(await _store.TryGrowAsync(Name.Shard, new LogGrowth(version++, Leaves, tiles, [])));
        }

        for (var height = 0; level.Length > 0; height++)
        {
            var (hashes, at) = (level, height);
            var tiles = Enumerable.Range(0, (hashes.Length + 255) / 256).Select(index => new TileContent(new Tile(at, index), Join(hashes.AsSpan(index * 256, Math.Min(256, hashes.Length - (index * 256))))));
            foreach (var some in tiles.Chunk(512))
            {
                World.Prove(await _store.TryGrowAsync(Name.Shard, new LogGrowth(version++, Leaves, [.. some], [])));
            }

            level = [.. Enumerable.Range(0, hashes.Length / 256).Select(index => RootOf(hashes, index * 256, 256))];
        }

        return root;
    }

    private IEnumerable<TileContent> Entries() => Enumerable.Range(0, (Leaves + 255) / 256).Select(index =>
    {
        var content = new MemoryStream();
        for (var i = index * 256; i < Math.Min(Leaves, (index + 1) * 256); i++)
        {
            content.Write([0, 32]);
            content.Write(EntryOf(i));
        }

        return new TileContent(new Tile(Tile.EntriesLevel, index), content.ToArray());
    });

    private static byte[] EntryOf(int leaf)
    {
        var entry = new byte[32];
        BinaryPrimitives.WriteInt32BigEndian(entry, leaf);
        return entry;
    }

    private static byte[] Join(ReadOnlySpan<Digest> hashes)
    {
        var bytes = new byte[hashes.Length * MerkleTree.HashLength];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i].CopyTo(bytes.AsSpan(i * MerkleTree.HashLength));
        }

        return bytes;
    }

    // RFC 9162, 2.1.1.
    private static Digest RootOf(Digest[] leaves, int start, int count)
    {
        if (count == 1)
        {
            return leaves[start];
        }

        var left = 1 << (31 - System.Numerics.BitOperations.LeadingZeroCount((uint)(count - 1)));
        return MerkleTree.HashChildren(RootOf(leaves, start, left), RootOf(leaves, start + left, count - left));
    }

    private sealed class GivenJournal : IJournalStore
    {
        private static readonly ShardKey Shard = ShardKey.Of(TenantId.Parse("home-office"), SubjectId.Parse("p"));
        private ImmutableArray<JournalRow> _rows = [];
        private long _number;

        public void Give(int count) =>
            _rows = [.. Enumerable.Range(0, count).Select(_ => new JournalRow(Shard, ++_number, World.Now, new Digest(RandomNumberGenerator.GetBytes(32))))];

        public ValueTask<ImmutableArray<JournalRow>> ReadUnsequencedAsync(int limit, CancellationToken cancellationToken = default)
        {
            var rows = _rows;
            _rows = [];
            return ValueTask.FromResult(rows);
        }

        public ValueTask<bool> TryMarkAsync(ShardKey shard, ImmutableArray<SequencedEntry> leaves, CancellationToken cancellationToken = default) => ValueTask.FromResult(true);

        public ValueTask<DateTimeOffset?> FindOldestUnsequencedAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<DateTimeOffset?>(null);

        public ValueTask<CommitOutcome> CommitAsync(ShardKey shard, Effects effects, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<ImmutableArray<JournalRow>> ReadAsync(ShardKey shard, long after, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<JournalRow?> FindLastAsync(ShardKey shard, long size, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<CommitOutcome> EraseAsync(ShardKey shard, long number, Effects effects, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}

using BenchmarkDotNet.Attributes;
using DpiBlocks.Messaging;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Sqlite;

namespace DpiBlocks.Benchmarks;

/// <summary>
/// Messages from one database's outbox to their effect in another's, exactly once: a commit at the sender, the dispatcher, a commit at the
/// receiver. Beside it the two commits alone, without message, dispatcher or inbox: what is paid for the delivery is the difference.
/// </summary>
[MemoryDiagnoser]
public class DeliveryBenchmarks
{
    private const int Together = 256;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dpiblocks-");
    private SqliteDatabase _sender = null!;
    private SqliteDatabase _receiver = null!;
    private OutboxDispatcher _dispatcher = null!;
    private int _taken;

    [GlobalSetup]
    public async Task Setup()
    {
        _sender = SqliteDatabase.Open(Path.Combine(_folder.FullName, "sender.db"), TimeProvider.System);
        _receiver = SqliteDatabase.Open(Path.Combine(_folder.FullName, "receiver.db"), TimeProvider.System);
        var inbox = new Inbox(new SqliteOnceStore(_receiver), [KeyValuePair.Create("benchmark", (IMessageHandler)new Handler(this))], TimeProvider.System);
        _dispatcher = new OutboxDispatcher(new SqliteOutboxStore(_sender), new SqliteStagedEffects(_sender), [new InProcessTransport(inbox)], TimeProvider.System);
        await Delivered();
        World.Prove(_taken == Together && (await new SqliteDeadLetterStore(_sender).ListAsync(null, 1)).IsEmpty);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _sender.Dispose();
        _receiver.Dispose();
        _folder.Delete(recursive: true);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Together)]
    public async Task TwoBareInserts()
    {
        for (var i = 0; i < Together; i++)
        {
            var shard = CommittedChange.Next().Shard;
            await CreateAsync(_sender, shard, Effects.None);
            await CreateAsync(_receiver, shard, Effects.None);
        }
    }

    [Benchmark(OperationsPerInvoke = Together)]
    public async Task Delivered()
    {
        var before = _taken;
        for (var i = 0; i < Together; i++)
        {
            var (shard, effects) = CommittedChange.Next();
            await CreateAsync(_sender, shard, new Effects { Messages = [effects.Messages[0] with { Destination = new Uri("dpi:benchmark") }] });
        }

        while (_taken < before + Together)
        {
            await _dispatcher.DispatchAsync();
        }
    }

    private static async Task<CommitOutcome> CreateAsync(SqliteDatabase database, ShardKey shard, Effects effects) =>
        await new SqliteStatusListStore(database).TryCreateAsync(shard, CommittedChange.List, effects);

    private sealed class Handler(DeliveryBenchmarks benchmark) : IMessageHandler
    {
        public Handling Read(InboxMessage message)
        {
            var shard = ShardKey.Of(message.Tenant, "status-list", message.Id.ToString());
            return Handling.Commit(shard, async (once, _) =>
            {
                var outcome = await CreateAsync(benchmark._receiver, shard, new Effects { Once = once });
                Interlocked.Increment(ref benchmark._taken);
                return outcome;
            });
        }
    }
}

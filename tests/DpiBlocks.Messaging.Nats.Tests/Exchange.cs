using System.Text;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Sqlite;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace DpiBlocks.Messaging.Nats.Tests;

/// <summary>A sender and a receiver with a database each, and a server between them.</summary>
internal sealed class Exchange : IAsyncDisposable
{
    private static readonly TenantId Tenant = TenantId.Parse("home-office");

    private readonly TemporaryFolder _folder = new();
    private readonly NatsConnection _connection;
    private readonly SqliteDatabase _sender;
    private readonly SqliteDatabase _receiver;
    private readonly HashSet<ShardKey> _lists = [];

    private Exchange(NatsServer server)
    {
        Server = server;
        _connection = new NatsConnection(new NatsOpts { Url = server.Url, ReconnectWaitMin = TimeSpan.FromMilliseconds(50), ReconnectWaitMax = TimeSpan.FromMilliseconds(200) });
        _sender = SqliteDatabase.Open(_folder.PathOf("sender.db"), TimeProvider.System);
        _receiver = SqliteDatabase.Open(_folder.PathOf("receiver.db"), TimeProvider.System);
    }

    public NatsServer Server { get; }

    public INatsConnection Connection => _connection;

    public Func<string, Handling?> Judge { get; set; } = _ => null;

    public SqliteDeadLetterStore DeadLetters => new(_sender);

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Exchange> StartAsync()
    {
        var exchange = new Exchange(await NatsServer.StartAsync());
        var window = TimeSpan.FromSeconds(1);      // so that a resend after a lost acknowledgement is soon taken
        await new NatsJSContext(exchange._connection).CreateStreamAsync(new StreamConfig("dpi", ["orders.>"]) { DuplicateWindow = window }, Cancel);
        return exchange;
    }

    public NatsTransport Transport(int acknowledgeWithinMs = 500) => new(
        _connection,
        new NatsTransportOptions { AcknowledgementSubject = "dpi.ack.tests", AcknowledgeWithin = TimeSpan.FromMilliseconds(acknowledgeWithinMs) },
        TimeProvider.System);

    public OutboxDispatcher Dispatcher(NatsTransport transport) => new(
        new SqliteOutboxStore(_sender),
        new SqliteStagedEffects(_sender),
        [transport],
        TimeProvider.System,
        new OutboxOptions { FirstDelay = TimeSpan.FromMilliseconds(50), MaxDelay = TimeSpan.FromMilliseconds(400), PollInterval = TimeSpan.FromMilliseconds(20) });

    public NatsInbox Inbox() => new(
        _connection,
        new Inbox(new SqliteOnceStore(_receiver), [KeyValuePair.Create("orders", (IMessageHandler)new Handler(this))], TimeProvider.System),
        new NatsInboxOptions
        {
            Stream = "dpi",
            Consumer = "orders",
            Subject = "orders.>",
            Handler = "orders",
            Tenant = Tenant,
            Sender = "the sender",
            RedeliverAfter = TimeSpan.FromSeconds(1),
        },
        TimeProvider.System);

    public static ShardKey Shard(int number) => StatusListDefinition.ShardOf(Tenant, List(number).Address);

    /// <summary>Commits messages, each with a change.</summary>
    public async Task PutAsync(int shard, string destination, params string[] contents)
    {
        await CreateAsync(_sender, shard);
        foreach (var content in contents)
        {
            var message = new OutboxMessage(Shard(shard), Guid.NewGuid(), new Uri(destination), "text/plain", Encoding.UTF8.GetBytes(content));
            (await new SqliteStatusListStore(_sender).TrySetAsync(Shard(shard), [], new Effects { Messages = [message] }, Cancel)).Should().Be(CommitOutcome.Committed);
        }
    }

    /// <summary>What was taken in under a shard, in its order.</summary>
    public async Task<IReadOnlyList<string>> TakenInAsync(int shard)
    {
        var staged = new SqliteStagedEffects(_receiver);
        while (await staged.SplitAsync(100, Cancel) > 0)
        {
        }

        var rows = await new SqliteJournalStore(_receiver).ReadAsync(Shard(shard), 0, 10_000, Cancel);
        return [.. rows.Select(row => Encoding.UTF8.GetString(row.Opening!.Value.Span))];
    }

    public static async Task UntilAsync(Func<Task<bool>> condition, int seconds = 60)
    {
        for (var i = 0; i < seconds * 20; i++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(50, Cancel);
        }

        (await condition()).Should().BeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _sender.Dispose();
        _receiver.Dispose();
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    private static StatusListDefinition List(int number) => new(new Uri($"https://status.example.gov/{number}")) { Count = 1024 };

    private async Task CreateAsync(SqliteDatabase database, int number)
    {
        if (_lists.Add(Shard(number)))
        {
            await new SqliteStatusListStore(database).TryCreateAsync(Shard(number), List(number), Effects.None, Cancel);
        }
    }

    // A message "3/..." is filed under shard 3, with its content as an entry of the journal.
    private sealed class Handler(Exchange exchange) : IMessageHandler
    {
        public Handling Read(InboxMessage message)
        {
            var text = Encoding.UTF8.GetString(message.Content.Span);
            if (exchange.Judge(text) is { } other)
            {
                return other;
            }

            var shard = Shard(int.Parse(text.Split('/')[0], System.Globalization.CultureInfo.InvariantCulture));
            var entry = new AuditEntry(shard, Digest.Of(message.Content.Span), message.Content);
            return Handling.Commit(shard, (once, stop) => new SqliteJournalStore(exchange._receiver).CommitAsync(shard, new Effects { Once = once, Audit = [entry] }, stop));
        }
    }
}

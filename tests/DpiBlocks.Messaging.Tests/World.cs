using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Messaging.Tests;

/// <summary>An outbox with its clock, and messages to put in.</summary>
internal sealed class World
{
    public static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TenantId Tenant = TenantId.Parse("home-office");

    public static readonly Refusal Away = new(MessagingRefusalCodes.Busy, "Not now.");

    public World() => Outbox = new MemoryOutbox(Time);

    public FakeTimeProvider Time { get; } = new(Now);

    public MemoryOutbox Outbox { get; }

    public OutboxOptions Options { get; } = new();

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static ShardKey Shard(string person) => ShardKey.Of(Tenant, SubjectId.Parse(person));

    public static OutboxMessage Message(string person, string content, string destination = "test:here") =>
        new(Shard(person), Guid.NewGuid(), new Uri(destination), "application/json", Encoding.UTF8.GetBytes(content));

    public void Put(string person, params string[] contents) => Array.ForEach(contents, content => Outbox.Add(Message(person, content)));

    public OutboxDispatcher Dispatcher(params IMessageTransport[] transports) => new(Outbox, Outbox, transports, Time, Options);

    /// <summary>Dispatches until nothing is due.</summary>
    public static async Task DrainAsync(OutboxDispatcher dispatcher)
    {
        while (await dispatcher.DispatchAsync(Cancel) > 0)
        {
        }
    }
}

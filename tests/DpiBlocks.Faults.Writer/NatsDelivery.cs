using DpiBlocks.Messaging;
using DpiBlocks.Messaging.Nats;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace DpiBlocks.Faults;

/// <summary>The two ends of a delivery over NATS JetStream, each a process of its own that may be killed at any time, as the server between them.</summary>
public static class NatsDelivery
{
    public const string Destination = "nats:faults.happened";

    private const string Stream = "faults";

    /// <summary>Makes the stream, as the operator of a server does.</summary>
    public static async Task PrepareAsync(string url)
    {
        await using var connection = Connect(url);
        await new NatsJSContext(connection).CreateStreamAsync(
            new StreamConfig(Stream, ["faults.>"]) { Storage = StreamConfigStorage.File, DuplicateWindow = TimeSpan.FromSeconds(1) });
    }

    /// <summary>Sends what lies in the outbox, until it is killed.</summary>
    public static async Task DispatchAsync(Ground ground, string url)
    {
        await using var connection = Connect(url);
        var options = new NatsTransportOptions { AcknowledgementSubject = "dpi.ack.faults", AcknowledgeWithin = TimeSpan.FromMilliseconds(800) };
        await using var transport = new NatsTransport(connection, options, JumpingClock.Instance);
        await Delivery.DispatchAsync(ground, transport);
    }

    /// <summary>Takes in what comes, until it is killed.</summary>
    public static async Task ReceiveAsync(Ground ground, string url)
    {
        await using var connection = Connect(url);
        var options = new NatsInboxOptions
        {
            Stream = Stream,
            Consumer = "faults",
            Handler = Delivery.Handler,
            Tenant = Operation.Tenant,
            Sender = "the sender",
            RedeliverAfter = TimeSpan.FromSeconds(1),
        };
        using var inbox = new NatsInbox(connection, Delivery.InboxOf(ground), options, JumpingClock.Instance);
        await inbox.StartAsync(CancellationToken.None);
        await inbox.ExecuteTask!;
    }

    private static NatsConnection Connect(string url) =>
        new(new NatsOpts { Url = url, ReconnectWaitMin = TimeSpan.FromMilliseconds(50), ReconnectWaitMax = TimeSpan.FromMilliseconds(200), RetryOnInitialConnect = true });
}

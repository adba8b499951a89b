using System.Globalization;
using System.Net;
using DpiBlocks.Messaging;

namespace DpiBlocks.Faults;

/// <summary>The two ends of a delivery, each a process of its own that may be killed at any time.</summary>
public static class Delivery
{
    private const string IdHeader = HttpsTransport.IdHeader;
    public const string Handler = "faults";

    /// <summary>Sends over HTTP what lies in the outbox, until it is killed.</summary>
    public static async Task DispatchAsync(Ground ground)
    {
        var https = new HttpsTransportOptions();
        https.Network.AllowLoopbackUnsafe = true;
        using var transport = new HttpsTransport(JumpingClock.Instance, https);
        await DispatchAsync(ground, transport);
    }

    /// <summary>Sends what lies in the outbox, until it is killed.</summary>
    public static Task DispatchAsync(Ground ground, IMessageTransport transport)
    {
        var options = new OutboxOptions
        {
            PollInterval = TimeSpan.FromMilliseconds(20),
            FirstDelay = TimeSpan.FromMilliseconds(50),
            MaxDelay = TimeSpan.FromMilliseconds(400),
            SendTimeout = TimeSpan.FromSeconds(1),      // and so a lease of two
        };
        return new OutboxDispatcher(ground.Outbox, ground.Staged, [transport], JumpingClock.Instance, options).RunAsync(CancellationToken.None);
    }

    /// <summary>Takes messages in, and makes of each an entry of the journal.</summary>
    public static Inbox InboxOf(Ground ground) =>
        new(ground.Marks, [KeyValuePair.Create(Handler, (IMessageHandler)new Recorder(ground))], JumpingClock.Instance);

    /// <summary>Takes in what comes over HTTP, until it is killed.</summary>
    public static async Task ReceiveAsync(Ground ground, int port)
    {
        var inbox = InboxOf(ground);
        using var listener = new HttpListener();
        listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        listener.Start();
        while (true)
        {
            var request = await listener.GetContextAsync();
            _ = Task.Run(() => AnswerAsync(inbox, request));
        }
    }

    private static async Task AnswerAsync(Inbox inbox, HttpListenerContext context)
    {
        using var content = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(content);
        var id = Guid.Parse(context.Request.Headers[IdHeader]!.Trim('"'));
        try
        {
            var message = new InboxMessage(Operation.Tenant, "the sender", id, context.Request.ContentType!, content.ToArray());
            context.Response.StatusCode = (await inbox.ReceiveAsync(Handler, message)).Outcome switch
            {
                InboxOutcome.Processed or InboxOutcome.AlreadyProcessed => 204,
                InboxOutcome.Unknown => 503,
                _ => 409,
            };
        }
        catch (StorageException exception) when (Ground.IsPassing(exception))
        {
            context.Response.StatusCode = 503;
        }

        context.Response.Close();
    }

    // The effect of message "lane/number" is an entry of the lane's journal, and a place in its list.
    private sealed class Recorder(Ground ground) : IMessageHandler
    {
        public Handling Read(InboxMessage message)
        {
            var shard = Operation.ShardOf(Operation.Parse(message.Content.Span).Lane);
            var entry = new AuditEntry(shard, Digest.Of(message.Content.Span), message.Content);
            return Handling.Commit(shard, async (once, stop) =>
                (await ground.Lists.AllocateAsync(shard, index: null, new Effects { Once = once, Audit = [entry] }, stop)).Outcome);
        }
    }
}

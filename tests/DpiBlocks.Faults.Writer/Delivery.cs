using DpiBlocks.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

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
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(System.Net.IPAddress.Loopback, port));
        await using var app = builder.Build();
        app.Run(context => AnswerAsync(inbox, context));
        await app.RunAsync();
    }

    private static async Task AnswerAsync(Inbox inbox, HttpContext context)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content);
        var id = Guid.Parse(context.Request.Headers[IdHeader].ToString().Trim('"'));
        try
        {
            var message = new InboxMessage(Operation.Tenant, "the sender", id, context.Request.ContentType!, content.ToArray());
            context.Response.StatusCode = (await inbox.ReceiveAsync(Handler, message)).Outcome switch
            {
                InboxOutcome.Processed or InboxOutcome.AlreadyProcessed => StatusCodes.Status204NoContent,
                InboxOutcome.Unknown => StatusCodes.Status503ServiceUnavailable,
                _ => StatusCodes.Status409Conflict,
            };
        }
        catch (StorageException exception) when (Ground.IsPassing(exception))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
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

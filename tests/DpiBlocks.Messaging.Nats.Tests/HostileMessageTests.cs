using NATS.Client.Core;
using NATS.Client.JetStream;

namespace DpiBlocks.Messaging.Nats.Tests;

/// <summary>Messages and acknowledgements that no transport of ours has sent.</summary>
public sealed class HostileMessageTests
{
    [Fact]
    public async Task A_message_has_an_acknowledgement_sent_to_subjects_of_acknowledgements_alone()
    {
        await using var exchange = await Exchange.StartAsync();
        using var inbox = exchange.Inbox();
        await inbox.StartAsync(Exchange.Cancel);
        await using var heard = await exchange.Connection.SubscribeCoreAsync<byte[]>("elsewhere", cancellationToken: Exchange.Cancel);
        await using var acknowledged = await exchange.Connection.SubscribeCoreAsync<byte[]>("dpi.ack.mine", cancellationToken: Exchange.Cancel);
        await PublishAsync(exchange, "1/1", "elsewhere");
        await PublishAsync(exchange, "1/2", "dpi.ack.mine");
        (await acknowledged.Msgs.ReadAsync(Exchange.Cancel)).Data.Should().HaveCount(36);
        await Exchange.UntilAsync(async () => (await exchange.TakenInAsync(1)).Count == 2);
        await inbox.StopAsync(Exchange.Cancel);
        heard.Msgs.TryRead(out _).Should().BeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not-an-id")]
    public async Task A_message_without_an_id_is_refused_and_stops_no_other(string? id)
    {
        await using var exchange = await Exchange.StartAsync();
        using var inbox = exchange.Inbox();
        await inbox.StartAsync(Exchange.Cancel);
        await PublishAsync(exchange, "1/1", "dpi.ack.mine", id);
        await PublishAsync(exchange, "1/2", "dpi.ack.mine");
        await Exchange.UntilAsync(async () => (await exchange.TakenInAsync(1)).Count == 1);
        await Task.Delay(1500, Exchange.Cancel);      // longer than the server waits before it gives a message again
        (await exchange.TakenInAsync(1)).Should().Equal("1/2");
        await inbox.StopAsync(Exchange.Cancel);
    }

    [Fact]
    public async Task What_is_no_acknowledgement_is_passed_over()
    {
        await using var exchange = await Exchange.StartAsync();
        await using var transport = exchange.Transport(acknowledgeWithinMs: 1000);
        var message = new OutgoingMessage(TenantId.Parse("home-office"), Guid.NewGuid(), "the-order", new Uri("nats:orders.created"), "text/plain", "1/1"u8.ToArray());
        var sending = transport.SendAsync(message, Exchange.Cancel).AsTask();
        await Task.Delay(200, Exchange.Cancel);
        foreach (var hostile in new byte[][] { [], [0], new byte[36], new byte[100_000], [.. message.Id.ToByteArray()], System.Text.Encoding.ASCII.GetBytes($"{{{message.Id}}}"), System.Text.Encoding.ASCII.GetBytes($"{Guid.NewGuid()}") })
        {
            await exchange.Connection.PublishAsync("dpi.ack.tests", hostile, cancellationToken: Exchange.Cancel);
        }

        (await sending).Failure!.Code.Should().Be(MessagingRefusalCodes.NotAcknowledged);
        var headers = new NatsHeaders { ["Dpi-Refusal"] = "a code with \u001b[2J" };
        await exchange.Connection.PublishAsync("dpi.ack.tests", System.Text.Encoding.ASCII.GetBytes($"{message.Id}"), headers, cancellationToken: Exchange.Cancel);
        await Task.Delay(200, Exchange.Cancel);
        (await transport.SendAsync(message with { Attempts = 1 }, Exchange.Cancel)).Failure!.Message.Should().EndWith(MessagingRefusalCodes.Rejected);

        // Of one that was put back by a person no earlier refusal counts.
        await exchange.Connection.PublishAsync("dpi.ack.tests", System.Text.Encoding.ASCII.GetBytes($"{message.Id}"), headers, cancellationToken: Exchange.Cancel);
        await Task.Delay(200, Exchange.Cancel);
        (await transport.SendAsync(message, Exchange.Cancel)).Failure!.Code.Should().Be(MessagingRefusalCodes.NotAcknowledged);
    }

    [Theory]
    [InlineData("elsewhere")]
    [InlineData("dpi.ack.")]
    [InlineData("dpi.ack.*")]
    [InlineData("$JS.API.dpi.ack.x")]
    public void Acknowledgements_are_awaited_on_a_subject_for_them(string subject) =>
        FluentActions.Invoking(() => new NatsTransportOptions { AcknowledgementSubject = subject }).Should().Throw<ArgumentException>();

    [Fact]
    public void Of_acknowledgements_that_nobody_waits_for_the_oldest_are_forgotten()
    {
        var acknowledgements = new Acknowledgements(capacity: 2);
        var ids = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToList();
        ids.ForEach(id => acknowledgements.Set(id, null));
        ids.AsEnumerable().Reverse().Select(id => acknowledgements.WaitAsync(id).IsCompleted).Should().Equal(true, true, false);
    }

    private static async Task PublishAsync(Exchange exchange, string content, string acknowledgeTo, string? id = "") =>
        await new NatsJSContext(exchange.Connection).PublishAsync(
            "orders.created",
            System.Text.Encoding.UTF8.GetBytes(content),
            opts: new NatsJSPubOpts { MsgId = id is "" ? Guid.NewGuid().ToString() : id },
            headers: new NatsHeaders { ["Dpi-Acknowledge-To"] = acknowledgeTo },
            cancellationToken: Exchange.Cancel);
}

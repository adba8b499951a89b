namespace DpiBlocks.Messaging.Nats.Tests;

public sealed class NatsExchangeTests
{
    [Fact]
    public async Task Messages_arrive_once_and_in_the_order_of_their_shard()
    {
        await using var exchange = await Exchange.StartAsync();
        await using var transport = exchange.Transport();
        using var inbox = exchange.Inbox();
        await inbox.StartAsync(Exchange.Cancel);
        for (var shard = 1; shard <= 4; shard++)
        {
            await exchange.PutAsync(shard, "nats:orders.created", [.. Enumerable.Range(1, 20).Select(i => $"{shard}/{i}")]);
        }

        var dispatcher = exchange.Dispatcher(transport);
        await Exchange.UntilAsync(async () => await dispatcher.DispatchAsync(Exchange.Cancel) == 0 && (await exchange.TakenInAsync(4)).Count == 20);
        for (var shard = 1; shard <= 4; shard++)
        {
            (await exchange.TakenInAsync(shard)).Should().Equal(Enumerable.Range(1, 20).Select(i => $"{shard}/{i}"));
        }

        await inbox.StopAsync(Exchange.Cancel);
    }

    [Fact]
    public async Task The_outbox_keeps_a_message_until_its_consumer_has_acknowledged_it()
    {
        await using var exchange = await Exchange.StartAsync();
        await using var transport = exchange.Transport(acknowledgeWithinMs: 200);
        await exchange.PutAsync(1, "nats:orders.created", "1/1", "1/2");
        var delivery = await transport.SendAsync(Message("nats:orders.created", "9/1"), Exchange.Cancel);
        delivery.IsFinal.Should().BeFalse("the server has stored it, and nobody has taken it in");
        (delivery.Failure?.Code).Should().Be(MessagingRefusalCodes.NotAcknowledged);

        using var stop = new CancellationTokenSource();
        var sending = exchange.Dispatcher(transport).RunAsync(stop.Token);
        await Task.Delay(1000, Exchange.Cancel);
        (await exchange.TakenInAsync(1)).Should().BeEmpty();
        using var inbox = exchange.Inbox();
        await inbox.StartAsync(Exchange.Cancel);
        await Exchange.UntilAsync(async () => (await exchange.TakenInAsync(1)).Count == 2);
        await inbox.StopAsync(Exchange.Cancel);
        await stop.CancelAsync();
        await sending;
        (await exchange.TakenInAsync(1)).Should().Equal("1/1", "1/2");
    }

    [Fact]
    public async Task An_acknowledgement_that_comes_late_is_found_by_the_next_attempt()
    {
        await using var exchange = await Exchange.StartAsync();
        await using var transport = exchange.Transport(acknowledgeWithinMs: 100);
        var message = Message("nats:orders.created", "1/1");
        (await transport.SendAsync(message, Exchange.Cancel)).Failure!.Code.Should().Be(MessagingRefusalCodes.NotAcknowledged);
        using var inbox = exchange.Inbox();
        await inbox.StartAsync(Exchange.Cancel);
        await Exchange.UntilAsync(async () => (await exchange.TakenInAsync(1)).Count == 1);
        await inbox.StopAsync(Exchange.Cancel);
        await Task.Delay(200, Exchange.Cancel);
        exchange.Server.Kill();      // so that it can only have been remembered
        (await transport.SendAsync(message, Exchange.Cancel)).Should().Be(Delivery.Delivered);
    }

    [Fact]
    public async Task What_the_consumer_refuses_is_refused_for_good()
    {
        await using var exchange = await Exchange.StartAsync();
        exchange.Judge = _ => Handling.Refuse(new Refusal("test.not_allowed", "No."));
        await using var transport = exchange.Transport(acknowledgeWithinMs: 20_000);
        using var inbox = exchange.Inbox();
        await inbox.StartAsync(Exchange.Cancel);
        var delivery = await transport.SendAsync(Message("nats:orders.created", "1/1"), Exchange.Cancel);
        delivery.IsFinal.Should().BeTrue();
        (delivery.Failure?.Code).Should().Be(MessagingRefusalCodes.Rejected);
        delivery.Failure!.Message.Should().Contain("test.not_allowed");
        await inbox.StopAsync(Exchange.Cancel);
    }

    [Fact]
    public async Task A_message_whose_handler_fails_comes_again_and_stops_no_other()
    {
        await using var exchange = await Exchange.StartAsync();
        var failures = 0;
        exchange.Judge = text => text == "1/1" && Interlocked.Increment(ref failures) < 3 ? throw new InvalidOperationException("poison") : null;
        await using var transport = exchange.Transport(acknowledgeWithinMs: 200);
        using var inbox = exchange.Inbox();
        await inbox.StartAsync(Exchange.Cancel);
        await exchange.PutAsync(1, "nats:orders.created", "1/1", "1/2");
        await exchange.PutAsync(2, "nats:orders.created", "2/1");
        using var stop = new CancellationTokenSource();
        var sending = exchange.Dispatcher(transport).RunAsync(stop.Token);
        await Exchange.UntilAsync(async () => (await exchange.TakenInAsync(2)).Count == 1);
        await Exchange.UntilAsync(async () => (await exchange.TakenInAsync(1)).Count == 2);
        await stop.CancelAsync();
        await sending;
        await inbox.StopAsync(Exchange.Cancel);
        failures.Should().BeGreaterThanOrEqualTo(3);
        (await exchange.TakenInAsync(1)).Should().Equal("1/1", "1/2");
    }

    [Fact]
    public async Task A_server_that_is_killed_again_and_again_loses_and_doubles_nothing()
    {
        await using var exchange = await Exchange.StartAsync();
        await using var transport = exchange.Transport();
        using var inbox = exchange.Inbox();
        await inbox.StartAsync(Exchange.Cancel);
        using var stop = new CancellationTokenSource();
        var sending = exchange.Dispatcher(transport).RunAsync(stop.Token);
        var putting = Task.Run(
            async () =>
            {
                for (var i = 1; i <= 60; i++)
                {
                    await exchange.PutAsync(1 + (i % 3), "nats:orders.created", $"{1 + (i % 3)}/{(i + 2) / 3}");
                    await Task.Delay(30, Exchange.Cancel);
                }
            },
            Exchange.Cancel);
        for (var round = 0; round < 3; round++)
        {
            await Task.Delay(400 + (round * 170), Exchange.Cancel);
            exchange.Server.Kill();
            await Task.Delay(200, Exchange.Cancel);
            await exchange.Server.StartAgainAsync();
        }

        await putting;
        await Exchange.UntilAsync(async () => (await exchange.TakenInAsync(1)).Count + (await exchange.TakenInAsync(2)).Count + (await exchange.TakenInAsync(3)).Count >= 60, seconds: 120);
        await stop.CancelAsync();
        await sending;
        await inbox.StopAsync(Exchange.Cancel);
        for (var shard = 1; shard <= 3; shard++)
        {
            (await exchange.TakenInAsync(shard)).Should().Equal(Enumerable.Range(1, 20).Select(i => $"{shard}/{i}"));
        }

        (await exchange.DeadLetters.ListAsync(null, 10, Exchange.Cancel)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("nats:$JS.API.STREAM.DELETE.dpi")]
    [InlineData("nats:_INBOX.x")]
    [InlineData("nats:orders.*")]
    [InlineData("nats:orders.>")]
    [InlineData("nats:orders..x")]
    [InlineData("nats:orders%20x")]
    [InlineData("nats://other.example/orders")]
    public async Task No_message_reaches_a_subject_of_the_server(string destination)
    {
        await using var exchange = await Exchange.StartAsync();
        await using var transport = exchange.Transport();
        transport.Carries(new Uri(destination)).Should().BeTrue();
        var delivery = await transport.SendAsync(Message(destination, "1/1"), Exchange.Cancel);
        delivery.IsFinal.Should().BeTrue();
        (delivery.Failure?.Code).Should().Be(MessagingRefusalCodes.Rejected);
    }

    [Fact]
    public async Task Where_nobody_stores_a_subject_the_message_waits()
    {
        await using var exchange = await Exchange.StartAsync();
        await using var transport = exchange.Transport();
        var delivery = await transport.SendAsync(Message("nats:unheard.of", "1/1"), Exchange.Cancel);
        delivery.IsFinal.Should().BeFalse();
        (delivery.Failure?.Code).Should().Be(MessagingRefusalCodes.Busy);
    }

    private static OutgoingMessage Message(string destination, string content) =>
        new(TenantId.Parse("home-office"), Guid.NewGuid(), "the-order", new Uri(destination), "text/plain", System.Text.Encoding.UTF8.GetBytes(content));
}

using System.Text;

namespace DpiBlocks.Messaging.Tests.Transports;

public sealed class HttpsTransportTests
{
    private readonly World _world = new();

    [Fact]
    public async Task The_bytes_arrive_as_they_were_committed_with_id_order_and_media_type()
    {
        var body = Encoding.UTF8.GetBytes("{ \"signed\" : \"0\\u0000 as is\" }\r\n");
        byte[]? received = null;
        await using var server = LocalServer.Start(async (_, stream, stop) =>
        {
            received = new byte[body.Length];
            await stream.ReadExactlyAsync(received, stop);
            await stream.WriteAsync(LocalServer.Answer("204 No Content"), stop);
        });
        var message = Message(server.Address("/hook?x=1")) with { Content = body, ContentType = "application/json; charset=utf-8" };
        (await SendAsync(message)).Should().Be(Delivery.Delivered);
        received.Should().Equal(body);
        var head = server.Requests.Single();
        head.Should().StartWith("POST /hook?x=1 HTTP/1.1\r\n")
            .And.Contain($"Idempotency-Key: \"{message.Id}\"\r\n")
            .And.Contain("Dpi-Order: the-order\r\n")
            .And.Contain("Content-Type: application/json; charset=utf-8\r\n")
            .And.NotContainAny("traceparent", "Cookie", "Authorization");
    }

    [Theory]
    [InlineData("200 OK")]
    [InlineData("202 Accepted")]
    public async Task Any_2xx_is_an_acknowledgement(string status) => (await AnswerAsync(status)).Should().Be(Delivery.Delivered);

    [Theory]
    [InlineData("400 Bad Request")]
    [InlineData("401 Unauthorized")]
    [InlineData("404 Not Found")]
    [InlineData("409 Conflict")]
    [InlineData("410 Gone")]
    [InlineData("422 Unprocessable Content")]
    public async Task A_4xx_is_for_good(string status)
    {
        var delivery = await AnswerAsync(status, "Retry-After: 5");
        delivery.IsFinal.Should().BeTrue();
        (delivery.Failure?.Code).Should().Be(MessagingRefusalCodes.Rejected);
    }

    [Theory]
    [InlineData("408 Request Timeout")]
    [InlineData("425 Too Early")]
    [InlineData("429 Too Many Requests")]
    [InlineData("500 Internal Server Error")]
    [InlineData("502 Bad Gateway")]
    [InlineData("503 Service Unavailable")]
    public async Task What_may_pass_is_for_later(string status)
    {
        var delivery = await AnswerAsync(status);
        delivery.IsFinal.Should().BeFalse();
        (delivery.Failure?.Code).Should().Be(MessagingRefusalCodes.Busy);
        delivery.RetryAfter.Should().BeNull();
    }

    [Theory]
    [InlineData("429 Too Many Requests", "120", 120)]
    [InlineData("503 Service Unavailable", "7", 7)]
    [InlineData("503 Service Unavailable", "Fri, 01 May 2026 12:02:00 GMT", 120)]
    [InlineData("503 Service Unavailable", "999999999", 3600)]
    [InlineData("503 Service Unavailable", "Fri, 01 May 2099 12:02:00 GMT", 3600)]
    [InlineData("503 Service Unavailable", "Fri, 01 May 2026 11:59:00 GMT", null)]
    [InlineData("503 Service Unavailable", "0", null)]
    [InlineData("503 Service Unavailable", "-5", null)]
    [InlineData("503 Service Unavailable", "soon", null)]
    [InlineData("500 Internal Server Error", "120", null)]
    public async Task Retry_After_is_heeded_where_it_has_a_meaning_and_within_bounds(string status, string value, int? seconds) =>
        (await AnswerAsync(status, $"Retry-After: {value}")).RetryAfter.Should().Be(seconds is { } asked ? TimeSpan.FromSeconds(asked) : null);

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = LocalServer.Start(_ => LocalServer.Answer("200 OK"));
        var delivery = await AnswerAsync("307 Temporary Redirect", $"Location: {elsewhere.Address()}");
        (delivery.Failure?.Code).Should().Be(FetchRefusalCodes.RedirectForbidden);
        delivery.IsFinal.Should().BeFalse();
        elsewhere.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task What_an_answer_holds_beside_its_status_changes_nothing()
    {
        foreach (var (status, code) in new[] { ("200 OK", null), ("400 Bad Request", MessagingRefusalCodes.Rejected) })
        {
            byte[] whole = LocalServer.Answer(status, "text/plain", new byte[2_000_000], "Content-Encoding: unknown");
            foreach (var answer in new[] { whole, whole[..^1_999_999] })      // far too long, of an unknown coding; and broken off
            {
                await using var server = Answering(answer);
                var delivery = await SendAsync(Message(server.Address()));
                delivery.IsFinal.Should().Be(code is not null);
                (delivery.Failure?.Code).Should().Be(code);
            }
        }
    }

    [Fact]
    public async Task Nobody_there_is_for_later()
    {
        Uri gone;
        await using (var server = LocalServer.Start(_ => []))
        {
            gone = server.Address();
        }

        var delivery = await SendAsync(Message(gone));
        delivery.IsFinal.Should().BeFalse();
        (delivery.Failure?.Code).Should().Be(FetchRefusalCodes.Unavailable);
    }

    [Theory]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://localhost/hook")]
    [InlineData("https://10.1.2.3/hook")]
    [InlineData("https://[::ffff:169.254.169.254]/latest")]
    [InlineData("https://intranet/hook")]
    [InlineData("https://user:secret@hooks.example/hook")]
    [InlineData("https://hooks.example:8443/hook")]
    [InlineData("http://hooks.example/hook")]
    public async Task No_destination_leads_inside_the_network(string destination)
    {
        using var transport = new HttpsTransport(_world.Time);
        transport.Carries(new Uri(destination)).Should().BeTrue();
        var delivery = await transport.SendAsync(Message(new Uri(destination)), World.Cancel);
        delivery.IsFinal.Should().BeTrue();
        (delivery.Failure?.Code).Should().Be(FetchRefusalCodes.AddressForbidden);
    }

    [Theory]
    [InlineData("")]
    [InlineData("text/plain\r\nX-Injected: 1")]
    public async Task A_media_type_that_HTTP_cannot_carry_is_refused(string contentType)
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK"));
        var delivery = await SendAsync(Message(server.Address()) with { ContentType = contentType });
        delivery.IsFinal.Should().BeTrue();
        (delivery.Failure?.Code).Should().Be(MessagingRefusalCodes.Rejected);
        server.Requests.Should().BeEmpty();
    }

    private static OutgoingMessage Message(Uri destination) =>
        new(World.Tenant, Guid.NewGuid(), "the-order", destination, "application/json", "{}"u8.ToArray());

    private async Task<Delivery> AnswerAsync(string status, params string[] headers)
    {
        await using var server = Answering(LocalServer.Answer(status, headers: headers));
        return await SendAsync(Message(server.Address()));
    }

    // The request is read to its end: a connection that is closed with bytes unread is reset, and the answer lost.
    private static LocalServer Answering(byte[] answer) => LocalServer.Start(async (_, stream, stop) =>
    {
        await stream.ReadExactlyAsync(new byte[2], stop);
        await stream.WriteAsync(answer, stop);
    });

    private async Task<Delivery> SendAsync(OutgoingMessage message)
    {
        var options = new HttpsTransportOptions();
        options.Network.AllowLoopbackUnsafe = true;
        using var transport = new HttpsTransport(_world.Time, options);
        return await transport.SendAsync(message, World.Cancel);
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace DpiBlocks.AspNetCore.Tests.Requests;

public sealed class RequestLimitTests
{
    private const string Head = "POST /in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

    private static Task<TestHost> StartAsync(Action<WebOptions>? configure = null) => TestHost.StartAsync(
        app =>
        {
            app.MapPost("/in", async (HttpContext context) =>
            {
                var count = 0L;
                var buffer = new byte[64 * 1024];
                while (await context.Request.Body.ReadAsync(buffer) is > 0 and var read)
                {
                    count += read;
                }

                return Results.Text($"{count}");
            }).AllowAnonymous();
            app.MapPost("/small", async (HttpContext context) => { await context.Request.Body.CopyToAsync(Stream.Null); return "read"; })
                .AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(1_000));
            app.MapGet("/out", () => "out").AllowAnonymous();
        },
        configure);

    [Theory]
    [Attack("WEB-02")]
    [InlineData("/in", 1024 * 1024, 200)]
    [InlineData("/in", (1024 * 1024) + 1, 413)]
    [InlineData("/in", 100 * 1024 * 1024, 413)]
    [InlineData("/small", 1_000, 200)]
    [InlineData("/small", 1_001, 413)]
    public async Task A_body_is_bounded_by_what_the_endpoint_takes(string path, int bytes, int status)
    {
        await using var host = await StartAsync();
        if (status == 200)
        {
            using var content = new ByteArrayContent(new byte[bytes]);
            ((int)(await host.Client.PostAsync(path, content)).StatusCode).Should().Be(status);
        }
        else
        {
            // It is refused by what it says of itself, before a byte of it has come.
            var answer = await host.SendAsync($"{Head.Replace("/in", path, StringComparison.Ordinal)}Content-Length: {bytes}\r\n\r\n");
            Answers.StatusOf(answer).Should().Contain("413");
            Answers.CodeOfRaw(answer).Should().Be(WebRefusalCodes.BodyTooLarge);
        }
    }

    [Theory]
    [Attack("WEB-02")]
    [InlineData(15, "200")]
    [InlineData(17, "413")]
    public async Task A_body_that_does_not_say_its_length_is_bounded_too(int chunks, string status)
    {
        await using var host = await StartAsync();
        var chunk = $"10000\r\n{new string('a', 0x10000)}\r\n";
        var answer = await host.SendAsync($"{Head}Transfer-Encoding: chunked\r\n\r\n{string.Concat(Enumerable.Repeat(chunk, chunks))}0\r\n\r\n");
        Answers.StatusOf(answer).Should().Contain(status);
    }

    [Theory]
    [Attack("WEB-02")]
    [InlineData(100, "", "200")]
    [InlineData(1024 * 1024, "", "431")]
    [InlineData(33 * 1024, "", "431")]
    public async Task Headers_are_bounded_in_size(int bytes, string more, string status)
    {
        await using var host = await StartAsync();
        Answers.StatusOf(await host.SendAsync($"GET /out HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Large: {new string('a', bytes)}\r\n{more}\r\n")).Should().Contain(status);
    }

    [Theory]
    [Attack("WEB-02")]
    [InlineData(62, "200")]
    [InlineData(63, "431")]
    public async Task Headers_are_bounded_in_number(int count, string status)
    {
        await using var host = await StartAsync();
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: a\r\n"));
        Answers.StatusOf(await host.SendAsync($"GET /out HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n")).Should().Contain(status);
    }

    // RFC 9110, 15.5.15 is what the standard has for an address that is too long.
    [Theory]
    [Attack("WEB-02")]
    [InlineData(64, "200")]
    [InlineData(65, "414")]
    [InlineData(100_000, "414")]
    public async Task A_query_is_bounded(int parameters, string status)
    {
        await using var host = await StartAsync();
        var answer = await host.SendAsync($"GET /out?{string.Join('&', Enumerable.Range(0, parameters).Select(i => "a"))} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Answers.StatusOf(answer).Should().Contain(status);
        if (parameters == 65)
        {
            Answers.CodeOfRaw(answer).Should().Be(WebRefusalCodes.TooManyParameters);
        }
    }

    [Fact]
    [Attack("WEB-02")]
    public async Task Headers_that_trickle_in_are_not_waited_for()
    {
        await using var host = await StartAsync(options => options.HeadersTimeout = TimeSpan.FromSeconds(1));
        (await TrickleAsync(host, "GET /out HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")).Should().Contain(" 408 ");
        Answers.StatusOf(await host.SendAsync("GET /out HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).Should().Contain("200");
    }

    [Fact]
    [Attack("WEB-02")]
    public async Task A_body_that_trickles_in_is_not_waited_for()
    {
        await using var host = await StartAsync(options => options.BodyGrace = TimeSpan.FromSeconds(1.1));
        var answer = await TrickleAsync(host, $"{Head}Content-Length: 100000\r\n\r\n");
        Answers.StatusOf(answer).Should().Contain(" 408 ");
        Answers.CodeOfRaw(answer).Should().Be(WebRefusalCodes.TooSlow);
        Answers.StatusOf(await host.SendAsync($"{Head}Content-Length: 10\r\n\r\n0123456789")).Should().Contain("200");
    }

    private static async Task<string> TrickleAsync(TestHost host, string begin)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, host.Port, stop.Token);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(begin), stop.Token);
        var answer = TestHost.ReadAsync(stream, stop.Token);
        var watch = Stopwatch.StartNew();
        while (!answer.IsCompleted && watch.Elapsed < TimeSpan.FromSeconds(30))
        {
            try
            {
                await stream.WriteAsync("a"u8.ToArray(), stop.Token);
            }
            catch (IOException)
            {
                break;
            }

            await Task.WhenAny(answer, Task.Delay(100, stop.Token));
        }

        return await answer;
    }
}

using System.Net;
using DpiBlocks.AspNetCore.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.AspNetCore.Tests.Requests;

public sealed class ClientLimiterTests
{
    private static WebOptions Two => new() { RequestBurst = 2, RequestsPerSecond = 1 };

    [Theory]
    [Attack("WEB-09")]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void A_client_is_an_IPv4_address_or_an_IPv6_network(string one, string other, bool isSame)
    {
        var limiter = new ClientLimiter(Two, new FakeTimeProvider());
        limiter.Refuse(IPAddress.Parse(one)).Should().BeNull();
        limiter.Refuse(IPAddress.Parse(one)).Should().BeNull();
        (limiter.Refuse(IPAddress.Parse(other)) is not null).Should().Be(isSame);
    }

    [Fact]
    public void It_says_when_to_come_again_and_keeps_its_word()
    {
        var time = new FakeTimeProvider();
        var limiter = new ClientLimiter(Two, time);
        limiter.Refuse(IPAddress.Loopback).Should().BeNull();
        limiter.Refuse(IPAddress.Loopback).Should().BeNull();
        limiter.Refuse(IPAddress.Loopback).Should().Be(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(0.9));
        limiter.Refuse(IPAddress.Loopback).Should().NotBeNull();
        time.Advance(TimeSpan.FromSeconds(0.1));
        limiter.Refuse(IPAddress.Loopback).Should().BeNull();
        limiter.Refuse(IPAddress.Loopback).Should().NotBeNull();
    }

    // Whoever commands a whole /32 gets one number when the table is full, and others go on.
    [Fact]
    [Attack("WEB-09")]
    public void The_table_is_bounded_and_rests()
    {
        var time = new FakeTimeProvider();
        var limiter = new ClientLimiter(Two, time);
        for (var i = 0; i < ClientLimiter.MaxClients + 10; i++)
        {
            limiter.Refuse(Network(i));
        }

        limiter.Count.Should().BeLessThanOrEqualTo(ClientLimiter.MaxClients + 1);
        limiter.Refuse(Network(ClientLimiter.MaxClients + 100)).Should().NotBeNull();
        limiter.Refuse(IPAddress.Parse("192.0.2.1")).Should().BeNull();
        time.Advance(TimeSpan.FromSeconds(10));
        limiter.Refuse(Network(ClientLimiter.MaxClients + 100)).Should().BeNull();
        limiter.Count.Should().BeLessThan(10);

        static IPAddress Network(int number) => new([0x20, 0x01, 0x0d, 0xb8, (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number, 0, 0, 0, 0, 0, 0, 0, 1]);
    }

    [Fact]
    [Attack("WEB-09")]
    public async Task A_header_does_not_make_another_client_of_one()
    {
        await using var host = await TestHost.StartAsync(Map, options => (options.RequestBurst, options.RequestsPerSecond) = (3, 1));
        var statuses = new List<HttpStatusCode>();
        HttpResponseMessage? last = null;
        for (var i = 0; i < 6; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Add("X-Forwarded-For", $"192.0.2.{i}");
            request.Headers.Add("Forwarded", $"for=192.0.2.{i}");
            request.Headers.Add("X-Real-IP", $"192.0.2.{i}");
            last = await host.Client.SendAsync(request);
            statuses.Add(last.StatusCode);
        }

        statuses[0].Should().Be(HttpStatusCode.OK);
        statuses[^1].Should().Be(HttpStatusCode.TooManyRequests);
        (await last!.CodeAsync()).Should().Be(WebRefusalCodes.TooManyRequests);
        last!.Headers.RetryAfter!.Delta.Should().BeGreaterThan(TimeSpan.Zero);
    }

    [Theory]
    [Attack("WEB-09")]
    [InlineData("127.0.0.1", "192.0.2.7", "192.0.2.7 https ")]
    [InlineData("127.0.0.1", "198.51.100.1, 192.0.2.7", "192.0.2.7 https ")]
    [InlineData("10.0.0.1", "192.0.2.7", "127.0.0.1 http ")]
    [InlineData(null, "192.0.2.7", "127.0.0.1 http ")]
    public async Task A_forwarded_address_is_believed_from_a_known_proxy_alone(string? known, string forwarded, string seen)
    {
        await using var host = await TestHost.StartAsync(Map, options =>
        {
            if (known is not null)
            {
                options.KnownProxies.Add(IPAddress.Parse(known));
            }
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Forwarded-For", forwarded);
        request.Headers.Add("X-Forwarded-Proto", string.Join(", ", Enumerable.Repeat("https", forwarded.Split(',').Length)));
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        (await (await host.Client.SendAsync(request)).Content.ReadAsStringAsync()).Should().Be(seen);
    }

    [Fact]
    [Attack("WEB-09")]
    public async Task A_host_that_believes_every_proxy_does_not_start()
    {
        var start = () => TestHost.StartAsync(Map, services: builder => builder.Configuration["ForwardedHeaders_Enabled"] = "true");
        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*ForwardedHeaders_Enabled*");
    }

    // The address, the scheme, and what of the headers anyone behind could still take for the truth.
    private static void Map(WebApplication app) => app.MapGet("/", (HttpContext context) =>
        $"{context.Connection.RemoteIpAddress} {context.Request.Scheme} {string.Join(',', context.Request.Headers.Keys.Where(name => name.Contains("orward", StringComparison.Ordinal) || name.StartsWith("X-", StringComparison.Ordinal)))}")
        .AllowAnonymous();
}

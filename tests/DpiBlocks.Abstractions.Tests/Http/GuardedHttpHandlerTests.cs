using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Http;

public class GuardedHttpHandlerTests
{
    private static readonly IPAddress Public = IPAddress.Parse("93.184.216.34");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_of_a_public_server_is_fetched_over_https()
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK", "application/json", "{}"u8.ToArray()), tls: true);
        using var web = new Web(server);

        using var response = await web.Client.GetAsync(new Uri("https://example.gov/did.json"), Stop);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        (await response.Content.ReadAsByteArrayAsync(Stop)).Should().Equal("{}"u8.ToArray());
        web.Asked.Should().Equal(new IPEndPoint(Public, 443));
    }

    [Fact]
    public async Task Nothing_about_the_asker_is_sent()
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK", "text/plain", [], "Set-Cookie: a=b; Path=/"), tls: true);
        using var web = new Web(server);
        using var activity = new System.Diagnostics.Activity("verify").SetIdFormat(System.Diagnostics.ActivityIdFormat.W3C).Start();

        using var first = await web.Client.GetAsync(new Uri("https://example.gov/"), Stop);
        using var second = await web.Client.GetAsync(new Uri("https://example.gov/"), Stop);

        server.Requests.Should().HaveCount(2);
        foreach (var head in server.Requests)
        {
            var names = head.Split("\r\n").Skip(1).Where(line => line.Length > 0).Select(line => line[..line.IndexOf(':')]);
            names.Should().BeEquivalentTo("Host", "Accept-Encoding");
        }
    }

    [Theory]
    [Attack("DID-01")]
    [InlineData("https://localhost/")]
    [InlineData("https://localhost./")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://[fd00::1]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://metadata.google.internal/")]
    [InlineData("https://printer.local/")]
    [InlineData("https://intranet/")]
    [InlineData("https://example.gov%3A3000@169.254.169.254/")]
    [InlineData("https://user@example.gov/")]
    [InlineData("https://user:password@example.gov/")]
    [InlineData("https://example.gov:8443/")]
    [InlineData("https://example.gov:22/")]
    [InlineData("http://example.gov/")]
    [InlineData("http://example.gov:443/")]
    [InlineData("http://localhost/")]
    public async Task An_address_that_must_not_be_asked_is_not(string address)
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK"), tls: true);
        using var web = new Web(server);

        await web.ShouldBeRefusedAsync(address, FetchRefusalCodes.AddressForbidden);

        web.Asked.Should().BeEmpty();
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.gov/")]
    [InlineData("data:text/plain,x")]
    public async Task Other_schemes_are_not_asked(string address)
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK"), tls: true);
        using var web = new Web(server);
        await web.ShouldBeRefusedAsync(address, FetchRefusalCodes.AddressForbidden);
        web.Asked.Should().BeEmpty();
    }

    [Theory]
    [Attack("DID-01")]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    public async Task A_public_name_that_leads_to_a_private_address_is_not_asked(string address)
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK"), tls: true);

        using var alone = new Web(server, IPAddress.Parse(address));
        await alone.ShouldBeRefusedAsync("https://example.gov/", FetchRefusalCodes.AddressForbidden);
        alone.Asked.Should().BeEmpty();

        using var beside = new Web(server, Public, IPAddress.Parse(address));
        await beside.ShouldBeRefusedAsync("https://example.gov/", FetchRefusalCodes.AddressForbidden);
        beside.Asked.Should().BeEmpty();
    }

    [Fact]
    [Attack("DID-02")]
    public async Task A_name_that_changes_to_a_private_address_is_not_asked_again()
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK"), tls: true);
        using var web = new Web(server);
        using var first = await web.Client.GetAsync(new Uri("https://example.gov/"), Stop);

        web.Addresses = [IPAddress.Parse("169.254.169.254")];
        await web.ShouldBeRefusedAsync("https://example.gov/", FetchRefusalCodes.AddressForbidden);

        web.Asked.Should().ContainSingle("each connection goes to an address that was judged in the same look-up").Which.Address.Should().Be(Public);
        web.Resolved.Should().Be(2);
    }

    [Theory]
    [Attack("DID-03")]
    [InlineData("302 Found", "https://169.254.169.254/")]
    [InlineData("302 Found", "http://example.gov/")]
    [InlineData("302 Found", "file:///etc/passwd")]
    [InlineData("302 Found", "https://example.gov/")]
    [InlineData("301 Moved Permanently", "https://other.example.gov/")]
    [InlineData("303 See Other", "https://other.example.gov/")]
    [InlineData("307 Temporary Redirect", "https://other.example.gov/")]
    [InlineData("308 Permanent Redirect", "https://other.example.gov/")]
    [InlineData("300 Multiple Choices", "https://other.example.gov/")]
    public async Task A_redirect_is_not_followed(string status, string location)
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer(status, "text/plain", [], $"Location: {location}"), tls: true);
        using var web = new Web(server);

        await web.ShouldBeRefusedAsync("https://example.gov/", FetchRefusalCodes.RedirectForbidden);

        web.Asked.Should().ContainSingle();
        server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Not_modified_is_an_answer_and_no_redirect()
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("304 Not Modified"), tls: true);
        using var web = new Web(server);
        using var response = await web.Client.GetAsync(new Uri("https://example.gov/"), Stop);
        response.StatusCode.Should().Be(HttpStatusCode.NotModified);
    }

    [Theory]
    [Attack("DID-06")]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    [InlineData(10 * 1024 * 1024, false)]
    public async Task An_answer_longer_than_the_limit_is_refused(int length, bool accepted)
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK", "application/json", new byte[length]), tls: true);
        using var web = new Web(server) { Options = { MaxBytes = 1_000 } };

        await web.ShouldBeAsync(accepted, FetchRefusalCodes.TooLarge);
    }

    [Theory]
    [Attack("DID-06")]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    public async Task So_is_one_that_does_not_say_how_long_it_is(int length, bool accepted)
    {
        var head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n\r\n"u8.ToArray();
        await using var server = LocalServer.Start(_ => [.. head, .. new byte[length]], tls: true);
        using var web = new Web(server) { Options = { MaxBytes = 1_000 } };

        await web.ShouldBeAsync(accepted, FetchRefusalCodes.TooLarge);
    }

    [Theory]
    [Attack("DID-06")]
    [InlineData(100_000, true)]
    [InlineData(100_001, false)]
    [InlineData(50_000_000, false)]
    public async Task So_is_one_that_unpacks_to_more(int length, bool accepted)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[length], Stop);
        }

        packed.Length.Should().BeLessThan(100_000);
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK", "application/json", packed.ToArray(), "Content-Encoding: gzip"), tls: true);
        using var web = new Web(server) { Options = { MaxBytes = 100_000 } };

        await web.ShouldBeAsync(accepted, FetchRefusalCodes.TooLarge);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    [InlineData("gzip")]
    public async Task An_answer_that_cannot_be_unpacked_is_refused(string encoding)
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK", "text/plain", "not packed"u8.ToArray(), $"Content-Encoding: {encoding}"), tls: true);
        using var web = new Web(server);
        await web.ShouldBeRefusedAsync("https://example.gov/", FetchRefusalCodes.Unavailable);
    }

    [Fact]
    [Attack("DID-06")]
    public async Task An_answer_that_drips_is_given_up_after_five_seconds()
    {
        var dripping = new TaskCompletionSource();
        await using var server = LocalServer.Start(
            async (_, stream, stop) =>
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx"u8.ToArray(), stop);
                await stream.FlushAsync(stop);
                dripping.SetResult();
                await Task.Delay(Timeout.Infinite, stop);
            },
            tls: true);
        var time = new FakeTimeProvider();
        using var web = new Web(server) { Time = time };

        var fetch = web.ShouldBeRefusedAsync("https://example.gov/", FetchRefusalCodes.Timeout);
        await dripping.Task;
        time.Advance(TimeSpan.FromSeconds(4.9));
        fetch.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(0.1));

        await fetch;
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_no_refusal()
    {
        await using var server = LocalServer.Start((_, _, stop) => Task.Delay(Timeout.Infinite, stop), tls: true);
        using var web = new Web(server);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var fetch = () => web.Client.GetAsync(new Uri("https://example.gov/"), cancelled.Token);
        await fetch.Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort")]
    public async Task A_server_that_does_not_speak_HTTP_is_unavailable(string answer)
    {
        await using var server = LocalServer.Start(_ => Encoding.ASCII.GetBytes(answer), tls: true);
        using var web = new Web(server);
        await web.ShouldBeRefusedAsync("https://example.gov/", FetchRefusalCodes.Unavailable);
    }

    [Fact]
    public async Task A_server_whose_certificate_is_not_accepted_is_unavailable()
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK"), tls: true);
        using var web = new Web(server) { TrustServer = false };
        await web.ShouldBeRefusedAsync("https://example.gov/", FetchRefusalCodes.Unavailable);
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_does_not_answer()
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK"), tls: true);
        using var web = new Web(server, IPAddress.Parse("8.8.8.8"), Public) { Dead = IPAddress.Parse("8.8.8.8") };
        using var response = await web.Client.GetAsync(new Uri("https://example.gov/"), Stop);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        web.Asked.Select(at => at.Address).Should().Equal(IPAddress.Parse("8.8.8.8"), Public);
    }

    [Fact]
    public async Task A_name_that_no_one_has_is_unavailable()
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK"), tls: true);
        using var web = new Web(server) { Addresses = [] };
        await web.ShouldBeRefusedAsync("https://example.gov/", FetchRefusalCodes.Unavailable);
    }

    [Fact]
    public async Task This_machine_is_asked_only_when_that_was_allowed()
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK"));
        using var strict = GuardedHttpHandler.CreateClient();
        using var loose = GuardedHttpHandler.CreateClient(new GuardedHttpOptions { AllowLoopbackUnsafe = true });

        var refused = () => strict.GetAsync(server.Address(), Stop);
        (await refused.Should().ThrowAsync<FetchException>()).Which.Refusal.Code.Should().Be(FetchRefusalCodes.AddressForbidden);
        server.Requests.Should().BeEmpty();

        using var response = await loose.GetAsync(server.Address(), Stop);
        response.StatusCode.Should().Be(HttpStatusCode.OK);

        var elsewhere = () => loose.GetAsync(new Uri("https://10.0.0.1/"), Stop);
        (await elsewhere.Should().ThrowAsync<FetchException>()).Which.Refusal.Code.Should().Be(FetchRefusalCodes.AddressForbidden);
        var unprotected = () => loose.GetAsync(new Uri("http://example.gov/"), Stop);
        (await unprotected.Should().ThrowAsync<FetchException>()).Which.Refusal.Code.Should().Be(FetchRefusalCodes.AddressForbidden);
    }

    [Fact]
    public async Task This_machine_may_be_asked_by_either_scheme()
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK"), tls: true);
        using var loose = GuardedHttpHandler.CreateClient(new GuardedHttpOptions { AllowLoopbackUnsafe = true });
        var fetch = () => loose.GetAsync(new Uri($"https://localhost:{server.Port}/"), Stop);
        (await fetch.Should().ThrowAsync<FetchException>("its certificate is one that nobody trusts")).Which.Refusal.Code.Should().Be(FetchRefusalCodes.Unavailable);
    }

    [Fact]
    public async Task A_public_address_of_IPv6_is_asked()
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK"), tls: true);
        using var web = new Web(server);
        using var response = await web.Client.GetAsync(new Uri("https://[2606:4700::1111]/"), Stop);
        web.Asked.Should().Equal(new IPEndPoint(IPAddress.Parse("2606:4700::1111"), 443));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/did.json")]
    public async Task An_address_that_is_not_absolute_is_not_asked(string? address)
    {
        using var invoker = new HttpMessageInvoker(new GuardedHttpHandler(new GuardedHttpOptions()));
        using var request = new HttpRequestMessage(HttpMethod.Get, address is null ? null : new Uri(address, UriKind.Relative));
        var fetch = () => invoker.SendAsync(request, Stop);
        (await fetch.Should().ThrowAsync<FetchException>()).Which.Refusal.Code.Should().Be(FetchRefusalCodes.AddressForbidden);
    }

    [Fact]
    public void A_blocking_fetch_is_not_supported()
    {
        using var client = GuardedHttpHandler.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://example.gov/");
        var send = () => client.Send(request, Stop);
        send.Should().Throw<NotSupportedException>();
    }

    [Fact]
    public void Options_refuse_nonsense()
    {
        var options = new GuardedHttpOptions();
        options.Invoking(o => o.Timeout = TimeSpan.Zero).Should().Throw<ArgumentOutOfRangeException>();
        options.Invoking(o => o.Timeout = TimeSpan.FromSeconds(61)).Should().Throw<ArgumentOutOfRangeException>();
        options.Invoking(o => o.MaxBytes = 0).Should().Throw<ArgumentOutOfRangeException>();
        options.Invoking(o => o.MaxBytes = (64 * 1024 * 1024) + 1).Should().Throw<ArgumentOutOfRangeException>();
        options.Invoking(o => o.AllowedPorts = []).Should().Throw<ArgumentException>();
    }

    /// <summary>A web of one server, which every address that may be asked leads to.</summary>
    private sealed class Web(LocalServer server, params IPAddress[] addresses) : IDisposable
    {
        private HttpClient? _client;

        public GuardedHttpOptions Options { get; } = new();

        public TimeProvider? Time { get; init; }

        public bool TrustServer { get; init; } = true;

        public IPAddress? Dead { get; init; }

        public IPAddress[] Addresses { get; set; } = addresses.Length > 0 ? addresses : [Public];

        public int Resolved { get; private set; }

        public List<IPEndPoint> Asked { get; } = [];

        public HttpClient Client => _client ??= new HttpClient(new GuardedHttpHandler(Options, Time, new GuardedConnector(allowLoopback: false)
        {
            Resolve = (_, _) =>
            {
                Resolved++;
                return Task.FromResult(Addresses);
            },
            Connect = async (endPoint, stop) =>
            {
                Asked.Add(endPoint);
                if (endPoint.Address.Equals(Dead))
                {
                    throw new SocketException((int)SocketError.ConnectionRefused);
                }

                var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, server.Port, stop);
                return client.GetStream();
            },
            Tls = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => IsServer(certificate) },
        }));

        public async Task ShouldBeRefusedAsync(string address, string code)
        {
            var fetch = () => Client.GetAsync(new Uri(address), Stop);
            (await fetch.Should().ThrowAsync<FetchException>()).Which.Refusal.Code.Should().Be(code);
        }

        public async Task ShouldBeAsync(bool accepted, string code)
        {
            if (!accepted)
            {
                await ShouldBeRefusedAsync("https://example.gov/", code);
                return;
            }

            using var response = await Client.GetAsync(new Uri("https://example.gov/"), Stop);
            (await response.Content.ReadAsByteArrayAsync(Stop)).Should().HaveCount(Options.MaxBytes);
        }

        public void Dispose() => _client?.Dispose();

        private bool IsServer(X509Certificate? certificate) =>
            TrustServer && certificate?.GetCertHashString(HashAlgorithmName.SHA256) == server.CertificateHash;
    }
}

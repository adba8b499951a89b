using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DpiBlocks.AspNetCore.Tests;

/// <summary>An application on the base, over a real connection on this machine.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string Development = "Development";
    public const string Production = "Production";

    private readonly WebApplication _app;

    private TestHost(WebApplication app, TestLog log)
    {
        (_app, Log) = (app, log);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public TestLog Log { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public int Port => Client.BaseAddress!.Port;

    public static async Task<TestHost> StartAsync(
        Action<WebApplication> map,
        Action<WebOptions>? configure = null,
        Action<WebApplicationBuilder>? services = null,
        string environment = Production)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ApplicationName = typeof(TestHost).Assembly.GetName().Name });
        var log = new TestLog();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.Configuration["Logging:LogLevel:Default"] = "Trace";
        builder.Configuration["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace";
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddDpiBlocks().AddWeb(configure);
        builder.Services.AddAuthentication(TestScheme.Name).AddScheme<AuthenticationSchemeOptions, TestScheme>(TestScheme.Name, null);
        builder.Services.AddAuthorization();
        services?.Invoke(builder);
        var app = builder.Build();
        map(app);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new TestHost(app, log);
    }

    /// <summary>Sends the very bytes, and reads all that comes until the server closes.</summary>
    public async Task<string> SendAsync(string text, CancellationToken stop = default)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Port, stop);
        var stream = socket.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop);
        }
        catch (IOException)
        {
            // it answered and closed before all was sent
        }

        return await ReadAsync(stream, stop);
    }

    public static async Task<string> ReadAsync(NetworkStream stream, CancellationToken stop = default)
    {
        var answer = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer, stop) is > 0 and var count)
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        }
        catch (IOException)
        {
            // closed with what was not read still under way
        }

        return answer.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Knows whoever brings a token; stands in for a real scheme.</summary>
    private sealed class TestScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, System.Text.Encodings.Web.UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
    {
        public const string Name = "test";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Context.GetAccessToken() is not { } token)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            // sub, or sub~iss
            var parts = token.Value.Split('~');
            var claims = new[] { new Claim("sub", parts[0]), new Claim("iss", parts.ElementAtOrDefault(1) ?? string.Empty) }.Where(claim => claim.Value.Length > 0);
            var identity = new ClaimsIdentity(claims, Name);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name)));
        }
    }
}

internal static class Answers
{
    /// <summary>The code of a problem, which must have the five members and no other.</summary>
    public static async Task<string?> CodeAsync(this HttpResponseMessage answer)
    {
        (answer.Content.Headers.ContentType?.MediaType).Should().Be(Problem.MediaType);
        return CodeOf(await answer.Content.ReadAsStringAsync());
    }

    public static string? CodeOf(string problem)
    {
        using var json = JsonDocument.Parse(problem);
        json.RootElement.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo("title", "status", "detail", "code", "correlation_id");
        json.RootElement.GetProperty("correlation_id").GetString().Should().HaveLength(32);
        return json.RootElement.GetProperty("code").GetString();
    }

    public static string StatusOf(string answer) => answer.Split("\r\n")[0];

    public static string? CodeOfRaw(string answer) => CodeOf(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
}

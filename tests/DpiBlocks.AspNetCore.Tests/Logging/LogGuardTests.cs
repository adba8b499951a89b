using System.Net.Http.Headers;
using System.Text;
using DpiBlocks.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

#pragma warning disable CA1848, CA1873, CA2254 // a careless handler is what is tried

namespace DpiBlocks.AspNetCore.Tests.Logging;

public sealed class LogGuardTests
{
    private const string Opaque = "opaque-access-token-7d1f";
    private const string Jwt = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl";
    private const string NationalId = "1850512345678";
    private const string Nonce = "n-0S6_WzA2Mj";
    private const string Cookie = "session=s3cr3t-cookie";

    // The handler does all that a careless one does.
    [Theory]
    [Attack("WEB-12")]
    [InlineData(TestHost.Development)]
    [InlineData(TestHost.Production)]
    public async Task At_Trace_no_token_key_or_personal_data_gets_into_a_log(string environment)
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256);
        var privateKey = Encoding.UTF8.GetString(key.ExportPrivateJwk());
        await using var host = await TestHost.StartAsync(
            app =>
            {
                app.MapPost("/consents", async (HttpContext context, ILogger<LogGuardTests> log) =>
                {
                    using var scope = log.BeginScope("scope {Token}", context.GetAccessToken()!.Value);
                    log.LogInformation("careless {Token} {Query} {Jwt} {Key}", context.GetAccessToken()!.Value, context.Request.QueryString.Value, Jwt, privateKey);
                    log.LogWarning("careless " + context.Request.Headers.Authorization + context.Request.Headers.Cookie);
                    log.LogInformation("careful {Count}", 17);
                    using var body = await context.Request.ReadJsonAsync(JsonLimits.Token);
                    return body.IsRead ? throw new InvalidOperationException($"No one has {NationalId}.", new FormatException(Nonce)) : body.Refused;
                }).RequireAuthorization();
                app.MapGet("/persons/{id}", (string id) => id).AllowAnonymous();
            },
            environment: environment);

        foreach (var body in new[] { $$"""{"id":"{{NationalId}}","nonce":"{{Nonce}}"}""", $$"""{"id":"{{NationalId}}",,}""" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/consents?nonce={Nonce}&id={NationalId}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Opaque);
            request.Headers.Add("Cookie", Cookie);
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            await host.Client.SendAsync(request);
        }

        await host.Client.GetAsync($"/persons/{NationalId}");
        await host.Client.GetAsync($"/nowhere/{NationalId}");
        await host.SendAsync($"GET /persons HTTP/1.1\r\nHost: localhost\r\nAuthorization\tBearer {Opaque}\r\nConnection: close\r\n\r\n");
        await host.SendAsync($"GET /persons {NationalId} HTTP/9\r\n\r\n");

        var text = host.Log.Text;
        text.Should().Contain("careless").And.Contain("careful 17").And.Contain("[removed]").And.Contain("Count=17").And.Contain("System.InvalidOperationException").And.Contain("correlation_id");
        Scanner.Find(text).Should().BeEmpty();
        foreach (var secret in new[] { Opaque, Jwt, NationalId, Nonce, "s3cr3t-cookie", privateKey })
        {
            text.Should().NotContain(secret);
        }
    }

    // The scanner finds what it is there for.
    [Fact]
    public void The_scanner_finds_tokens_and_keys()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256);
        Scanner.Find($"a {Jwt} b").Should().ContainSingle();
        Scanner.Find($"a {Encoding.UTF8.GetString(key.ExportPrivateJwk())} b").Should().NotBeEmpty();
        Scanner.Find("-----BEGIN PRIVATE KEY-----").Should().NotBeEmpty();
        Scanner.Find("Bearer abcdefgh").Should().NotBeEmpty();
        Scanner.Find("nothing of this kind").Should().BeEmpty();
    }
}

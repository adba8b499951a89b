using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore.Tests.Caching;

public sealed class CachingTests
{
    [Theory]
    [Attack("WEB-08")]
    [InlineData("/credential")]
    [InlineData("/refused")]
    [InlineData("/nowhere")]
    public async Task Nothing_is_kept_unless_it_is_public(string path)
    {
        await using var host = await StartAsync();
        var answer = await host.Client.GetAsync(path);
        (answer.Headers.CacheControl?.ToString()).Should().Be("no-store");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
        answer.Headers.Contains("Server").Should().BeFalse();
    }

    [Fact]
    [Attack("WEB-08")]
    public async Task What_is_public_says_for_how_long_and_is_not_sent_twice()
    {
        await using var host = await StartAsync();
        var answer = await host.Client.GetAsync("/public");
        (answer.Headers.CacheControl?.ToString()).Should().Be("public, max-age=60");
        (answer.Content.Headers.ContentType?.ToString()).Should().Be("application/statuslist+jwt");
        var tag = answer.Headers.ETag;
        tag!.IsWeak.Should().BeFalse();

        foreach (var (known, status) in new[] { (tag.ToString(), 304), ($"\"other\", W/{tag}", 304), ("*", 304), ("\"other\"", 200), ("nonsense", 200) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/public");
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
            var again = await host.Client.SendAsync(request);
            ((int)again.StatusCode).Should().Be(status);
            (again.Headers.CacheControl?.ToString()).Should().Be("public, max-age=60");
            again.Headers.ETag.Should().Be(tag);
            (await again.Content.ReadAsStringAsync()).Should().Be(status == 304 ? string.Empty : "content");
        }
    }

    private static Task<TestHost> StartAsync() => TestHost.StartAsync(app =>
    {
        app.MapGet("/credential", () => "a credential").AllowAnonymous();
        app.MapGet("/refused", () => Results.StatusCode(403)).AllowAnonymous();
        app.MapGet("/public", () => new PublicContent("content"u8.ToArray(), "application/statuslist+jwt", TimeSpan.FromSeconds(60))).AllowAnonymous();
    });
}

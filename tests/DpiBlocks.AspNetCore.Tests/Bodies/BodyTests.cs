using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore.Tests.Bodies;

public sealed class BodyTests
{
    [Theory]
    [InlineData("""{"a":1}""", "application/json", null, 200, null)]
    [InlineData("""{"a":1}""", "Application/JSON; charset=utf-8", null, 200, null)]
    [InlineData("""{"a":1}""", "application/json; charset=\"UTF-8\"", null, 200, null)]
    [InlineData("""{"a":1}""", "application/json; charset=utf-16", null, 415, WebRefusalCodes.UnsupportedMediaType)]
    [InlineData("""{"a":1}""", "text/plain", null, 415, WebRefusalCodes.UnsupportedMediaType)]
    [InlineData("""{"a":1}""", "application/json-patch+json", null, 415, WebRefusalCodes.UnsupportedMediaType)]
    [InlineData("""{"a":1}""", "json", null, 415, WebRefusalCodes.UnsupportedMediaType)]
    [InlineData("""{"a":1}""", null, null, 415, WebRefusalCodes.UnsupportedMediaType)]
    [InlineData("""{"a":1}""", "application/json", "gzip", 415, WebRefusalCodes.UnsupportedMediaType)]
    [InlineData("""{"a":1,"a":2}""", "application/json", null, 400, JsonRefusalCodes.DuplicateMember)]
    [InlineData("""{"a":1,}""", "application/json", null, 400, JsonRefusalCodes.Malformed)]
    [InlineData("", "application/json", null, 400, JsonRefusalCodes.Malformed)]
    public async Task JSON_is_read_strictly(string json, string? type, string? encoding, int status, string? code)
    {
        await using var host = await StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        await ShouldBeAsync(await host.Client.PostAsync("/json", content), status, code);
    }

    [Fact]
    public async Task Two_types_are_none()
    {
        await using var host = await StartAsync();
        const string Head = "POST /json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\nContent-Type: application/json\r\n";
        Answers.StatusOf(await host.SendAsync($"{Head}\r\n{{}}")).Should().Contain("200");
        Answers.StatusOf(await host.SendAsync($"{Head}Content-Type: text/plain\r\n\r\n{{}}")).Should().Contain("415");
    }

    [Theory]
    [InlineData(1_000, false, 200)]
    [InlineData(1_001, false, 413)]
    [InlineData(1_001, true, 413)]
    public async Task A_body_is_bounded_by_its_kind(int length, bool isChunked, int status)
    {
        await using var host = await StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes($"\"{new string('a', length - 2)}\""));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/json") { Content = content };
        request.Headers.TransferEncodingChunked = isChunked;
        await ShouldBeAsync(await host.Client.SendAsync(request), status, status == 413 ? WebRefusalCodes.BodyTooLarge : null);
    }

    [Theory]
    [InlineData("a=1&b=x+y%C3%A9&c=", 200, "a:1 b:x yé c:")]
    [InlineData("", 200, "")]
    [InlineData("a=1&a=2", 400, null)]
    [InlineData("a=1&%61=2", 400, null)]
    [InlineData("a", 400, null)]
    [InlineData("=1", 400, null)]
    [InlineData("a=%", 400, null)]
    [InlineData("a=%4", 400, null)]
    [InlineData("a=%zz", 400, null)]
    [InlineData("a=%+1", 400, null)]
    [InlineData("a=%FF", 400, null)]
    [InlineData("a=1&&b=2", 400, null)]
    public async Task A_form_is_read_strictly(string form, int status, string? text)
    {
        await using var host = await StartAsync();
        using var content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded");
        content.Headers.ContentType!.CharSet = null;
        var answer = await host.Client.PostAsync("/form", content);
        await ShouldBeAsync(answer, status, status == 400 ? WebRefusalCodes.FormMalformed : null);
        if (text is not null)
        {
            (await answer.Content.ReadAsStringAsync()).Should().Be(text);
        }
    }

    [Fact]
    public async Task A_form_has_a_bounded_number_of_fields()
    {
        await using var host = await StartAsync();
        foreach (var (count, status) in new[] { (64, HttpStatusCode.OK), (65, HttpStatusCode.BadRequest) })
        {
            using var content = new FormUrlEncodedContent(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"{i}", "x")));
            (await host.Client.PostAsync("/form", content)).StatusCode.Should().Be(status);
        }
    }

    private static async Task ShouldBeAsync(HttpResponseMessage answer, int status, string? code)
    {
        ((int)answer.StatusCode).Should().Be(status);
        if (code is not null)
        {
            (await answer.CodeAsync()).Should().Be(code);
        }
    }

    private static Task<TestHost> StartAsync() => TestHost.StartAsync(app =>
    {
        app.MapPost("/json", async (HttpContext context) =>
        {
            using var body = await context.Request.ReadJsonAsync(new JsonLimits(1_000));
            return body.IsRead ? Results.Ok() : body.Refused;
        }).AllowAnonymous();
        app.MapPost("/form", async (HttpContext context) =>
        {
            var body = await context.Request.ReadFormStrictlyAsync();
            return body.IsRead ? Results.Text(string.Join(' ', body.Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}:{field.Value}"))) : body.Refused;
        }).AllowAnonymous();
    });
}

using System.Net;
using System.Net.Http.Headers;
using DpiBlocks.AspNetCore.Idempotency;
using DpiBlocks.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DpiBlocks.AspNetCore.Tests.Messaging;

public sealed class InboxEndpointTests : IDisposable
{
    private const string Id = "0197a3c0-0000-7000-8000-000000000001";

    private static readonly TenantId North = TenantId.Parse("north");

    private readonly TemporaryFolder _folder = new();
    private readonly List<InboxMessage> _read = [];
    private int _effects;

    [Fact]
    public async Task A_message_has_its_effect_once_however_often_it_comes()
    {
        await using var host = await StartAsync();
        for (var i = 0; i < 3; i++)
        {
            (await PostAsync(host)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        }

        _effects.Should().Be(1);
        _read[0].Should().BeEquivalentTo(new { Tenant = North, Sender = "LOCAL AUTHORITY one", Id = Guid.Parse(Id), ContentType = "application/json; charset=utf-8" });
        _read[0].Content.ToArray().Should().Equal("hello"u8.ToArray());
        (await PostAsync(host, client: "two")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        _effects.Should().Be(2, "the ids of two senders are two ids");
        (await PostAsync(host, client: "one~b")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        _effects.Should().Be(3, "another issuer's client of that name is another sender");
        _read[^1].Sender.Should().Be("b one");
    }

    [Theory]
    [InlineData("refuse", "test", 422, "test.refused")]
    [InlineData("wait", "test", 503, MessagingRefusalCodes.Busy)]
    [InlineData("hello", "nobody", 404, MessagingRefusalCodes.NoHandler)]
    public async Task What_has_no_effect_says_whether_to_come_again(string body, string handler, int status, string code)
    {
        await using var host = await StartAsync();
        var answer = await PostAsync(host, body, handler: handler);
        ((int)answer.StatusCode).Should().Be(status);
        (await answer.CodeAsync()).Should().Be(code);
        answer.Headers.Contains("Retry-After").Should().Be(status == 503);
        (await PostAsync(host)).StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task The_same_id_on_other_content_is_refused()
    {
        await using var host = await StartAsync();
        (await PostAsync(host)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        var answer = await PostAsync(host, "other");
        answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await answer.CodeAsync()).Should().Be(MessagingRefusalCodes.IdReused);
        _effects.Should().Be(1);
    }

    [Theory]
    [InlineData($"\"{Id}\"", "application/json", null, "one", 204, null)]
    [InlineData(Id, "application/json", null, "one", 400, WebRefusalCodes.IdempotencyKeyInvalid)]
    [InlineData("\"not-a-uuid\"", "application/json", null, "one", 400, WebRefusalCodes.IdempotencyKeyInvalid)]
    [InlineData(null, "application/json", null, "one", 400, WebRefusalCodes.IdempotencyKeyInvalid)]
    [InlineData($"\"{Id}\"", null, null, "one", 415, WebRefusalCodes.UnsupportedMediaType)]
    [InlineData($"\"{Id}\"", "application/json", "gzip", "one", 415, WebRefusalCodes.UnsupportedMediaType)]
    [InlineData($"\"{Id}\"", "application/json", null, null, 401, WebRefusalCodes.Unauthenticated)]
    public async Task A_message_comes_whole_and_from_someone(string? key, string? type, string? encoding, string? client, int status, string? code)
    {
        await using var host = await StartAsync();
        var answer = await PostAsync(host, key: key, type: type, encoding: encoding, client: client);
        ((int)answer.StatusCode).Should().Be(status);
        _effects.Should().Be(status == 204 ? 1 : 0);
        if (code is not null)
        {
            (await answer.CodeAsync()).Should().Be(code);
        }
    }

    [Theory]
    [InlineData(1_000, 204, null)]
    [InlineData(1_001, 413, MessagingRefusalCodes.TooLarge)]
    [InlineData(2_001, 413, WebRefusalCodes.BodyTooLarge)]
    public async Task A_message_is_bounded(int length, int status, string? code)
    {
        await using var host = await StartAsync();
        var answer = await PostAsync(host, new string('a', length));
        ((int)answer.StatusCode).Should().Be(status);
        if (code is not null)
        {
            (await answer.CodeAsync()).Should().Be(code);
        }
    }

    [Fact]
    [Attack("WEB-01")]
    public async Task For_everyone_it_does_not_start()
    {
        var start = () => StartAsync(app => app.MapInbox().AllowAnonymous());
        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*'POST /inbox/{handler}' must know who asks*");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<HttpResponseMessage> PostAsync(
        TestHost host, string body = "hello", string? key = $"\"{Id}\"", string? type = "application/json; charset=utf-8", string? encoding = null, string? client = "one", string handler = "test")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/inbox/{handler}") { Content = new StringContent(body) };
        request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        request.Headers.Authorization = client is null ? null : new AuthenticationHeaderValue("Bearer", client);
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation(IdempotencyKey.Header, key);
        }

        return await host.Client.SendAsync(request);
    }

    private Task<TestHost> StartAsync(Action<WebApplication>? map = null) => TestHost.StartAsync(
        map ?? (app => app.MapInbox().RequireAuthorization()),
        options => options.MaxBodyBytes = 2_000,
        builder =>
        {
            builder.Services.AddDpiBlocks().AddTenants(TenantResolver.Always(North)).UseSqlite(_folder.PathOf("dpi.db"));
            builder.Services.AddSingleton(services => new Inbox(
                services.GetRequiredService<IOnceStore>(),
                [new("test", new Handler(this, services.GetRequiredService<IOnceStore>()))],
                services.GetRequiredService<TimeProvider>(),
                new InboxOptions { MaxBytes = 1_000 }));
        });

    private sealed class Handler(InboxEndpointTests test, IOnceStore store) : IMessageHandler
    {
        public Handling Read(InboxMessage message)
        {
            test._read.Add(message);
            var shard = ShardKey.Of(message.Tenant, "test", "thing");
            return System.Text.Encoding.ASCII.GetString(message.Content.Span) switch
            {
                "refuse" => Handling.Refuse(new Refusal("test.refused", "It is refused.")),
                "wait" => Handling.Commit(shard, (_, _) => ValueTask.FromResult(CommitOutcome.Unknown)),
                _ => Handling.Commit(shard, async (once, stop) =>
                {
                    var outcome = await store.TryAddAsync(shard, once, stop);
                    test._effects += outcome is CommitOutcome.Committed ? 1 : 0;
                    return outcome;
                }),
            };
        }
    }
}

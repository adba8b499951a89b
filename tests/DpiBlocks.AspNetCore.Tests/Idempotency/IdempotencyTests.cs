using System.Net;
using System.Net.Http.Headers;
using System.Text;
using DpiBlocks.AspNetCore.Idempotency;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DpiBlocks.AspNetCore.Tests.Idempotency;

public sealed class IdempotencyTests : IDisposable
{
    private static readonly ShardKey Shard = ShardKey.Of(TenantId.Parse("t"), SubjectId.Parse("urn:example:ada"));

    private readonly TemporaryFolder _folder = new();
    private int _made;

    [Fact]
    public async Task A_repetition_gets_the_same_answer_and_has_no_second_effect()
    {
        await using var host = await StartAsync();
        var first = await PostAsync(host, "\"a\"", "{}");
        first.StatusCode.Should().Be(HttpStatusCode.Created);
        var again = await PostAsync(host, "\"a\"", "{}");
        again.StatusCode.Should().Be(HttpStatusCode.Created);
        (await again.Content.ReadAsStringAsync()).Should().Be("made 1").And.Be(await first.Content.ReadAsStringAsync());
        again.Headers.Location.Should().Be(first.Headers.Location).And.Be(new Uri("/things/1", UriKind.Relative));
        again.Content.Headers.ContentType.Should().Be(first.Content.Headers.ContentType);
        (await (await PostAsync(host, "\"b\"", "{}")).Content.ReadAsStringAsync()).Should().Be("made 2");
    }

    [Theory]
    [InlineData("/things", "{ }", "application/json")]
    [InlineData("/things?x=1", "{}", "application/json")]
    [InlineData("/things", "{}", "application/json; charset=utf-8")]
    public async Task The_same_key_on_another_request_is_refused(string address, string body, string type)
    {
        await using var host = await StartAsync();
        (await PostAsync(host, "\"a\"", "{}")).StatusCode.Should().Be(HttpStatusCode.Created);
        var answer = await PostAsync(host, "\"a\"", body, address: address, type: type);
        ((int)answer.StatusCode).Should().Be(422);
        (await answer.CodeAsync()).Should().Be(WebRefusalCodes.IdempotencyKeyReused);
        _made.Should().Be(1);
    }

    [Fact]
    public async Task Nobody_gets_the_answer_of_another_client()
    {
        await using var host = await StartAsync();
        (await PostAsync(host, "\"a\"", "{}", client: "one")).StatusCode.Should().Be(HttpStatusCode.Created);
        (await (await PostAsync(host, "\"a\"", "{}", client: "two")).Content.ReadAsStringAsync()).Should().Be("made 2");
        (await PostAsync(host, "\"a\"", "{}", client: null)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await (await PostAsync(host, "\"a\"", "{}", client: "one~b")).Content.ReadAsStringAsync()).Should().Be("made 3");
        (await PostAsync(host, "\"a\"", "{}", client: "~b")).StatusCode.Should().Be(HttpStatusCode.Unauthorized, "an issuer names all of its clients");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    [InlineData("\"\"")]
    [InlineData("\"a")]
    [InlineData("\"a\";b")]
    [InlineData("\"a\", \"b\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\\"")]
    public async Task A_key_is_one_string_in_quotes(string? key)
    {
        await using var host = await StartAsync();
        var answer = await PostAsync(host, key, "{}");
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.CodeAsync()).Should().Be(WebRefusalCodes.IdempotencyKeyInvalid);
        (await PostAsync(host, "\"a\"", "{}")).StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public void A_key_is_of_255_characters_at_most()
    {
        IdempotencyKey.TryRead($"\"{new string('a', 255)}\"", out _).Should().BeTrue();
        IdempotencyKey.TryRead($"\"{new string('a', 256)}\"", out _).Should().BeFalse();
        IdempotencyKey.TryRead("\"a\\\"b\\\\\"", out var key).Should().BeTrue();
        key.Should().Be("a\"b\\");
        IdempotencyKey.TryRead("\"é\"", out _).Should().BeFalse();
        IdempotencyKey.TryRead(new(["\"a\"", "\"a\""]), out _).Should().BeFalse();
    }

    [Fact]
    public async Task Many_at_once_have_one_effect_and_one_answer()
    {
        await using var host = await StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => PostAsync(host, "\"a\"", "{}")));
        var texts = await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync()));
        texts.Distinct().Should().ContainSingle();
        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.Created);
    }

    [Theory]
    [InlineData(CommitOutcome.Unknown, 503, WebRefusalCodes.OutcomeUnknown)]
    [InlineData(CommitOutcome.Conflict, 409, WebRefusalCodes.Conflict)]
    public async Task How_a_commit_ended_is_not_hidden(CommitOutcome outcome, int status, string code)
    {
        await using var host = await TestHost.StartAsync(
            app => app.MapOperation([HttpMethods.Post], "/things", "things.make", async context =>
                await context.GetIdempotency().AnswerAsync(Shard, outcome, new StoredAnswer(200))).RequireAuthorization().RequireIdempotencyKey("things"),
            services: builder => builder.Services.AddDpiBlocks().UseSqlite(_folder.PathOf("dpi.db")));
        var answer = await PostAsync(host, "\"a\"", "{}");
        ((int)answer.StatusCode).Should().Be(status);
        (await answer.CodeAsync()).Should().Be(code);
        answer.Headers.Contains("Retry-After").Should().Be(status == 503);
    }

    [Fact]
    public async Task The_body_is_bounded_before_it_is_kept()
    {
        await using var host = await StartAsync();
        (await PostAsync(host, "\"a\"", new string(' ', 998) + "{}")).StatusCode.Should().Be(HttpStatusCode.Created);
        var answer = await PostAsync(host, "\"b\"", new string(' ', 999) + "{}");
        answer.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await answer.CodeAsync()).Should().Be(WebRefusalCodes.BodyTooLarge);
    }

    [Fact]
    public async Task For_everyone_or_without_a_store_it_does_not_start()
    {
        var everyone = () => TestHost.StartAsync(
            app => app.MapPost("/things", () => "x").AllowAnonymous().RequireIdempotencyKey("things"),
            services: builder => builder.Services.AddDpiBlocks().UseSqlite(_folder.PathOf("dpi.db")));
        await everyone.Should().ThrowAsync<InvalidOperationException>().WithMessage("*'POST /things'*must know who asks*");
        var forgotten = () => TestHost.StartAsync(app => app.MapPost("/things", () => "x").RequireAuthorization().RequireIdempotencyKey("things"));
        await forgotten.Should().ThrowAsync<InvalidOperationException>().WithMessage("*'POST /things'*remembers*");
    }

    [Fact]
    public void Only_what_can_be_given_again_is_kept()
    {
        FluentActions.Invoking(() => new StoredAnswer(400)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new StoredAnswer(200, "a\nb")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new StoredAnswer(200, "text/plain", new byte[(64 * 1024) + 1])).Should().Throw<ArgumentException>();
        new DefaultHttpContext().Invoking(http => http.GetIdempotency()).Should().Throw<InvalidOperationException>();
        foreach (var broken in new[] { "", "200", "200\na\n", "x\na\nb\n", "500\na\nb\n" })
        {
            StoredAnswer.TryRead(Encoding.ASCII.GetBytes(broken), out _).Should().BeFalse();
        }
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<HttpResponseMessage> PostAsync(
        TestHost host, string? key, string body, string? client = "one", string address = "/things", string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.Authorization = client is null ? null : new AuthenticationHeaderValue("Bearer", client);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation(IdempotencyKey.Header, key);
        }

        return await host.Client.SendAsync(request);
    }

    private Task<TestHost> StartAsync() => TestHost.StartAsync(
        app => app.MapOperation([HttpMethods.Post], "/things", "things.make", MakeAsync).RequireAuthorization().RequireIdempotencyKey("things").WithMaxBody(1_000),
        services: builder => builder.Services.AddDpiBlocks().UseSqlite(_folder.PathOf("dpi.db")));

    private async Task<IResult> MakeAsync(HttpContext context)
    {
        var request = context.GetIdempotency();
        if (await request.FindAnswerAsync(Shard) is { } answered)
        {
            return answered;
        }

        using var body = await context.Request.ReadJsonAsync(JsonLimits.Token);
        if (!body.IsRead)
        {
            return body.Refused;
        }

        var number = Interlocked.Increment(ref _made);
        var answer = new StoredAnswer(201, "text/plain", Encoding.ASCII.GetBytes($"made {number}"), $"/things/{number}");
        var outcome = await context.RequestServices.GetRequiredService<IOnceStore>().TryAddAsync(Shard, request.MarkOf(answer));
        return await request.AnswerAsync(Shard, outcome, answer);
    }
}

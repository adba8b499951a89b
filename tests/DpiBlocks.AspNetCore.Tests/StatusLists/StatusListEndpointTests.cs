using System.Net;
using DpiBlocks.Cryptography;
using DpiBlocks.StatusLists;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.AspNetCore.Tests.StatusLists;

public sealed class StatusListEndpointTests : IDisposable
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch.AddYears(56);
    private static readonly Uri Base = new("https://status.example.gov/status/");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(At);

    public static TheoryData<string?, string?> Accepted => new()
    {
        { null, StatusListMediaTypes.Jwt },
        { "*/*", StatusListMediaTypes.Jwt },
        { "application/*", StatusListMediaTypes.Jwt },
        { StatusListMediaTypes.Jwt, StatusListMediaTypes.Jwt },
        { StatusListMediaTypes.Cwt, StatusListMediaTypes.Cwt },
        { "Application/StatusList+CWT", StatusListMediaTypes.Cwt },
        { $"{StatusListMediaTypes.Jwt};q=0.5, {StatusListMediaTypes.Cwt}", StatusListMediaTypes.Cwt },
        { $"*/*;q=0.1, {StatusListMediaTypes.Cwt}", StatusListMediaTypes.Cwt },
        { $"*/*, {StatusListMediaTypes.Jwt};q=0", StatusListMediaTypes.Cwt },
        { "application/json", null },
        { "text/*", null },
        { $"{StatusListMediaTypes.Jwt};q=0", null },
        { "nonsense", null },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task A_list_comes_in_the_form_that_is_asked_for(string? accept, string? mediaType)
    {
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/status/1");
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        var answer = await host.Client.SendAsync(request);
        if (mediaType is null)
        {
            answer.StatusCode.Should().Be(HttpStatusCode.NotAcceptable);
            (await answer.CodeAsync()).Should().Be(WebRefusalCodes.NotAcceptable);
            return;
        }

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (answer.Content.Headers.ContentType?.ToString()).Should().Be(mediaType);
        answer.Headers.Vary.Should().Equal("Accept");
        (await answer.Content.ReadAsByteArrayAsync()).Should().Equal(await File.ReadAllBytesAsync(_folder.PathOf(mediaType == StatusListMediaTypes.Jwt ? "1.jwt" : "1.cwt")));
    }

    // Whoever fetches it over HTTP can verify it: the whole way.
    [Fact]
    public async Task What_is_published_is_verified_by_who_fetches_it()
    {
        await using var host = await StartAsync();
        var bytes = await host.Client.GetByteArrayAsync("/status/1");
        StatusListToken.TryParseJwt(bytes, out var token, out _).Should().BeTrue();
        token!.Address.Should().Be("https://status.example.gov/status/1");
        token.TryDecode(out var list, out _).Should().BeTrue();
        list!.Count.Should().Be(1024);
    }

    [Fact]
    [Attack("WEB-08")]
    public async Task It_may_be_kept_for_its_time_to_live_and_never_past_its_end()
    {
        await using var host = await StartAsync();
        (await AgeAsync()).Should().Be("public, max-age=43200");
        _time.SetUtcNow(At.AddHours(20));
        (await AgeAsync()).Should().Be("public, max-age=14400");
        _time.SetUtcNow(At.AddHours(25));
        (await AgeAsync()).Should().Be("public, max-age=0");

        async Task<string?> AgeAsync() => (await host.Client.GetAsync("/status/1")).Headers.CacheControl?.ToString();
    }

    [Fact]
    public async Task It_is_not_sent_to_who_has_it()
    {
        await using var host = await StartAsync();
        var tag = (await host.Client.GetAsync("/status/1")).Headers.ETag;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/status/1") { Headers = { IfNoneMatch = { tag! } } };
        (await host.Client.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.NotModified);
        using var other = new HttpRequestMessage(HttpMethod.Get, "/status/1") { Headers = { IfNoneMatch = { tag! }, Accept = { new(StatusListMediaTypes.Cwt) } } };
        (await host.Client.SendAsync(other)).StatusCode.Should().Be(HttpStatusCode.OK);
        using var head = new HttpRequestMessage(HttpMethod.Head, "/status/1");
        (await host.Client.SendAsync(head)).Headers.ETag.Should().Be(tag);
        (await host.Client.PostAsync("/status/1", null)).StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("/status/2")]
    [InlineData("/status/1%2F..%2F1")]
    [InlineData("/status/%3F1")]
    [InlineData("/status/1%23")]
    [InlineData("/status/1%00")]
    [InlineData("/status/%2E%2E%2Fstatus%2F1")]
    public async Task What_is_not_published_is_not_there(string path)
    {
        await using var host = await StartAsync();
        var answer = await host.SendAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Answers.StatusOf(answer).Should().MatchRegex(" 40[04] ");
        if (Answers.StatusOf(answer).Contains(" 404 ", StringComparison.Ordinal))
        {
            Answers.CodeOfRaw(answer).Should().Be(StatusListRefusalCodes.ListNotFound);
        }
    }

    [Fact]
    [Attack("WEB-01")]
    public async Task It_is_open_only_where_that_is_said()
    {
        var start = () => TestHost.StartAsync(app => app.MapStatusLists("/status", Base, TestSource.Empty));
        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*/status/{name}*");
    }

    [Theory]
    [InlineData("https://status.example.gov/status")]
    [InlineData("/status/")]
    public async Task The_address_of_the_lists_is_whole(string address)
    {
        var start = () => TestHost.StartAsync(app => app.MapStatusLists("/status", new Uri(address, UriKind.RelativeOrAbsolute), TestSource.Empty));
        await start.Should().ThrowAsync<ArgumentException>();
    }

    public void Dispose() => _folder.Dispose();

    private async Task<TestHost> StartAsync()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256);
        var list = new StatusListBuilder(1, 1024).Build();
        foreach (var (format, name) in new[] { (StatusListFormat.Jwt, "1.jwt"), (StatusListFormat.Cwt, "1.cwt") })
        {
            var token = await StatusListToken.SignAsync(key, new Uri(Base, "1"), list, At, new StatusListPublication { Format = format });
            await File.WriteAllBytesAsync(_folder.PathOf(name), token);
        }

        StatusListFiles.TryOpen(_folder.PathOf("."), _time, out var files, out _).Should().BeTrue();
        return await TestHost.StartAsync(
            app => app.MapStatusLists("/status", Base, files!).AllowAnonymous(),
            services: builder => builder.Services.AddSingleton<TimeProvider>(_time));
    }
}

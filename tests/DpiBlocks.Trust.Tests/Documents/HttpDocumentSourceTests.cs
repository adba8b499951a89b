using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Trust.Documents;

public sealed class HttpDocumentSourceTests
{
    private const string Json = "application/json";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<string> _told = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_comes_with_its_provenance()
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK", "application/json; charset=utf-8", "{}"u8.ToArray()));
        using var source = Source();

        var document = await source.FindAsync(server.Address("/a"), Json, cancellationToken: Stop);

        document!.Content.ToArray().Should().Equal("{}"u8.ToArray());
        document.Source.Should().Be(new Source(server.Address("/a").OriginalString, Digest.Of("{}"u8), _time.GetUtcNow()));
        server.Requests.Single().Should().Contain("Accept: application/json\r\n");
    }

    [Theory]
    [Attack("STL-09")]
    [InlineData("200 OK", Json, null)]
    [InlineData("200 OK", "text/html", FetchRefusalCodes.WrongType)]
    [InlineData("200 OK", "application/problem+json", FetchRefusalCodes.WrongType)]
    [InlineData("200 OK", null, FetchRefusalCodes.WrongType)]
    [InlineData("203 Non-Authoritative", Json, FetchRefusalCodes.Unavailable)]
    [InlineData("206 Partial Content", Json, FetchRefusalCodes.Unavailable)]
    [InlineData("302 Found", Json, FetchRefusalCodes.RedirectForbidden)]
    [InlineData("304 Not Modified", Json, FetchRefusalCodes.Unavailable)]
    [InlineData("404 Not Found", Json, FetchRefusalCodes.Unavailable)]
    [InlineData("500 Internal Server Error", Json, FetchRefusalCodes.Unavailable)]
    public async Task Any_other_answer_is_no_document(string status, string? type, string? code)
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer(status, type, status.StartsWith('3') ? [] : "{}"u8.ToArray(), "Location: http://169.254.169.254/"));
        using var source = Source();

        (await source.FindAsync(server.Address(), Json, cancellationToken: Stop) is null).Should().Be(code is not null);

        _told.Should().Equal(code is null ? [] : [code]);
        server.Requests.Should().ContainSingle();
    }

    [Fact]
    [Attack("STL-09")]
    public async Task A_server_that_is_silent_gone_or_private_gives_no_document()
    {
        using var source = Source();
        await using (var silent = LocalServer.Start((_, _, stop) => Task.Delay(Timeout.Infinite, stop)))
        {
            var find = source.FindAsync(silent.Address(), Json, cancellationToken: Stop).AsTask();
            while (silent.Requests.Count == 0)
            {
                await Task.Yield();
            }

            _time.Advance(TimeSpan.FromSeconds(5));
            (await find).Should().BeNull();
        }

        Uri gone;
        await using (var server = LocalServer.Start(_ => LocalServer.Answer("200 OK")))
        {
            gone = server.Address();
        }

        (await source.FindAsync(gone, Json, cancellationToken: Stop)).Should().BeNull();
        foreach (var address in new[] { "https://10.0.0.1/", "http://example.gov/", "file:///etc/passwd", "relative", "urn:x", "data:text/plain,x" })
        {
            (await source.FindAsync(new Uri(address, UriKind.RelativeOrAbsolute), Json, cancellationToken: Stop)).Should().BeNull();
        }

        _told.Should().Equal([FetchRefusalCodes.Timeout, FetchRefusalCodes.Unavailable, .. Enumerable.Repeat(FetchRefusalCodes.AddressForbidden, 6)]);
    }

    [Fact]
    public async Task A_document_is_kept_as_long_as_it_is_young_enough_for_the_caller()
    {
        var version = 0;
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK", Json, Encoding.ASCII.GetBytes($"{++version}")));
        using var source = Source();
        async Task<string> Find(TimeSpan? maxAge = null, string type = Json) =>
            Encoding.ASCII.GetString((await source.FindAsync(server.Address(), type, maxAge, Stop))!.Content.Span);

        (await Find()).Should().Be("1");
        _time.Advance(TimeSpan.FromMinutes(4));
        (await Find()).Should().Be("1");
        (await Find(TimeSpan.FromMinutes(5))).Should().Be("1");
        (await Find(TimeSpan.FromMinutes(4))).Should().Be("2");
        (await Find(TimeSpan.Zero)).Should().Be("3");
        (await Find(TimeSpan.Zero)).Should().Be("4");
        _time.Advance(TimeSpan.FromMinutes(5));
        (await Find()).Should().Be("5");
    }

    [Fact]
    public async Task A_document_that_did_not_change_is_renewed_without_being_sent_again()
    {
        await using var server = LocalServer.Start(head => head.Contains("If-None-Match: \"v1\"")
            ? LocalServer.Answer("304 Not Modified")
            : LocalServer.Answer("200 OK", Json, "{}"u8.ToArray(), "ETag: \"v1\""));
        using var source = Source();
        var first = await source.FindAsync(server.Address(), Json, cancellationToken: Stop);
        _time.Advance(TimeSpan.FromHours(1));
        var second = await source.FindAsync(server.Address(), Json, cancellationToken: Stop);

        second!.Content.ToArray().Should().Equal(first!.Content.ToArray());
        second.Source.ObtainedAt.Should().Be(first.Source.ObtainedAt.AddHours(1));
        server.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task What_cannot_be_renewed_is_not_given_out_as_if_it_were()
    {
        var broken = false;
        await using var server = LocalServer.Start(_ => broken ? LocalServer.Answer("500 Error") : LocalServer.Answer("200 OK", Json, "{}"u8.ToArray()));
        using var source = Source();
        (await source.FindAsync(server.Address(), Json, cancellationToken: Stop)).Should().NotBeNull();
        broken = true;
        (await source.FindAsync(server.Address(), Json, cancellationToken: Stop)).Should().NotBeNull();
        (await source.FindAsync(server.Address(), Json, TimeSpan.Zero, Stop)).Should().BeNull();
    }

    [Fact]
    public async Task Callers_who_want_the_same_at_once_are_served_by_one_fetch()
    {
        var asked = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var server = LocalServer.Start(async (_, stream, stop) =>
        {
            asked.SetResult();
            await go.Task.WaitAsync(stop);
            await stream.WriteAsync(LocalServer.Answer("200 OK", Json, "{}"u8.ToArray()), stop);
        });
        using var source = Source();
        using var impatient = new CancellationTokenSource();

        var first = source.FindAsync(server.Address(), Json, cancellationToken: impatient.Token).AsTask();
        await asked.Task;
        var second = source.FindAsync(server.Address(), Json, cancellationToken: Stop).AsTask();
        await impatient.CancelAsync();
        go.SetResult();

        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>("the caller's own cancellation is no answer");
        (await second).Should().NotBeNull("one caller's impatience is not another's");
        server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task No_more_is_kept_than_is_allowed()
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK", Json, new byte[40]));
        using var source = Source(options => options.MaxKeptBytes = 100);
        foreach (var path in new[] { "/1", "/2", "/3", "/1", "/3" })
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            (await source.FindAsync(server.Address(path), Json, cancellationToken: Stop)).Should().NotBeNull();
        }

        server.Requests.Should().HaveCount(4, "the first went when the third came, and the third was still there");
    }

    [Fact]
    public async Task A_document_larger_than_all_that_is_kept_is_given_and_not_kept()
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK", Json, new byte[40]));
        foreach (var (room, fetches) in new[] { (40, 1), (39, 2) })
        {
            using var source = Source(options => options.MaxKeptBytes = room);
            var before = server.Requests.Count;
            (await source.FindAsync(server.Address("/"), Json, cancellationToken: Stop)).Should().NotBeNull();
            (await source.FindAsync(server.Address("/"), Json, cancellationToken: Stop)).Should().NotBeNull();
            (server.Requests.Count - before).Should().Be(fetches);
        }
    }

    [Fact]
    public async Task No_more_documents_are_kept_than_256()
    {
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK", Json, new byte[4]));
        using var source = Source(_ => { });
        foreach (var path in Enumerable.Range(0, 257).Select(number => $"/{number}").Append("/1").Append("/0"))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            (await source.FindAsync(server.Address(path), Json, cancellationToken: Stop)).Should().NotBeNull();
        }

        server.Requests.Should().HaveCount(258, "the first went when the 257th came, and the second was still there");
    }

    [Fact]
    public void Options_refuse_nonsense()
    {
        var options = new HttpDocumentSourceOptions();
        options.Invoking(o => o.Http = null!).Should().Throw<ArgumentNullException>();
        options.Invoking(o => o.KeepFor = TimeSpan.FromSeconds(-1)).Should().Throw<ArgumentOutOfRangeException>();
        options.Invoking(o => o.MaxKeptBytes = -1).Should().Throw<ArgumentOutOfRangeException>();
    }

    private HttpDocumentSource Source(Action<HttpDocumentSourceOptions>? configure = null)
    {
        var options = new HttpDocumentSourceOptions
        {
            Http = new GuardedHttpOptions { AllowLoopbackUnsafe = true },
            OnRefused = (_, refusal) => _told.Add(refusal.Code),
        };
        configure?.Invoke(options);
        return new HttpDocumentSource(_time, options);
    }
}

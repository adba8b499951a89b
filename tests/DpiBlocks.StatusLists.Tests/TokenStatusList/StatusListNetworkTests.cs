using DpiBlocks.Trust;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.StatusLists.Tests.TokenStatusList;

/// <summary>Lists that come over HTTP, from a server on this machine.</summary>
public sealed class StatusListNetworkTests : IDisposable
{
    private readonly World _world = new();
    private readonly FakeTimeProvider _time = new(World.Now);
    private readonly HttpDocumentSource _source;

    public StatusListNetworkTests() =>
        _source = new HttpDocumentSource(_time, new HttpDocumentSourceOptions { Http = new GuardedHttpOptions { AllowLoopbackUnsafe = true } });

    [Theory]
    [InlineData("200 OK", StatusListMediaTypes.Jwt, null)]
    [InlineData("200 OK", "text/html", "status.unavailable")]
    [InlineData("200 OK", null, "status.unavailable")]
    [InlineData("302 Found", StatusListMediaTypes.Jwt, "status.unavailable")]
    [InlineData("304 Not Modified", StatusListMediaTypes.Jwt, "status.unavailable")]
    [InlineData("500 Internal Server Error", StatusListMediaTypes.Jwt, "status.unavailable")]
    [Attack("STL-09")]
    public async Task Any_other_answer_than_the_list_leaves_the_verdict_undetermined(string status, string? mediaType, string? code)
    {
        var list = Array.Empty<byte>();
        await using var server = LocalServer.Start(_ =>
            LocalServer.Answer(status, mediaType, status.StartsWith('3') ? [] : list, "Location: https://10.0.0.1/lists/1"));
        list = await SignAsync(server.Address("/lists/1"), World.List());

        var verdict = await VerifyAsync(server.Address("/lists/1"));
        (verdict.Refusal?.Code).Should().Be(code);
        verdict.Grade.Should().Be(code is null ? Grade.Accepted : Grade.Undetermined);
    }

    [Fact]
    [Attack("STL-10")]
    public async Task A_kept_list_is_fetched_anew_where_no_age_is_accepted_or_its_time_is_over()
    {
        var list = Array.Empty<byte>();
        await using var server = LocalServer.Start(_ => LocalServer.Answer("200 OK", StatusListMediaTypes.Jwt, list));
        var address = server.Address("/lists/1");
        list = await SignAsync(address, World.List());
        (await VerifyAsync(address)).Grade.Should().Be(Grade.Accepted);

        _time.Advance(TimeSpan.FromMinutes(1));
        list = await SignAsync(address, World.List(2, (4, 1)));
        var kept = await VerifyAsync(address);
        kept.IsAccepted.Should().BeTrue("its source may keep it five minutes");
        kept.Checks[^1].Source!.AgeAt(_time.GetUtcNow()).Should().Be(TimeSpan.FromMinutes(1));
        var fetched = await VerifyAsync(address, TimeSpan.Zero);
        fetched.Refusal!.Code.Should().Be("status.revoked");
        fetched.Checks[^1].Source!.ObtainedAt.Should().Be(_time.GetUtcNow());
        server.Requests.Should().HaveCount(2);
    }

    public void Dispose()
    {
        _world.Dispose();
        _source.Dispose();
    }

    private async Task<byte[]> SignAsync(Uri address, StatusList list) =>
        await StatusListToken.SignAsync(_world.Key, address, list, _time.GetUtcNow(), new StatusListPublication(), World.Cancel);

    private async Task<Verification<object>> VerifyAsync(Uri address, TimeSpan? maxAge = null) => await _world.VerifyAsync(
        4, _time.GetUtcNow(), address, new TokenStatusListChecker(_source, _world, _world, new TokenStatusListCheckerOptions { MaxAge = maxAge }));
}

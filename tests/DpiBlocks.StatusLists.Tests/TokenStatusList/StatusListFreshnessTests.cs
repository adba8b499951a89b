namespace DpiBlocks.StatusLists.Tests.TokenStatusList;

/// <summary>How long a list may be relied on, and what happens when there is none.</summary>
public sealed class StatusListFreshnessTests : IDisposable
{
    private static readonly long Seconds = World.Now.ToUnixTimeSeconds();

    private readonly World _world = new();

    [Theory]
    [InlineData(-1, null)]
    [InlineData(59, "status.stale")]
    [InlineData(60, "validity.expired")]
    [Attack("STL-03")]
    public async Task A_list_holds_until_its_expiry_and_is_refused_past_the_clock_skew(int after, string? code)
    {
        // Between the two nothing was found wrong, but nobody vouches for it either: the policy rules.
        _world.Put(_world.SignJwt(World.Payload(exp: $"{Seconds + 1000}")));
        var verdict = await _world.VerifyAsync(4, World.Now.AddSeconds(1000 + after));
        (verdict.Refusal?.Code).Should().Be(code);
        verdict.Grade.Should().Be(code switch { null => Grade.Accepted, "status.stale" => Grade.Undetermined, _ => Grade.Refused });
    }

    [Theory]
    [InlineData(60, null)]
    [InlineData(61, "validity.issued_in_future")]
    [Attack("STL-03")]
    public async Task A_list_from_the_future_is_refused(int ahead, string? code)
    {
        _world.Put(_world.SignJwt(World.Payload(iat: $"{Seconds + ahead}")));
        var verdict = await _world.VerifyAsync(4);
        (verdict.Refusal?.Code).Should().Be(code);
        (verdict.Checks[^1].Reason?.Code).Should().Be(code is null ? null : "status.unverified", "what it says is not even looked at");
    }

    [Theory]
    [InlineData("\"nbf\":1800000061", "validity.not_yet_valid")]
    [InlineData("\"nbf\":1800000060", null)]
    [Attack("STL-03")]
    public async Task A_list_that_does_not_hold_yet_is_refused(string claim, string? code)
    {
        _world.Put(_world.SignJwt(World.Payload(more: claim)));
        ((await _world.VerifyAsync(4)).Refusal?.Code).Should().Be(code);
    }

    [Theory]
    [InlineData("\"1800086400\"")]
    [InlineData("null")]
    [InlineData("-1")]
    [InlineData("1e12")]
    [InlineData("1e400")]
    [Attack("STL-03")]
    public async Task An_expiry_that_is_no_time_is_not_taken_for_none(string exp)
    {
        _world.Put(_world.SignJwt(World.Payload(exp: exp)));
        (await _world.VerifyAsync(4)).Refusal!.Code.Should().Be("jwt.claim_type");
    }

    [Fact]
    [Attack("STL-03")]
    public async Task When_its_time_to_live_is_over_it_is_fetched_anew()
    {
        _world.Put(_world.SignJwt(World.Payload(ttl: "3600")));
        await _world.VerifyAsync(4, World.Now.AddSeconds(3599));
        _world.Fetches.Should().ContainSingle();

        var verdict = await _world.VerifyAsync(4, World.Now.AddSeconds(3600));
        _world.Fetches.Should().HaveCount(3);
        _world.Fetches[^1].MaxAge.Should().Be(TimeSpan.FromHours(1));
        (verdict.Grade, verdict.Refusal!.Code).Should().Be((Grade.Undetermined, "status.stale"));

        _world.Put(_world.SignJwt(World.Payload(iat: $"{Seconds + 3600}")), obtained: World.Now.AddSeconds(3600));
        (await _world.VerifyAsync(4, World.Now.AddSeconds(3600))).Grade.Should().Be(Grade.Accepted);
    }

    [Theory]
    [InlineData("1", 60)]              // a minute at least, so that no list has itself fetched all the time
    [InlineData("0.001", 60)]
    [InlineData("3600", 3600)]
    [InlineData("315360000", 604_800)] // a week at most
    [InlineData("9e20", 604_800)]
    [InlineData(null, 604_800)]
    [Attack("STL-03")]
    public async Task An_absurd_time_to_live_is_cut_to_bounds(string? ttl, int seconds)
    {
        _world.Put(_world.SignJwt(World.Payload(ttl: ttl, exp: $"{Seconds + (100L * 366 * 86_400)}")));
        var verdict = await _world.VerifyAsync(4);
        verdict.IsAccepted.Should().BeTrue();
        verdict.Checks[^1].Source!.ExpiresAt.Should().Be(World.Now.AddSeconds(seconds));
        (await _world.VerifyAsync(4, World.Now.AddSeconds(seconds - 1))).IsAccepted.Should().BeTrue();
        (await _world.VerifyAsync(4, World.Now.AddSeconds(seconds))).Refusal!.Code.Should().Be("status.stale");
    }

    [Fact]
    [Attack("STL-10")]
    public async Task With_a_greatest_age_of_zero_the_list_is_fetched_each_time_and_the_verdict_states_its_age()
    {
        _world.Options.MaxAge = TimeSpan.Zero;
        var checker = _world.Checker();
        await _world.PutAsync(World.List(), at: World.Now.AddHours(-2));
        var before = await _world.VerifyAsync(4, checker: checker);
        before.IsAccepted.Should().BeTrue();
        before.Checks[^1].Source!.AgeAt(World.Now).Should().Be(TimeSpan.FromHours(2));

        await _world.PutAsync(World.List(2, (4, 1)));
        var after = await _world.VerifyAsync(4, checker: checker);
        after.Refusal!.Code.Should().Be("status.revoked");
        after.Checks[^1].Source!.Should().Match<Source>(source =>
            source.Name == World.Address.OriginalString && source.IssuedAt == World.Now && source.ObtainedAt == World.Now);
        _world.Fetches.Should().OnlyContain(fetch => fetch.MaxAge == TimeSpan.Zero);
    }

    [Fact]
    public async Task A_list_that_is_kept_ready_is_judged_by_the_time_of_each_verdict()
    {
        var checker = _world.Checker();
        await _world.PutAsync(World.List(), new StatusListPublication { TimeToLive = TimeSpan.FromHours(1), Lifetime = TimeSpan.FromHours(2) });
        (await _world.VerifyAsync(4, checker: checker)).IsAccepted.Should().BeTrue();
        (await _world.VerifyAsync(4, World.Now.AddHours(3), checker: checker)).Refusal!.Code.Should().Be("validity.expired");
        (await _world.VerifyAsync(4, World.Now.AddHours(-1), checker: checker)).Refusal!.Code.Should().Be("validity.issued_in_future");
    }

    [Fact]
    [Attack("STL-09")]
    public async Task A_list_out_of_reach_leaves_the_verdict_undetermined_and_refused_by_default()
    {
        var verdict = await _world.VerifyAsync(4);
        (verdict.Grade, verdict.Refusal!.Code, verdict.IsAccepted).Should().Be((Grade.Undetermined, "status.unavailable", false));
        verdict.Checks.Should().ContainSingle().Which.Outcome.Should().Be(CheckOutcome.NotChecked);
        _world.Fetches.Select(fetch => fetch.MediaType).Should().Equal(StatusListMediaTypes.Jwt, StatusListMediaTypes.Cwt);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Not found</body></html>")]
    [InlineData("")]
    [InlineData("{}")]
    [Attack("STL-09")]
    public async Task What_is_no_list_at_all_is_refused(string text)
    {
        _world.Put(System.Text.Encoding.UTF8.GetBytes(text));
        var verdict = await _world.VerifyAsync(4);
        (verdict.Grade, verdict.Refusal!.Code).Should().Be((Grade.Refused, "jose.malformed"));
        _world.Put(System.Text.Encoding.UTF8.GetBytes(text), StatusListMediaTypes.Cwt);
        _world.Documents.Remove((World.Address.OriginalString, StatusListMediaTypes.Jwt));
        (await _world.VerifyAsync(4)).Grade.Should().Be(Grade.Refused);
    }

    [Fact]
    public async Task A_list_that_is_published_as_CWT_alone_is_found()
    {
        await _world.PutAsync(World.List(2, (5, 1)), new StatusListPublication { Format = StatusListFormat.Cwt });
        (await _world.VerifyAsync(4)).IsAccepted.Should().BeTrue();
        (await _world.VerifyAsync(5)).Refusal!.Code.Should().Be("status.revoked");
    }

    public void Dispose() => _world.Dispose();
}

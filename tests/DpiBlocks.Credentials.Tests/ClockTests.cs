using DpiBlocks.Credentials.Tests.Support;

namespace DpiBlocks.Credentials.Tests;

public sealed class ClockTests
{
    private static readonly CredentialVerifierOptions Narrow = new()
    {
        ClockWindow = new ClockWindow(SdJwtSample.Now.AddDays(-30), SdJwtSample.Now.AddDays(30)),
    };

    [Fact]
    public async Task A_clock_that_can_be_believed_is_a_check_like_any_other()
    {
        var verdict = await VerifyAsync(SdJwtSample.Now, Narrow);
        verdict.IsAccepted.Should().BeTrue();
        verdict.Checks[0].Should().BeEquivalentTo(Check.Passed("clock"));
    }

    [Theory]
    [Attack("JSN-11")]
    [InlineData(-400)]
    [InlineData(400)]
    [InlineData(-31)]
    public async Task Nothing_is_judged_by_a_clock_that_is_wrong(int days)
    {
        var verdict = await VerifyAsync(SdJwtSample.Now.AddDays(days), Narrow);
        verdict.Refusal!.Code.Should().Be("time.clock_unreliable");
        verdict.Grade.Should().Be(Grade.Undetermined);
        verdict.Checks.Should().ContainSingle("no key is looked for");
    }

    [Fact]
    [Attack("JSN-11")]
    public async Task The_first_and_the_last_of_all_times_make_nothing_throw()
    {
        foreach (var clock in new[] { DateTimeOffset.MinValue, DateTimeOffset.MaxValue })
        {
            (await VerifyAsync(clock, options: null)).Refusal!.Code.Should().Be("time.clock_unreliable");
        }
    }

    [Fact]
    [Attack("JSN-11")]
    public async Task A_clock_that_stepped_back_since_the_issue_accepts_nothing()
    {
        var wide = new CredentialVerifierOptions { ClockWindow = new ClockWindow(DateTimeOffset.MinValue, DateTimeOffset.MaxValue) };
        (await VerifyAsync(DateTimeOffset.UnixEpoch, wide)).IsAccepted.Should().BeFalse();
        (await VerifyAsync(DateTimeOffset.MinValue, wide)).IsAccepted.Should().BeFalse();
        (await VerifyAsync(DateTimeOffset.MaxValue, wide)).IsAccepted.Should().BeFalse();
    }

    [Fact]
    public async Task A_time_that_the_caller_states_is_not_the_clocks()
    {
        var verdict = await VerifyAsync(DateTimeOffset.MinValue, Narrow, new VerificationRequest { At = SdJwtSample.Now });
        verdict.IsAccepted.Should().BeTrue();
        verdict.JudgedAt.Should().Be(SdJwtSample.Now);
    }

    private static async Task<Verification<VerifiedCredential>> VerifyAsync(
        DateTimeOffset clock, CredentialVerifierOptions? options, VerificationRequest? request = null)
    {
        var keys = new KnownKeys().Add(SdJwtSample.IssuerKey.VerificationKey, SdJwtSample.Issuer);
        var verifier = new CredentialVerifier(keys, new TrustAll(), null, VerdictPolicy.Strict, new StoppedClock(clock), options);
        return await verifier.VerifyAsync(await new SdJwtSample().IssueAsync(), request ?? Desk.Unbound, TestContext.Current.CancellationToken);
    }

    private sealed class StoppedClock(DateTimeOffset time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time;
    }
}

using static DpiBlocks.Abstractions.Tests.Verdicts.Sample;

namespace DpiBlocks.Abstractions.Tests.Verdicts;

public sealed class VerdictBuilderDemandTests
{
    [Fact]
    public void What_is_demanded_and_passed_is_accepted()
    {
        var verdict = Strict();
        verdict.Demand(Check.Passed("issuer_signature")).Should().BeTrue();
        verdict.Accept("value").Grade.Should().Be(Grade.Accepted);
    }

    [Fact]
    public void No_policy_waives_what_is_demanded()
    {
        var policy = new FixedPolicy(RulingKind.Allow);
        var verdict = new VerdictBuilder(policy, At);
        verdict.Demand(Unchecked).Should().BeFalse();

        var result = verdict.Refuse<string>();

        result.Grade.Should().Be(Grade.Undetermined);
        result.Refusal!.Code.Should().Be("status.unavailable");
        policy.Asked.Should().BeEmpty();
    }

    [Fact]
    public void What_is_demanded_cannot_be_not_applicable()
    {
        var verdict = With(RulingKind.Allow);
        verdict.Demand(Check.NotApplicable("issuer_signature")).Should().BeFalse();
        verdict.Refuse<string>().Refusal!.Code.Should().Be("issuer_signature.not_checked");
    }

    [Fact]
    public void What_is_demanded_and_failed_is_refused()
    {
        var verdict = With(RulingKind.Allow);
        verdict.Demand(Wrong).Should().BeFalse();
        verdict.Refuse<string>().Grade.Should().Be(Grade.Refused);
    }

    [Fact]
    public void What_is_demanded_may_still_be_too_old_for_the_policy()
    {
        var verdict = With(RulingKind.Refuse);
        verdict.Demand(Sourced).Should().BeFalse();
        verdict.Refuse<string>().Refusal!.Code.Should().Be("status.stale");
    }
}

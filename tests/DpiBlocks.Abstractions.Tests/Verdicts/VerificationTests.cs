using static DpiBlocks.Abstractions.Tests.Verdicts.Sample;

namespace DpiBlocks.Abstractions.Tests.Verdicts;

public sealed class VerificationTests
{
    [Fact]
    public void An_accepted_value_can_be_had()
    {
        var result = Accepted();
        result.TryGetValue(out var value, out var refusal).Should().BeTrue();
        value.Should().Be("value");
        refusal.Should().BeNull();
        result.GetValueOrThrow().Should().Be("value");
    }

    [Fact]
    public void A_refused_value_cannot_be_had()
    {
        var result = Refused();
        result.TryGetValue(out var value, out var refusal).Should().BeFalse();
        value.Should().BeNull();
        refusal!.Code.Should().Be("signature.invalid");
        result.Invoking(it => it.GetValueOrThrow()).Should().Throw<VerificationException>()
            .Which.Refusal.Should().BeSameAs(refusal);
    }

    [Fact]
    public void A_verdict_says_when_and_by_what_policy_it_was_given()
    {
        Accepted().JudgedAt.Should().Be(At);
        Accepted().Policy.Should().Be("strict");
        Refused().JudgedAt.Should().Be(At);
        Refused().Policy.Should().Be("strict");
    }

    [Fact]
    public void A_verdict_does_not_change_when_its_builder_goes_on()
    {
        var verdict = Strict();
        verdict.Add(Check.Passed("issuer_signature"));
        var result = verdict.Accept("value");
        verdict.Add(Wrong);
        result.Checks.Should().ContainSingle();
        result.IsAccepted.Should().BeTrue();
    }

    [Fact]
    public void A_grade_never_given_is_a_refusal() => default(Grade).Should().Be(Grade.Refused);

    [Fact]
    public void Evidence_is_as_old_as_its_author_says_or_else_as_long_as_it_has_been_here()
    {
        var source = new Source("list.jwt", Digest.Of([1]), At.AddHours(-1));
        source.AgeAt(At).Should().Be(TimeSpan.FromHours(1));
        (source with { IssuedAt = At.AddHours(-5) }).AgeAt(At).Should().Be(TimeSpan.FromHours(5));
        (source with { IssuedAt = At.AddHours(1) }).AgeAt(At).Should().BeNegative();
    }

    private static Verification<string> Accepted()
    {
        var verdict = Strict();
        verdict.Add(Check.Passed("issuer_signature"));
        return verdict.Accept("value");
    }

    private static Verification<string> Refused()
    {
        var verdict = Strict();
        verdict.Add(Wrong);
        return verdict.Refuse<string>();
    }
}

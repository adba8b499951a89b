using static DpiBlocks.Abstractions.Tests.Verdicts.Sample;

namespace DpiBlocks.Abstractions.Tests.Verdicts;

public sealed class VerdictBuilderTests
{
    [Fact]
    public void What_was_checked_and_found_right_is_accepted()
    {
        var verdict = Strict();
        verdict.Add(Check.Passed("issuer_signature")).Should().BeTrue();

        var result = verdict.Accept("value");

        result.IsAccepted.Should().BeTrue();
        result.Grade.Should().Be(Grade.Accepted);
        result.Refusal.Should().BeNull();
        result.Checks.Should().ContainSingle().Which.Name.Should().Be("issuer_signature");
    }

    [Fact]
    public void What_was_never_checked_cannot_be_accepted() =>
        Strict().Invoking(verdict => verdict.Accept("value")).Should().Throw<InvalidOperationException>();

    [Fact]
    public void What_failed_cannot_be_accepted()
    {
        var verdict = Strict();
        verdict.Add(Wrong).Should().BeFalse();
        verdict.Invoking(it => it.Accept("value")).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void What_was_refused_by_the_policy_cannot_be_accepted()
    {
        var verdict = Strict();
        verdict.Add(Unchecked).Should().BeFalse();
        verdict.Invoking(it => it.Accept("value")).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Nothing_is_refused_without_a_reason()
    {
        var verdict = Strict();
        verdict.Add(Check.Passed("issuer_signature"));
        verdict.Invoking(it => it.Refuse<string>()).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void What_failed_is_refused_with_its_own_code()
    {
        var verdict = Strict();
        verdict.Add(Wrong).Should().BeFalse();

        var result = verdict.Refuse<string>();

        result.IsAccepted.Should().BeFalse();
        result.Grade.Should().Be(Grade.Refused);
        result.Refusal!.Code.Should().Be("signature.invalid");
        result.Checks.Should().Equal(Wrong);
    }

    [Fact]
    public void A_failure_without_a_reason_is_named_after_its_check()
    {
        var verdict = Strict();
        verdict.Add(new Check { Name = "payload", Outcome = CheckOutcome.Failed }).Should().BeFalse();
        verdict.Refuse<string>().Refusal!.Code.Should().Be("payload.failed");
    }

    [Fact]
    public void What_could_not_be_checked_is_undetermined_and_not_wrong()
    {
        var verdict = Strict();
        verdict.Add(Unchecked).Should().BeFalse();

        var result = verdict.Refuse<string>();

        result.Grade.Should().Be(Grade.Undetermined);
        result.Refusal!.Code.Should().Be("status.unavailable");
    }

    [Fact]
    public void An_outcome_never_given_counts_as_not_checked()
    {
        var verdict = Strict();
        verdict.Add(new Check { Name = "status", Outcome = default }).Should().BeFalse();
        verdict.Refuse<string>().Grade.Should().Be(Grade.Undetermined);
    }

    [Theory]
    [InlineData(RulingKind.Allow)]
    [InlineData(RulingKind.Reserve)]
    public void No_policy_makes_unchecked_into_checked(RulingKind kind)
    {
        var verdict = With(kind);
        verdict.Add(Unchecked).Should().BeTrue();
        verdict.Accept("value").Grade.Should().Be(Grade.AcceptedWithReservation);
    }

    [Theory]
    [InlineData(RulingKind.Allow, Grade.Accepted)]
    [InlineData(RulingKind.Reserve, Grade.AcceptedWithReservation)]
    public void Evidence_from_outside_is_worth_what_the_policy_says(RulingKind kind, Grade grade)
    {
        var verdict = With(kind);
        verdict.Add(Sourced).Should().BeTrue();

        var result = verdict.Accept("value");

        result.Grade.Should().Be(grade);
        result.Checks[0].Ruling.Should().Be(new Ruling(kind, "fixed-rule"));
    }

    [Fact]
    public void Evidence_too_old_for_the_policy_is_stale()
    {
        var verdict = With(RulingKind.Refuse);
        verdict.Add(Sourced).Should().BeFalse();

        var result = verdict.Refuse<string>();

        result.Grade.Should().Be(Grade.Undetermined);
        result.Refusal!.Code.Should().Be("status.stale");
        result.Checks[0].Ruling.Should().Be(new Ruling(RulingKind.Refuse, "fixed-rule"));
    }

    [Fact]
    public void A_policy_that_allows_all_saves_nothing_that_failed()
    {
        var policy = new FixedPolicy(RulingKind.Allow);
        var verdict = new VerdictBuilder(policy, At);
        verdict.Add(Wrong).Should().BeFalse();
        policy.Asked.Should().BeEmpty();
    }

    [Fact]
    public void The_policy_is_asked_of_what_rests_on_the_outside_and_told_the_time()
    {
        var policy = new FixedPolicy(RulingKind.Allow);
        var verdict = new VerdictBuilder(policy, At);
        verdict.Add(Check.Passed("issuer_signature"));
        verdict.Add(Sourced);
        verdict.Add(Check.NotApplicable("holder_binding"));
        policy.Asked.Should().Equal((Sourced, At), (Check.NotApplicable("holder_binding"), At));
    }

    [Fact]
    public void A_reservation_is_not_forgotten()
    {
        var verdict = With(RulingKind.Reserve);
        verdict.Add(Sourced);
        verdict.Add(Check.Passed("issuer_signature"));
        verdict.Accept("value").Grade.Should().Be(Grade.AcceptedWithReservation);
    }

    [Fact]
    public void Found_wrong_outweighs_could_not_be_found_out()
    {
        var verdict = Strict();
        verdict.Add(Unchecked);
        verdict.Add(Wrong);

        var result = verdict.Refuse<string>();

        result.Grade.Should().Be(Grade.Refused);
        result.Refusal!.Code.Should().Be("signature.invalid");
    }

    [Fact]
    public void The_first_of_equals_is_the_reason()
    {
        var verdict = Strict();
        verdict.Add(Wrong);
        verdict.Add(Check.Failed("payload", "payload.malformed", "The payload is not right."));
        verdict.Add(Unchecked);

        var result = verdict.Refuse<string>();

        result.Refusal!.Code.Should().Be("signature.invalid");
        result.Grade.Should().Be(Grade.Refused);
        result.Checks.Should().HaveCount(3);
    }

    [Fact]
    public void Nothing_added_later_undoes_a_refusal()
    {
        var verdict = Strict();
        verdict.Add(Wrong);
        verdict.Add(Check.Passed("validity")).Should().BeFalse();
    }

    [Fact]
    public void A_verifier_without_a_policy_does_not_start() =>
        FluentActions.Invoking(() => new VerdictBuilder(null!, At)).Should().Throw<ArgumentNullException>();
}

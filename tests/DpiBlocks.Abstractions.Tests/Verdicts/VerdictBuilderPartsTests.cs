using System.Collections.Immutable;
using static DpiBlocks.Abstractions.Tests.Verdicts.Sample;

namespace DpiBlocks.Abstractions.Tests.Verdicts;

public sealed class VerdictBuilderPartsTests
{
    public static TheoryData<ImmutableArray<Check>> Silences => new(default(ImmutableArray<Check>), []);

    [Theory]
    [MemberData(nameof(Silences))]
    public void Silence_is_never_consent(ImmutableArray<Check> silence)
    {
        var strict = Strict();
        strict.Add("trust", silence).Should().BeFalse();
        strict.Refuse<string>().Refusal!.Code.Should().Be("trust.not_checked");
        strict.Refuse<string>().Grade.Should().Be(Grade.Undetermined);

        var generous = With(RulingKind.Allow);
        generous.Add("trust", silence).Should().BeTrue();
        generous.Accept("value").Grade.Should().Be(Grade.AcceptedWithReservation);
    }

    [Fact]
    public void Checks_of_another_contract_are_named_under_what_it_was_asked()
    {
        var verdict = Strict();
        verdict.Add("status", [Check.Passed("signature"), Check.Passed(string.Empty)]).Should().BeTrue();
        verdict.Checks.Select(check => check.Name).Should().Equal("status.signature", "status");
    }

    [Fact]
    public void All_that_another_contract_found_is_kept_even_after_a_failure()
    {
        var verdict = Strict();
        verdict.Add("status", [Check.Failed("signature", "signature.invalid", "It is not right."), Check.Passed("validity")]).Should().BeFalse();
        verdict.Checks.Should().HaveCount(2);
        verdict.Refuse<string>().Refusal!.Code.Should().Be("signature.invalid");
    }

    [Fact]
    public void What_is_gathered_for_another_verdict_cannot_be_accepted()
    {
        var gathered = VerdictBuilder.Gather(At);
        gathered.Add(Check.Passed("signature")).Should().BeTrue();
        gathered.Invoking(it => it.Accept("value")).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void What_is_gathered_is_ruled_on_where_it_is_used()
    {
        var gathered = VerdictBuilder.Gather(At);
        gathered.Add(Check.NotChecked("signature", "signature.key_not_found", "The key is out of reach.")).Should().BeTrue();

        var verdict = Strict();

        verdict.Add("status", gathered.Checks).Should().BeFalse();
        verdict.Checks[0].Ruling.Should().Be(new Ruling(RulingKind.Refuse, "strict"));
    }

    [Fact]
    public void Gathering_stops_at_what_failed()
    {
        var gathered = VerdictBuilder.Gather(At);
        gathered.Add(Wrong).Should().BeFalse();
        gathered.Checks.Should().Equal(Wrong);
    }
}

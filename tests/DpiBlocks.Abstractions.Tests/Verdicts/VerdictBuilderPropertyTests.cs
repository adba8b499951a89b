using CsCheck;

namespace DpiBlocks.Abstractions.Tests.Verdicts;

/// <summary>The grade of any sequence of checks, against the rules written the other way round.</summary>
public sealed class VerdictBuilderPropertyTests
{
    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Enum<CheckOutcome>(), Gen.Enum<RulingKind>(), Gen.Bool, Gen.Bool, (outcome, ruling, sourced, demanded) => new Step(outcome, ruling, sourced, demanded));

    [Fact]
    public void The_grade_is_the_worst_of_what_each_check_is_worth() => Steps.Array[1, 8].Sample(steps =>
    {
        var at = Sample.At;
        var verdict = new VerdictBuilder(new ScriptedPolicy(), at);
        var clear = true;
        foreach (var step in steps)
        {
            var check = new Check
            {
                Name = step.Ruling.ToString(),
                Outcome = step.Outcome,
                Source = step.Sourced ? Sample.Sourced.Source : null,
            };
            clear = step.Demanded ? verdict.Demand(check) : verdict.Add(check);
        }

        var expected = steps.Min(Worth);
        clear.Should().Be(expected >= Grade.AcceptedWithReservation);
        var result = clear ? verdict.Accept("value") : verdict.Refuse<string>();
        result.Grade.Should().Be(expected);
        result.IsAccepted.Should().Be(clear);
        result.Checks.Should().HaveCount(steps.Length);
    });

    private static Grade Worth(Step step)
    {
        if (step.Outcome is CheckOutcome.Failed)
        {
            return Grade.Refused;
        }

        if (step.Demanded && step.Outcome is not CheckOutcome.Passed)
        {
            return Grade.Undetermined;
        }

        if (step is { Outcome: CheckOutcome.Passed, Sourced: false })
        {
            return Grade.Accepted;
        }

        var ruled = step.Ruling switch
        {
            RulingKind.Allow => Grade.Accepted,
            RulingKind.Reserve => Grade.AcceptedWithReservation,
            _ => Grade.Undetermined,
        };
        return step.Outcome is CheckOutcome.NotChecked && ruled is Grade.Accepted ? Grade.AcceptedWithReservation : ruled;
    }

    private sealed record Step(CheckOutcome Outcome, RulingKind Ruling, bool Sourced, bool Demanded);

    private sealed class ScriptedPolicy : IVerdictPolicy
    {
        public string Name => "scripted";

        public Ruling Rule(Check check, DateTimeOffset at) => new(Enum.Parse<RulingKind>(check.Name), "scripted");
    }
}

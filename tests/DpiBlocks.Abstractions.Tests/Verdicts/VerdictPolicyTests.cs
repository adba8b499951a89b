namespace DpiBlocks.Abstractions.Tests.Verdicts;

public sealed class VerdictPolicyTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Strict_allows_what_passed_on_the_presented_bytes_alone() =>
        Rule(Check.Passed("x")).Should().Be(RulingKind.Allow);

    [Fact]
    public void Strict_allows_what_does_not_apply() =>
        Rule(Check.NotApplicable("x")).Should().Be(RulingKind.Allow);

    [Fact]
    public void Strict_refuses_what_was_not_checked() =>
        Rule(Check.NotChecked("x", "x.unavailable", "It is out of reach.")).Should().Be(RulingKind.Refuse);

    [Fact]
    public void Strict_allows_a_source_that_names_no_end() =>
        Rule(Check.Passed("x", SourceUntil(null))).Should().Be(RulingKind.Allow);

    [Fact]
    public void Strict_allows_a_source_until_its_end_and_not_at_it()
    {
        Rule(Check.Passed("x", SourceUntil(At.AddTicks(1)))).Should().Be(RulingKind.Allow);
        Rule(Check.Passed("x", SourceUntil(At))).Should().Be(RulingKind.Refuse);
    }

    [Fact]
    public void A_ruling_never_given_refuses() => default(Ruling).Kind.Should().Be(RulingKind.Refuse);

    private static RulingKind Rule(Check check) => VerdictPolicy.Strict.Rule(check, At).Kind;

    private static Source SourceUntil(DateTimeOffset? end) =>
        new("folder/list.jwt", Digest.Of([1]), At.AddHours(-1)) { ExpiresAt = end };
}

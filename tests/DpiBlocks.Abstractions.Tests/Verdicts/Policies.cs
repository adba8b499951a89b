namespace DpiBlocks.Abstractions.Tests.Verdicts;

/// <summary>Says the same of everything, and remembers what it was asked.</summary>
internal sealed class FixedPolicy(RulingKind kind) : IVerdictPolicy
{
    public List<(Check Check, DateTimeOffset At)> Asked { get; } = [];

    public string Name => "fixed";

    public Ruling Rule(Check check, DateTimeOffset at)
    {
        Asked.Add((check, at));
        return new Ruling(kind, "fixed-rule");
    }
}

internal static class Sample
{
    public static readonly DateTimeOffset At = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly Check Unchecked = Check.NotChecked("status", "status.unavailable", "The list is out of reach.");

    public static readonly Check Wrong = Check.Failed("issuer_signature", "signature.invalid", "The signature is not right.");

    public static readonly Check Sourced = Check.Passed("status", new Source("list.jwt", Digest.Of([1]), At));

    public static VerdictBuilder Strict() => new(VerdictPolicy.Strict, At);

    public static VerdictBuilder With(RulingKind kind) => new(new FixedPolicy(kind), At);
}

namespace DpiBlocks.Credentials.Tests.Support;

/// <summary>The strict policy, but for one check.</summary>
internal sealed class UnlikePolicy(string name, RulingKind ruling) : IVerdictPolicy
{
    public string Name => "unlike";

    public Ruling Rule(Check check, DateTimeOffset at) =>
        check.Name == name ? new Ruling(ruling, Name) : VerdictPolicy.Strict.Rule(check, at);
}

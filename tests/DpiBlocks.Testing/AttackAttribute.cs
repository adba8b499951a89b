using Xunit.v3;

namespace DpiBlocks.Testing;

/// <summary>Names the rows of the attack catalogue that a test covers; <c>docs/attack-coverage.md</c> is made from it.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class AttackAttribute(params string[] ids) : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() =>
        [.. ids.Select(id => KeyValuePair.Create("attack", id))];
}

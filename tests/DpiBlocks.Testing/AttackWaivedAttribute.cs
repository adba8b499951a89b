namespace DpiBlocks.Testing;

/// <summary>Says why a row of the attack catalogue has no test: it belongs to what is not built yet, or cannot apply.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class AttackWaivedAttribute(string id, string reason) : Attribute
{
    public string Id { get; } = id;

    public string Reason { get; } = reason;
}

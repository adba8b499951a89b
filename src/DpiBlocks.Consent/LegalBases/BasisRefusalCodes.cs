namespace DpiBlocks.Consent;

/// <summary>Why data must not leave on a basis other than consent. The codes are stable.</summary>
public static class BasisRefusalCodes
{
    /// <summary>No policy stands for that statute, order or emergency, or not any more.</summary>
    public const string NotInForce = "basis.not_in_force";

    /// <summary>The policy names other recipients.</summary>
    public const string Party = "basis.party";

    /// <summary>The policy names other purposes.</summary>
    public const string Purpose = "basis.purpose";

    /// <summary>A field is asked for, or used to find the answer, that the policy does not open.</summary>
    public const string Field = "basis.field";

    /// <summary>The request does not say whose data.</summary>
    public const string Subject = "basis.subject";

    /// <summary>What proves the basis, such as the order of the court, was not sent along.</summary>
    public const string Evidence = "basis.evidence";
}

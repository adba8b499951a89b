namespace DpiBlocks.Trust;

/// <summary>Why trust was not given, or not even read. The codes are stable.</summary>
public static class TrustRefusalCodes
{
    /// <summary>A file or folder of trust cannot be read: it is missing, forbidden, empty, too large, a link that leads out, or none of the known kinds.</summary>
    public const string Unreadable = "trust.unreadable";

    /// <summary>A policy file has not the form of <c>docs/schemas/trust-policy.schema.json</c>.</summary>
    public const string PolicyInvalid = "trust.policy_invalid";

    /// <summary>The policy does not hold yet.</summary>
    public const string PolicyNotYetValid = "trust.policy_not_yet_valid";

    /// <summary>Nothing is stated about this party.</summary>
    public const string IssuerUnknown = "trust.issuer_unknown";

    /// <summary>The party may not do that, or not for that other party, or not with that key.</summary>
    public const string NotEntitled = "trust.not_entitled";

    /// <summary>So many keys may be meant that none is tried: the message must name its key.</summary>
    public const string KeyAmbiguous = "trust.key_ambiguous";

    /// <summary>Trust of a test environment and of production were mixed, or another was found than was asked for.</summary>
    public const string EnvironmentMismatch = "trustlist.environment_mismatch";
}

namespace DpiBlocks.Credentials;

/// <summary>Why a credential was not accepted, whatever its format. The codes are stable.</summary>
public static class CredentialRefusalCodes
{
    /// <summary>It is of no format that is known here.</summary>
    public const string FormatUnknown = "credential.format_unknown";

    /// <summary>Its type is none of those that the request accepts.</summary>
    public const string TypeNotAccepted = "credential.type_not_accepted";

    /// <summary>It lacks a claim that the request requires, or withholds it.</summary>
    public const string ClaimMissing = "credential.claim_missing";

    /// <summary>It is bound to nobody, and the request demands that it is bound to a holder.</summary>
    public const string NotBound = "holder_binding.not_bound";

    /// <summary>It has no status, and the request demands one.</summary>
    public const string StatusMissing = "status.missing";

    /// <summary>It has a status, and this verifier has nothing to check it with, or got no answer.</summary>
    public const string StatusNotChecked = "status.not_checked";

    /// <summary>The presentation was accepted before.</summary>
    public const string Replayed = "presentation.replayed";

    /// <summary>Whether the presentation was accepted before could not be found out.</summary>
    public const string ReplayUnknown = "presentation.replay_unknown";
}

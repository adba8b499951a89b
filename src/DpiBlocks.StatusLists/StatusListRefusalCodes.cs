namespace DpiBlocks.StatusLists;

/// <summary>Why a status was not accepted, or a change of one was not made. The codes are stable.</summary>
public static class StatusListRefusalCodes
{
    /// <summary>The list, or its token, is larger than is allowed.</summary>
    public const string TooLarge = "status.too_large";

    /// <summary>The list has no entry of that index (Token Status List, 8.3 step 6).</summary>
    public const string IndexOutOfRange = "status.index_out_of_range";

    /// <summary>The list says it is another than the one referred to (Token Status List, 8.3 step 4.a).</summary>
    public const string UriMismatch = "status.uri_mismatch";

    /// <summary>The list is out of reach, so nothing can be said of the status.</summary>
    public const string Unavailable = "status.unavailable";

    /// <summary>The list was found, but its key, signature, signer or validity does not stand, so nothing is known of the status.</summary>
    public const string Unverified = "status.unverified";

    /// <summary>The certificate of the list's signer is limited to other uses (Token Status List, 10).</summary>
    public const string KeyUsage = "status.key_usage";

    /// <summary>The status is INVALID, 0x01: revoked, annulled, taken back.</summary>
    public const string Revoked = "status.revoked";

    /// <summary>The status is SUSPENDED, 0x02: not valid for the time being.</summary>
    public const string Suspended = "status.suspended";

    /// <summary>The status is one of 0x03 and 0x0C to 0x0F, whose meaning only its issuer knows.</summary>
    public const string ApplicationSpecific = "status.application_specific";

    /// <summary>The status is a value that nobody has given a meaning yet.</summary>
    public const string Unregistered = "status.unregistered";

    /// <summary>The list's own rule forbids the change: what is revoked stays revoked.</summary>
    public const string TransitionForbidden = "status.transition_forbidden";

    /// <summary>The value needs more bits than the list has for each entry.</summary>
    public const string ValueTooWide = "status.value_too_wide";

    /// <summary>There is no list of that address.</summary>
    public const string ListNotFound = "status.list_not_found";

    /// <summary>There is a list of that address already.</summary>
    public const string ListExists = "status.list_exists";

    /// <summary>The entry has been given out already.</summary>
    public const string IndexTaken = "status.index_taken";

    /// <summary>The cause of the change has already had another effect.</summary>
    public const string Conflict = "status.conflict";

    /// <summary>Whether the change is durable is not known: ask again with the same mark.</summary>
    public const string OutcomeUnknown = "status.outcome_unknown";

    /// <summary>A warning, not a refusal: the address has a query or a fragment, by which its issuer could follow one holder.</summary>
    public const string UniqueUri = "status.unique_uri";
}

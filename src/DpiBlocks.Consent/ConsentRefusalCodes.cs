namespace DpiBlocks.Consent;

/// <summary>Why data must not leave on a consent, or a consent was not taken or changed. The codes are stable.</summary>
public static class ConsentRefusalCodes
{
    /// <summary>The artefact has not the form it must have.</summary>
    public const string Malformed = "consent.malformed";

    /// <summary>There is no consent of that name, or it is not the asking party's to know of.</summary>
    public const string NotFound = "consent.not_found";

    /// <summary>It is paused, withdrawn, expired, superseded, refused or not given yet.</summary>
    public const string NotActive = "consent.not_active";

    /// <summary>The change is not one of its life cycle: what is withdrawn stays withdrawn.</summary>
    public const string TransitionForbidden = "consent.transition_forbidden";

    /// <summary>Whoever asks, or is asked, is not the party that the person named; or the artefact sent along is another.</summary>
    public const string PartyMismatch = "consent.party_mismatch";

    /// <summary>The purpose is another, a broader or a narrower one. Codes are compared, never texts.</summary>
    public const string PurposeMismatch = "consent.purpose_mismatch";

    /// <summary>The purpose has that code, in another version of its registry: it needs a new consent.</summary>
    public const string PurposeVersion = "consent.purpose_version";

    /// <summary>A field is asked for, or used to filter, sort or count, that was not agreed to.</summary>
    public const string Field = "consent.field";

    /// <summary>The data would be about a time that was not agreed to, or about all times.</summary>
    public const string Range = "consent.range";

    /// <summary>It was asked as often as was agreed to for that length of time, or the clock stands before the last use.</summary>
    public const string Frequency = "consent.frequency";

    /// <summary>It was used as often as was agreed to.</summary>
    public const string UsedUp = "consent.used_up";

    /// <summary>Whoever gave it, or changes it, may not: not the person, nor one who may act for her in this.</summary>
    public const string Authority = "consent.authority";

    /// <summary>It does not say which notice the person was shown: its version, its language, the hash of its words.</summary>
    public const string NoticeMissing = "consent.notice_missing";

    /// <summary>The page continues a decision that was never made, was made on another question, or too long ago.</summary>
    public const string DecisionUnknown = "consent.decision_unknown";

    /// <summary>Others change the consent all the time: ask again.</summary>
    public const string Busy = "consent.busy";

    /// <summary>Whether the change is durable is not known: ask again with the same request id.</summary>
    public const string OutcomeUnknown = "consent.outcome_unknown";

    /// <summary>The request id, or the consent's id, was used on other content.</summary>
    public const string IdempotencyConflict = "consent.idempotency_conflict";

    /// <summary>A dialect could not say it, or only by allowing more than the person has agreed to.</summary>
    public const string NotExpressible = "consent.not_expressible";

    /// <summary>No legal basis of that kind is known here.</summary>
    public const string BasisUnknown = "consent.basis_unknown";

    /// <summary>The data was to be kept no longer than this: the copy is not handed out any more.</summary>
    public const string DataLife = "consent.data_life";

    /// <summary>Several purposes are asked for as one: all or nothing, where each needs an agreement of its own.</summary>
    public const string Bundled = "consent.bundled";
}

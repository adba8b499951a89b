using System.Collections.Immutable;

namespace DpiBlocks.Consent;

/// <summary>What the recipient may do with the data.</summary>
public enum ConsentMode
{
    /// <summary>None; not a valid mode.</summary>
    None = 0,

    /// <summary>Look at it, and keep nothing.</summary>
    View,

    /// <summary>Keep it, as long as the data life says.</summary>
    Store,

    /// <summary>Ask questions of it, which are answered without handing it out.</summary>
    Query,

    /// <summary>Receive it as it comes.</summary>
    Stream,
}

/// <summary>The words the person was shown: without them there is no consent (ISO/IEC 29184).</summary>
/// <param name="Id">The notice.</param>
/// <param name="Version">Its version.</param>
/// <param name="Language">The language it was shown in, as BCP 47 writes it.</param>
/// <param name="Hash">SHA-256 of exactly the words that were shown, in UTF-8.</param>
public sealed record ConsentNotice(string Id, string Version, string Language, Digest Hash);

/// <summary>What of one data set.</summary>
/// <param name="DataSet">The data set: a register, ReBIT's <c>fiType</c>, ABDM's <c>hiType</c>.</param>
/// <param name="Fields">The fields, each with all that lies beneath it.</param>
public sealed record ConsentScope(string DataSet, ImmutableArray<FieldPath> Fields)
{
    /// <summary>Gets which accounts, episodes or files of the person; empty for all.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];
}

/// <summary>How often the data may be asked for: so many times in any such length of time.</summary>
/// <param name="Count">How often: 1 to 1,000.</param>
/// <param name="Period">In what length of time.</param>
public readonly record struct ConsentFrequency(int Count, CalendarPeriod Period)
{
    /// <summary>The largest count, so that what must be remembered stays small.</summary>
    public const int MaxCount = 1_000;

    /// <summary>Gets how often.</summary>
    public int Count { get; } = Count is >= 1 and <= MaxCount ? Count : throw new ArgumentOutOfRangeException(nameof(Count));
}

/// <summary>An agreement of one person, for one purpose: who may have what, for what, how often, until when. Several purposes are several artefacts.</summary>
/// <remarks>Written as canonical JSON (RFC 8785) and signed as a JWS; see <see cref="SignedConsent"/>.</remarks>
public sealed record ConsentArtefact
{
    /// <summary>Gets its name.</summary>
    public required ConsentId Id { get; init; }

    /// <summary>Gets whose data.</summary>
    public required SubjectId Subject { get; init; }

    /// <summary>Gets who agreed: the person herself, or one who may act for her.</summary>
    public required SubjectId GivenBy { get; init; }

    /// <summary>Gets when.</summary>
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>Gets the consent manager that attests that she agreed, and signs for it; null when she signs herself.</summary>
    public PartyId? Attestor { get; init; }

    /// <summary>Gets who may have the data.</summary>
    public required PartyId Recipient { get; init; }

    /// <summary>Gets who holds it.</summary>
    public required PartyId Provider { get; init; }

    /// <summary>Gets what for.</summary>
    public required PurposeCode Purpose { get; init; }

    /// <summary>Gets the legal basis, as a code of the law it rests on: <c>consent</c> unless it says more, as <c>eu-gdpr:A6-1-a</c> does.</summary>
    public string LegalBasis { get; init; } = "consent";

    /// <summary>Gets the words she was shown.</summary>
    public required ConsentNotice Notice { get; init; }

    /// <summary>Gets what data.</summary>
    public required ImmutableArray<ConsentScope> Scopes { get; init; }

    /// <summary>Gets what time the data may be about; null for all times.</summary>
    public DataRange? Range { get; init; }

    /// <summary>Gets conditions on the data itself, which the source applies.</summary>
    public ImmutableArray<RecordCondition> Filters { get; init; } = [];

    /// <summary>Gets what the recipient may do with it.</summary>
    public required ConsentMode Mode { get; init; }

    /// <summary>Gets how often it may be asked for; null for any number of times.</summary>
    public ConsentFrequency? Frequency { get; init; }

    /// <summary>Gets how many times in all; null for any number.</summary>
    public int? Uses { get; init; }

    /// <summary>Gets from when it holds.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Gets until when it holds, not included.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets how long the recipient may keep the data; null when nothing limits it but the law.</summary>
    public CalendarPeriod? DataLife { get; init; }

    /// <summary>Gets when the recipient must have erased all of it, whenever it came; null when only <see cref="DataLife"/> says so.</summary>
    public DateTimeOffset? EraseAt { get; init; }

    /// <summary>Gets the template of wording and bounds it was made from; null when none was used.</summary>
    public TemplateReference? Template { get; init; }

    /// <summary>Gets the SHA-256 of the signed consent that this one takes the place of; null for a first one.</summary>
    public Digest? Previous { get; init; }
}

/// <summary>A template of standard wording and upper bounds.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Its version.</param>
public sealed record TemplateReference(string Id, string Version);

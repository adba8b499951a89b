using System.Collections.Immutable;

namespace DpiBlocks.Consent;

/// <summary>What the caller knows of a consent that a dialect does not write, in either direction. What nobody says is lost, and named so.</summary>
public sealed record DialectContext
{
    /// <summary>Gets a context in which nothing is known.</summary>
    public static DialectContext Empty { get; } = new();

    /// <summary>Gets the consent's name, where it stands outside the document (ReBIT's <c>consentId</c>).</summary>
    public ConsentId? Id { get; init; }

    /// <summary>Gets when it was given, where that stands outside the document (ReBIT's <c>createTimestamp</c>).</summary>
    public DateTimeOffset? GivenAt { get; init; }

    /// <summary>Gets whom the dialect's name for the person stands for; the name itself is the subject unless set.</summary>
    public SubjectName? Subject { get; init; }

    /// <summary>Gets who gave it; the person herself unless set.</summary>
    public SubjectId? GivenBy { get; init; }

    /// <summary>Gets the consent manager that attests it. A document that names another is refused.</summary>
    public PartyId? Attestor { get; init; }

    /// <summary>Gets who is to receive the data, where the document does not say so. A document that names another is refused.</summary>
    public PartyId? Recipient { get; init; }

    /// <summary>Gets who holds the data. A document that names another is refused.</summary>
    public PartyId? Provider { get; init; }

    /// <summary>Gets the notice that the person was shown: no dialect of data sharing says which, and without it there is no consent.</summary>
    public ConsentNotice? Notice { get; init; }

    /// <summary>Gets the legal basis: <c>consent</c> unless set, since it is consents that these dialects write.</summary>
    public string LegalBasis { get; init; } = "consent";

    /// <summary>Gets the template it was made from.</summary>
    public TemplateReference? Template { get; init; }

    /// <summary>Gets the words for the purpose, where the dialect wants some and the code is none of its own table.</summary>
    public string? PurposeText { get; init; }

    /// <summary>Gets what the recipient is, in ReBIT's words: <c>FIU</c> unless set, <c>AA</c>, or in 2.x <c>USER</c>.</summary>
    public string RecipientRole { get; init; } = "FIU";

    /// <summary>Gets what the provider is, in ReBIT's words: <c>FIP</c> unless set, or <c>AA</c>.</summary>
    public string ProviderRole { get; init; } = "FIP";

    /// <summary>Gets the person's accounts or care contexts, as far as they are known: their kinds and masks, and which there are when all were agreed to.</summary>
    public ImmutableArray<DialectResource> Resources { get; init; } = [];
}

/// <summary>A person, and how a dialect calls her.</summary>
/// <param name="Subject">The person.</param>
/// <param name="Name">Her name there: ReBIT's <c>Customer.id</c>, ABDM's <c>patient.id</c>.</param>
public sealed record SubjectName(SubjectId Subject, string Name);

/// <summary>An account or a care context, with what only the dialect knows of it.</summary>
/// <param name="DataSet">The data set: ReBIT's <c>fiType</c>, ABDM's <c>hiType</c>.</param>
/// <param name="Name">Its name in <see cref="ConsentScope.Resources"/>.</param>
public sealed record DialectResource(string DataSet, string Name)
{
    /// <summary>Gets the kind of account (ReBIT's <c>accType</c>).</summary>
    public string? Kind { get; init; }

    /// <summary>Gets its number, masked (ReBIT's <c>maskedAccNumber</c>).</summary>
    public string? Mask { get; init; }
}

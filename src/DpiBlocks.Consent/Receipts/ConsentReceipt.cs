namespace DpiBlocks.Consent;

/// <summary>What was done with one consent, said by whoever did it or holds it, for the person, a regulator and a court.</summary>
/// <remarks>Written as canonical JSON (RFC 8785), signed by its issuer and signed again by the other party; see <see cref="SignedReceipt"/>.</remarks>
public sealed record ConsentReceipt
{
    /// <summary>Gets its name, within its consent: 1 to 256 characters. The same event has the same name, so that it has one receipt.</summary>
    public required string Id { get; init; }

    /// <summary>Gets what it is for.</summary>
    public required ReceiptKind Kind { get; init; }

    /// <summary>Gets the name of the consent.</summary>
    public required ConsentId ConsentId { get; init; }

    /// <summary>Gets the SHA-256 of the signed consent.</summary>
    public required Digest Consent { get; init; }

    /// <summary>Gets whose data.</summary>
    public required SubjectId Subject { get; init; }

    /// <summary>Gets who acted: the person by her pseudonym, the recipient, the provider.</summary>
    public required PartyId Actor { get; init; }

    /// <summary>Gets when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets who gives the receipt, and signs it first.</summary>
    public required PartyId Issuer { get; init; }

    /// <summary>Gets who signs it too: the person by her pseudonym, the recipient, the provider.</summary>
    public required PartyId Counterparty { get; init; }

    /// <summary>Gets the hash of the decision by which the consent was used; null for other kinds than <see cref="ReceiptKind.Use"/>.</summary>
    public Digest? Decision { get; init; }

    /// <summary>Gets what was deleted; null for other kinds than <see cref="ReceiptKind.Deletion"/>.</summary>
    public DeletionEvidence? Deletion { get; init; }

    /// <summary>Gets the SHA-256 of the receipt before this one of the same consent, as its issuer signed it; null for the first.</summary>
    public Digest? Previous { get; init; }
}

/// <summary>What was deleted.</summary>
/// <param name="What">What it was: the data set, and where it was kept. Never the data.</param>
/// <param name="Count">How many records: 0 when nothing was left.</param>
/// <param name="At">When.</param>
public sealed record DeletionEvidence(string What, int Count, DateTimeOffset At)
{
    /// <summary>Gets how many records.</summary>
    public int Count { get; } = Count >= 0 ? Count : throw new ArgumentOutOfRangeException(nameof(Count));
}

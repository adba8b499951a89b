namespace DpiBlocks.Consent.Tests.Support;

/// <summary>Receipts of that world.</summary>
internal sealed partial class World : IKeyStore
{
    public ReceiptVerifier ReceiptVerifier => new(this, this, VerdictPolicy.Strict);

    public ReceiptBook Receipts => new(Memory, this, ReceiptVerifier, VerdictPolicy.Strict, Time);

    /// <summary>Gets or sets a value indicating whether there is a key to sign with here.</summary>
    public bool HasSigner { get; set; } = true;

    public static ConsentReceipt Receipt(string id = "1", ReceiptKind kind = ReceiptKind.Giving) => new()
    {
        Id = id,
        Kind = kind,
        ConsentId = ConsentId.Parse("c-1"),
        Consent = Digest.Of("consent"u8),
        Subject = Person,
        Actor = PartyId.Parse(Person.Value),
        At = Now,
        Issuer = Bank,
        Counterparty = PartyId.Parse(Person.Value),
    };

    /// <summary>Signs for both parties, unless others are to sign.</summary>
    public async Task<SignedReceipt> SignAsync(ConsentReceipt receipt, string? issuer = null, string? counterparty = null)
    {
        var first = Parse(await SignedReceipt.SignAsync(receipt, SignerOf(issuer ?? receipt.Issuer.Value)));
        return Parse(await first.CountersignAsync(Now, SignerOf(counterparty ?? receipt.Counterparty.Value)));
    }

    public static SignedReceipt Parse(ReadOnlyMemory<byte> bytes)
    {
        SignedReceipt.TryParse(bytes, out var receipt, out var refusal).Should().BeTrue(refusal?.ToString());
        return receipt!;
    }

    // What is signed here is signed by the bank.
    public ValueTask<ISigner?> FindSignerAsync(TenantId tenant, string use, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(HasSigner ? SignerOf(Bank.Value) : null);
}

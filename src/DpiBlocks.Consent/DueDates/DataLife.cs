namespace DpiBlocks.Consent;

/// <summary>The data of one stored copy.</summary>
/// <param name="Copy">The copy.</param>
/// <param name="Content">The data.</param>
public sealed record StoredContent(StoredCopy Copy, ReadOnlyMemory<byte> Content);

/// <summary>Keeps, for a recipient of data, to how long it may be kept: hands no copy out after that, deletes it, and proves that it did.</summary>
/// <param name="self">Who keeps the copies, and gives the receipts.</param>
/// <param name="copies">The copies.</param>
/// <param name="eraser">Deletes them.</param>
/// <param name="receipts">Gives the receipts, countersigned by the provider.</param>
/// <param name="audit">The log.</param>
/// <param name="policy">What may stand unchecked.</param>
/// <param name="time">The clock.</param>
public sealed class DataLife(
    PartyId self, IStoredCopies copies, IDataEraser eraser, ReceiptBook receipts, IAuditLog audit, IVerdictPolicy policy, TimeProvider time)
{
    /// <summary>Reads a copy, if it may still be kept; a copy that should be gone is not handed out, whether it is gone or not.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">Its name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The data; or refused with <see cref="ConsentRefusalCodes.DataLife"/> or <see cref="ConsentRefusalCodes.NotFound"/>.</returns>
    public async ValueTask<Verification<StoredContent>> ReadAsync(TenantId tenant, string id, CancellationToken cancellationToken = default)
    {
        var verdict = new VerdictBuilder(policy, time.GetUtcNow());
        var copy = await copies.FindAsync(tenant, id, cancellationToken);
        if (copy is not null && verdict.At >= copy.KeepUntil)
        {
            verdict.Demand(Check.Failed("data_life", ConsentRefusalCodes.DataLife, "The data was to be kept no longer than this."));
            return verdict.Refuse<StoredContent>();
        }

        if (copy is null || await copies.ReadAsync(copy, cancellationToken) is not { } content)
        {
            verdict.Demand(Check.Failed("data_copy", ConsentRefusalCodes.NotFound, "There is no such copy."));
            return verdict.Refuse<StoredContent>();
        }

        verdict.Add(Check.Passed("data_life"));
        return verdict.Accept(new StoredContent(copy, content));
    }

    /// <summary>Deletes one copy that may be kept no longer: the data first, then the receipt and its line in the journal in one commit, then the copy is closed. Killed in between, it goes on from there.</summary>
    /// <param name="copy">The copy, as <see cref="IDataEraser.ListDueAsync"/> gave it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The receipt; or why it was not given, and the copy is still listed.</returns>
    /// <exception cref="ArgumentException">The copy may still be kept.</exception>
    /// <exception cref="AuditUnavailableException">The log takes nothing in.</exception>
    public async ValueTask<Verification<SignedReceipt>> EraseAsync(StoredCopy copy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(copy);
        if (time.GetUtcNow() < copy.KeepUntil)
        {
            throw new ArgumentException("The copy may still be kept.", nameof(copy));
        }

        var evidence = await eraser.EraseAsync(copy, cancellationToken);
        var receipt = new ConsentReceipt
        {
            Id = $"deletion {copy.Id}",
            Kind = ReceiptKind.Deletion,
            ConsentId = copy.ConsentId,
            Consent = copy.Consent,
            Subject = copy.Subject,
            Actor = self,
            At = evidence.At,
            Issuer = self,
            Counterparty = copy.Provider,
            Deletion = evidence,
        };
        var given = await receipts.IssueAsync(copy.Tenant, receipt, signed => new Effects { Audit = [Seal(copy, signed)] }, cancellationToken);
        if (given.IsAccepted)
        {
            await eraser.CloseAsync(copy, cancellationToken);
        }

        return given;
    }

    private AuditEntry Seal(StoredCopy copy, SignedReceipt signed) => audit.Seal(new AuditEvent
    {
        Shard = ShardKey.Of(copy.Tenant, copy.Subject),
        Action = "data.deleted",
        Outcome = "accepted",
        At = signed.Receipt.At,
        Actor = self,
        Subject = copy.Subject,
        Basis = $"{ConsentGate.BasisKind} {copy.ConsentId.Value}",
        Target = signed.Hash,
    });
}

namespace DpiBlocks.Consent;

/// <summary>Gives receipts, each at the end of the chain of its consent, and takes in the signatures of the other parties.</summary>
/// <param name="store">The receipts.</param>
/// <param name="keys">The key with which receipts are signed here, asked for by <see cref="SignedReceipt.Type"/>.</param>
/// <param name="verifier">Verifies what comes back.</param>
/// <param name="policy">What may stand unchecked.</param>
/// <param name="time">The clock.</param>
public sealed class ReceiptBook(IReceiptStore store, IKeyStore keys, ReceiptVerifier verifier, IVerdictPolicy policy, TimeProvider time)
{
    private const int Attempts = 64;

    /// <summary>Gives a receipt. Asked again under the same id it gives the same one, so that it can be asked for again after a kill.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="receipt">The receipt; what it says of the one before it is replaced.</param>
    /// <param name="seal">What else becomes durable with it, made from the receipt when it is signed; null for nothing.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The receipt; or refused with <see cref="ReceiptRefusalCodes.IdCollision"/>, <see cref="ConsentRefusalCodes.Busy"/> or <see cref="ConsentRefusalCodes.OutcomeUnknown"/>.</returns>
    /// <exception cref="InvalidOperationException">There is no key to sign with.</exception>
    /// <exception cref="ArgumentException">The receipt lacks what its kind demands.</exception>
    public async ValueTask<Verification<SignedReceipt>> IssueAsync(
        TenantId tenant, ConsentReceipt receipt, Func<SignedReceipt, Effects>? seal = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        var verdict = new VerdictBuilder(policy, time.GetUtcNow());
        var shard = ShardKey.Of(tenant, receipt.Subject);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await store.FindAsync(shard, receipt.ConsentId, receipt.Id, cancellationToken) is { } kept)
            {
                return Same(verdict, kept, receipt);
            }

            // Signed before anything is written: no transaction waits for a key.
            var last = await store.FindLastAsync(shard, receipt.ConsentId, cancellationToken);
            var signed = await SignAsync(tenant, receipt with { Previous = last?.Hash }, cancellationToken);
            var record = new ReceiptRecord(shard, receipt.ConsentId, (last?.Number ?? 0) + 1, receipt.Id, signed.Hash, signed.Bytes);
            switch (await store.CommitAsync(record, seal?.Invoke(signed) ?? Effects.None, cancellationToken))
            {
                case CommitOutcome.Committed:
                    verdict.Add(Check.Passed("receipt_id"));
                    return verdict.Accept(signed);
                case CommitOutcome.Unknown:
                    verdict.Demand(Check.NotChecked("commit", ConsentRefusalCodes.OutcomeUnknown, "Whether the receipt is durable is not known: ask again."));
                    return verdict.Refuse<SignedReceipt>();
                default:
                    continue;      // another receipt was quicker
            }
        }

        verdict.Demand(Check.NotChecked("commit", ConsentRefusalCodes.Busy, "Receipts of this consent are given all the time: ask again."));
        return verdict.Refuse<SignedReceipt>();
    }

    /// <summary>Takes in a receipt that the other party has signed too.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="content">The receipt with both signatures.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The receipt; or why its signatures do not stand, or that it was not given here.</returns>
    public async ValueTask<Verification<VerifiedReceipt>> CountersignedAsync(TenantId tenant, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var verdict = new VerdictBuilder(policy, time.GetUtcNow());
        if (!SignedReceipt.TryParse(content, out var signed, out var refusal))
        {
            verdict.Demand(Check.Failed("envelope", refusal.Code, refusal.Message));
            return verdict.Refuse<VerifiedReceipt>();
        }

        var verified = await verifier.VerifyAsync(signed, signed.Receipt.Subject, verdict.At, cancellationToken);
        if (!verified.IsAccepted)
        {
            return verified;
        }

        var shard = ShardKey.Of(tenant, signed.Receipt.Subject);
        var kept = await store.FindAsync(shard, signed.Receipt.ConsentId, signed.Receipt.Id, cancellationToken);
        if (kept is null || kept.Hash != signed.Hash || signed.Countersignature is null)
        {
            verdict.Demand(Check.Failed("receipt_id", ReceiptRefusalCodes.IdCollision, "The receipt that was given here is another."));
            return verdict.Refuse<VerifiedReceipt>();
        }

        verdict.Add("receipt", [.. verified.Checks]);
        if (await store.CommitAsync(kept with { Content = content }, Effects.None, cancellationToken) is CommitOutcome.Committed or CommitOutcome.AlreadyCommitted)
        {
            return verdict.Accept(verified.GetValueOrThrow());
        }

        verdict.Demand(Check.NotChecked("commit", ConsentRefusalCodes.OutcomeUnknown, "Whether the receipt is durable is not known: send it again."));
        return verdict.Refuse<VerifiedReceipt>();
    }

    private async ValueTask<SignedReceipt> SignAsync(TenantId tenant, ConsentReceipt receipt, CancellationToken cancellationToken)
    {
        var signer = await keys.FindSignerAsync(tenant, SignedReceipt.Type, cancellationToken) ?? throw new InvalidOperationException("There is no key to sign receipts with.");
        return SignedReceipt.TryParse(await SignedReceipt.SignAsync(receipt, signer, cancellationToken), out var signed, out var refusal)
            ? signed
            : throw new InvalidOperationException(refusal.Message);
    }

    // The same event has one receipt, whenever it was signed: what differs in anything but its place in the chain is another event.
    private static Verification<SignedReceipt> Same(VerdictBuilder verdict, ReceiptRecord kept, ConsentReceipt receipt)
    {
        if (SignedReceipt.TryParse(kept.Content, out var signed, out _) && signed.Receipt with { Previous = null } == receipt with { Previous = null })
        {
            verdict.Add(Check.Passed("receipt_id"));
            return verdict.Accept(signed);
        }

        verdict.Demand(Check.Failed("receipt_id", ReceiptRefusalCodes.IdCollision, "Another receipt of this consent has that id."));
        return verdict.Refuse<SignedReceipt>();
    }
}

namespace DpiBlocks.Consent;

/// <summary>Takes consents in and moves them through their life, each change with its entry in the person's journal.</summary>
/// <param name="store">The consents.</param>
/// <param name="verifier">Verifies what is given.</param>
/// <param name="audit">The log.</param>
/// <param name="policy">What may stand unchecked.</param>
/// <param name="time">The clock.</param>
/// <param name="notifier">Tells the parties of every change, in the same commit; null when nobody is to be told.</param>
public sealed class ConsentLedger(
    IConsentStore store, ConsentVerifier verifier, IAuditLog audit, IVerdictPolicy policy, TimeProvider time, ConsentNotifier? notifier = null)
{
    private const int Attempts = 64;

    /// <summary>Takes in a signed consent. The same one again changes nothing.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="content">The signed consent, which must not change while it is in use.</param>
    /// <param name="effects">What else becomes durable with it; its mark and its messages, if any, are the caller's.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The consent as it is kept; or why it was not taken.</returns>
    /// <exception cref="AuditUnavailableException">The log takes nothing in.</exception>
    public async ValueTask<Verification<ConsentRecord>> GiveAsync(
        TenantId tenant, ReadOnlyMemory<byte> content, Effects? effects = null, CancellationToken cancellationToken = default)
    {
        var verdict = new VerdictBuilder(policy, time.GetUtcNow());
        if (!SignedConsent.TryParse(content, out var consent, out var refusal))
        {
            return Refuse(verdict, "envelope", refusal);
        }

        var verified = await verifier.VerifyAsync(tenant, consent, verdict.At, cancellationToken);
        verdict.Add("consent", [.. verified.Checks]);
        if (!verified.IsAccepted)
        {
            return verdict.Refuse<ConsentRecord>();
        }

        var artefact = consent.Artefact;
        if (verdict.At >= artefact.ExpiresAt)
        {
            return Refuse(verdict, "consent_state", new Refusal(ConsentRefusalCodes.NotActive, "The consent has ended before it was given."));
        }

        var record = new ConsentRecord(ShardKey.Of(tenant, artefact.Subject), artefact.Id, consent.Bytes)
        {
            Hash = consent.Hash,
            Version = 1,
            State = ConsentState.Given,
            StateSince = verdict.At,
            ExpiresAt = artefact.ExpiresAt,
        };
        return await AddAsync(verdict, record, artefact, effects ?? Effects.None, cancellationToken);
    }

    /// <summary>Pauses, resumes or withdraws a consent, for the person or one who may act for her. Asked twice it is done once.</summary>
    /// <param name="shard">The shard of the person.</param>
    /// <param name="id">The consent.</param>
    /// <param name="act">What is done.</param>
    /// <param name="actor">Who does it, authenticated.</param>
    /// <param name="effects">What else becomes durable with it, such as messages to whoever holds or uses the data.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The consent as it stands then; or why not.</returns>
    /// <exception cref="AuditUnavailableException">The log takes nothing in.</exception>
    public async ValueTask<Verification<ConsentRecord>> ChangeAsync(
        ShardKey shard, ConsentId id, ConsentAct act, SubjectId actor, Effects? effects = null, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var verdict = new VerdictBuilder(policy, time.GetUtcNow());
            if (await store.FindAsync(shard, id, cancellationToken) is not { } record || !SignedConsent.TryParse(record.Content, out var consent, out _))
            {
                return Refuse(verdict, "consent", new Refusal(ConsentRefusalCodes.NotFound, "There is no such consent."));
            }

            if (!await verifier.MayActAsync(verdict, shard.Tenant, actor, consent.Artefact.Subject, consent.Artefact.Purpose, cancellationToken))
            {
                await AppendAsync(record, consent.Artefact, act, actor, verdict.Refuse<ConsentRecord>().Refusal!.Code, verdict.At, cancellationToken);
                return verdict.Refuse<ConsentRecord>();
            }

            // A withdrawal is never too late: a clock that runs ahead would leave it to others that go on.
            var state = act is ConsentAct.Withdraw ? record.State : ConsentLifeCycle.StateAt(record.State, consent.Artefact, verdict.At);
            if (act is not (ConsentAct.Pause or ConsentAct.Resume or ConsentAct.Withdraw) || !ConsentLifeCycle.TryMove(state, act, out var next, out _))
            {
                return Refuse(verdict, "consent_state", new Refusal(ConsentRefusalCodes.TransitionForbidden, "A consent that stands where this one does cannot be changed like that."));
            }

            if (next == record.State)
            {
                return verdict.Accept(record);
            }

            var (changed, outcome) = await MoveAsync(record, consent.Artefact, act, next, actor, verdict.At, effects, cancellationToken);
            if (outcome is CommitOutcome.Conflict or CommitOutcome.AlreadyCommitted && attempt < Attempts)
            {
                continue;
            }

            return Tell(verdict, changed, outcome);
        }
    }

    /// <summary>Moves a consent whose time is over to <see cref="ConsentState.Expired"/>. Nobody is asked whether it may: it has ended already.</summary>
    /// <param name="shard">The shard of the person.</param>
    /// <param name="id">The consent.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The consent as it stands then; or why not.</returns>
    /// <exception cref="AuditUnavailableException">The log takes nothing in.</exception>
    public async ValueTask<Verification<ConsentRecord>> ExpireAsync(ShardKey shard, ConsentId id, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var verdict = new VerdictBuilder(policy, time.GetUtcNow());
            if (await store.FindAsync(shard, id, cancellationToken) is not { } record || !SignedConsent.TryParse(record.Content, out var consent, out _))
            {
                return Refuse(verdict, "consent", new Refusal(ConsentRefusalCodes.NotFound, "There is no such consent."));
            }

            if (verdict.At < consent.Artefact.ExpiresAt || !ConsentLifeCycle.TryMove(record.State, ConsentAct.Expire, out var next, out _))
            {
                return Refuse(verdict, "consent_state", new Refusal(ConsentRefusalCodes.TransitionForbidden, "The time of the consent is not over, or it has ended otherwise."));
            }

            verdict.Add(Check.Passed("consent_state"));
            if (next == record.State)
            {
                return verdict.Accept(record);
            }

            var (changed, outcome) = await MoveAsync(record, consent.Artefact, ConsentAct.Expire, next, actor: null, verdict.At, effects: null, cancellationToken);
            if (outcome is CommitOutcome.Conflict && attempt < Attempts)
            {
                continue;
            }

            return Tell(verdict, changed, outcome);
        }
    }

    // The messages are signed before anything is written: no transaction waits for a key.
    private async ValueTask<(ConsentRecord Changed, CommitOutcome Outcome)> MoveAsync(
        ConsentRecord record, ConsentArtefact artefact, ConsentAct act, ConsentState next, SubjectId? actor, DateTimeOffset at, Effects? effects, CancellationToken cancellationToken)
    {
        var changed = record with { Version = record.Version + 1, State = next, StateSince = at };
        var told = notifier is null ? Effects.None : await notifier.PrepareAsync(changed, artefact, cancellationToken);
        var entry = new Effects { Audit = [Seal(record, artefact, NameOf(act), actor, "accepted", at)] };
        return (changed, await store.CommitAsync(changed, record.Version, entry.And(told).And(effects ?? Effects.None), cancellationToken));
    }

    private static Verification<ConsentRecord> Tell(VerdictBuilder verdict, ConsentRecord changed, CommitOutcome outcome) => outcome switch
    {
        CommitOutcome.Committed => verdict.Accept(changed),
        CommitOutcome.Unknown => NotKnown(verdict),
        _ => Refuse(verdict, "consent", new Refusal(ConsentRefusalCodes.Busy, "The consent is changed all the time: ask again.")),
    };

    private async ValueTask<Verification<ConsentRecord>> AddAsync(
        VerdictBuilder verdict, ConsentRecord record, ConsentArtefact artefact, Effects effects, CancellationToken cancellationToken)
    {
        // Where it is to be found comes first, then the end of the one it replaces: killed in between, nothing holds that should not.
        switch (await store.TryPointAsync(record.Shard.Tenant, record.Id, record.Shard, cancellationToken))
        {
            case CommitOutcome.Conflict:
                return Refuse(verdict, "consent_id", new Refusal(ConsentRefusalCodes.IdempotencyConflict, "Another consent has that id."));
            case CommitOutcome.Unknown:
                return NotKnown(verdict);
        }

        if (await store.FindAsync(record.Shard, record.Id, cancellationToken) is { } there)
        {
            return Same(verdict, there, record);
        }

        if (artefact.Previous is { } previous && !await ReplaceAsync(verdict, record.Shard, previous, artefact, cancellationToken))
        {
            return verdict.Refuse<ConsentRecord>();
        }

        var entry = Seal(record, artefact, "consent.given", artefact.GivenBy, "accepted", verdict.At);
        switch (await store.CommitAsync(record, 0, new Effects { Audit = [entry] }.And(effects), cancellationToken))
        {
            case CommitOutcome.Committed:
                return verdict.Accept(record);
            case CommitOutcome.Unknown:
                return NotKnown(verdict);
            default:
                return Same(verdict, await store.FindAsync(record.Shard, record.Id, cancellationToken), record);
        }
    }

    private static Verification<ConsentRecord> Same(VerdictBuilder verdict, ConsentRecord? kept, ConsentRecord record) => kept?.Hash == record.Hash
        ? verdict.Accept(kept)
        : Refuse(verdict, "consent_id", new Refusal(ConsentRefusalCodes.IdempotencyConflict, "Another consent has that id."));

    // A consent takes the place of one for the same purpose between the same parties, by one who may act in that one too.
    private async ValueTask<bool> ReplaceAsync(VerdictBuilder verdict, ShardKey shard, Digest previous, ConsentArtefact artefact, CancellationToken cancellationToken)
    {
        if (await FindAsync(shard, previous, cancellationToken) is not { } record || !SignedConsent.TryParse(record.Content, out var consent, out _))
        {
            return verdict.Demand(Check.Failed("consent_previous", ConsentRefusalCodes.NotFound, "The consent that this one is to replace is not there."));
        }

        var replaced = consent.Artefact;
        if (replaced.Recipient != artefact.Recipient || replaced.Provider != artefact.Provider)
        {
            return verdict.Demand(Check.Failed("consent_previous", ConsentRefusalCodes.PartyMismatch, "The consent that this one is to replace is between other parties."));
        }

        return verdict.Demand(UseJudge.AreSameButForVersion(replaced.Purpose, artefact.Purpose)
                ? Check.Passed("consent_previous")
                : Check.Failed("consent_previous", ConsentRefusalCodes.PurposeMismatch, "The consent that this one is to replace is for another purpose."))
            && await verifier.MayActAsync(verdict, shard.Tenant, artefact.GivenBy, artefact.Subject, replaced.Purpose, cancellationToken)
            && verdict.Demand(await SupersedeAsync(record, artefact.GivenBy, cancellationToken)
                ? Check.Passed("consent_previous")
                : Check.Failed("consent_previous", ConsentRefusalCodes.NotFound, "The consent that this one is to replace has ended."));
    }

    private async ValueTask<ConsentRecord?> FindAsync(ShardKey shard, Digest hash, CancellationToken cancellationToken)
    {
        ConsentId? after = null;
        while (await store.ListAsync(shard, after, 100, cancellationToken) is { IsEmpty: false } page)
        {
            if (page.FirstOrDefault(candidate => candidate.Hash == hash) is { } record)
            {
                return record;
            }

            after = page[^1].Id;
        }

        return null;
    }

    private async ValueTask<bool> SupersedeAsync(ConsentRecord record, SubjectId actor, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts && SignedConsent.TryParse(record.Content, out var consent, out _); attempt++)
        {
            var now = time.GetUtcNow();
            if (!ConsentLifeCycle.TryMove(ConsentLifeCycle.StateAt(record.State, consent.Artefact, now), ConsentAct.Supersede, out var next, out _) || next == record.State)
            {
                return next is ConsentState.Superseded;
            }

            var (_, outcome) = await MoveAsync(record, consent.Artefact, ConsentAct.Supersede, next, actor, now, effects: null, cancellationToken);
            if (outcome is CommitOutcome.Committed)
            {
                return true;
            }

            record = await store.FindAsync(record.Shard, record.Id, cancellationToken) ?? record;
        }

        return false;
    }

    private async ValueTask AppendAsync(
        ConsentRecord record, ConsentArtefact artefact, ConsentAct act, SubjectId actor, string outcome, DateTimeOffset at, CancellationToken cancellationToken) =>
        await audit.AppendAsync(Seal(record, artefact, NameOf(act), actor, outcome, at), cancellationToken);

    private AuditEntry Seal(ConsentRecord record, ConsentArtefact artefact, string action, SubjectId? actor, string outcome, DateTimeOffset at) => audit.Seal(new AuditEvent
    {
        Shard = record.Shard,
        Action = action,
        Outcome = outcome,
        At = at,
        Actor = actor is { } person ? PartyId.Parse(person.Value) : null,
        Subject = artefact.Subject,
        Purpose = artefact.Purpose,
        Basis = $"{ConsentGate.BasisKind} {record.Id.Value}",
        Target = record.Hash,
    });

    private static string NameOf(ConsentAct act) => act switch
    {
        ConsentAct.Pause => "consent.paused",
        ConsentAct.Resume => "consent.resumed",
        ConsentAct.Withdraw => "consent.withdrawn",
        ConsentAct.Expire => "consent.expired",
        ConsentAct.Supersede => "consent.superseded",
        _ => "consent.changed",
    };

    private static Verification<ConsentRecord> Refuse(VerdictBuilder verdict, string name, Refusal refusal)
    {
        verdict.Demand(new Check { Name = name, Outcome = CheckOutcome.Failed, Reason = refusal });
        return verdict.Refuse<ConsentRecord>();
    }

    private static Verification<ConsentRecord> NotKnown(VerdictBuilder verdict)
    {
        verdict.Demand(Check.NotChecked("commit", ConsentRefusalCodes.OutcomeUnknown, "Whether the change is durable is not known: ask again."));
        return verdict.Refuse<ConsentRecord>();
    }
}

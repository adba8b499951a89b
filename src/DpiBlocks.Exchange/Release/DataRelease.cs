using System.Runtime.CompilerServices;

namespace DpiBlocks.Exchange;

/// <summary>
/// The one way by which data of persons leaves: find, decide, read, record, answer. It takes no decision from its caller but asks the authority itself;
/// fields that were not decided on are not read, and would not be handed out if a source gave them; the log comes before the answer.
/// </summary>
/// <param name="authority">Who decides.</param>
/// <param name="sources">The registers that are held here, one for each data set.</param>
/// <param name="audit">The log.</param>
/// <param name="policy">What may stand unchecked.</param>
/// <param name="time">The clock.</param>
public sealed class DataRelease(IDisclosureAuthority authority, IEnumerable<IRecordSource> sources, IAuditLog audit, IVerdictPolicy policy, TimeProvider time)
{
    private readonly Dictionary<string, IRecordSource> _sources = sources.ToDictionary(source => source.DataSet, StringComparer.Ordinal);

    /// <summary>Answers a question about one person.</summary>
    /// <param name="request">The question; whose data it means, itself or by its basis.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The record; or the refusal of the authority, or one of <see cref="ExchangeRefusalCodes"/>.</returns>
    /// <exception cref="AuditUnavailableException">The log takes nothing in.</exception>
    public async ValueTask<Verification<ReleasedRecord>> ReadAsync(DisclosureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var verdict = new VerdictBuilder(policy, time.GetUtcNow());
        if (!_sources.TryGetValue(request.DataSet, out var source))
        {
            verdict.Demand(Check.Failed("data_set", ExchangeRefusalCodes.DataSetUnknown, "No such data set is held here."));
            return verdict.Refuse<ReleasedRecord>();
        }

        var decided = await authority.DecideAsync(request, cancellationToken);
        verdict.Add("disclosure", [.. decided.Checks]);
        if (!decided.TryGetValue(out var decision, out var refusal))
        {
            verdict.Demand(new Check { Name = "disclosure", Outcome = CheckOutcome.Failed, Reason = refusal });
            return verdict.Refuse<ReleasedRecord>();
        }

        // No register can be asked for some accounts yet, or by conditions, and none answers without handing out: then it is not read at all.
        if (!decision.Resources.IsDefaultOrEmpty || !decision.Filters.IsDefaultOrEmpty || decision.Duties.Contains(DisclosureDuties.QueryOnly))
        {
            verdict.Demand(Check.NotChecked("record", ExchangeRefusalCodes.LimitUnsupported, "The decision limits the data as no register here can."));
            return verdict.Refuse<ReleasedRecord>();
        }

        var record = await source.ReadAsync(request.Tenant, decision.Subject, decision.Fields, decision.Range, cancellationToken);
        return verdict.Demand(CheckRecord(record, decision, out var content))
            && verdict.Demand(await RecordAsync(request, decision, content, cancellationToken))
                ? verdict.Accept(new ReleasedRecord(content, decision))
                : verdict.Refuse<ReleasedRecord>();
    }

    /// <summary>
    /// Answers a question about whomever a query finds. What the query compares and sorts by counts as used. Persons who are refused are neither
    /// listed nor counted: their names are not in the answer, and the refusal is in the log.
    /// </summary>
    /// <param name="request">The question, without a subject.</param>
    /// <param name="query">Whom it is about.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The records, one after the other.</returns>
    /// <exception cref="AuditUnavailableException">The log takes nothing in.</exception>
    public async IAsyncEnumerable<ReleasedRecord> SearchAsync(
        DisclosureRequest request, RecordQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(query);
        if (!_sources.TryGetValue(request.DataSet, out var source))
        {
            yield break;
        }

        var used = (request.FieldsUsed.IsDefault ? [] : request.FieldsUsed).Concat(query.Conditions.Select(condition => condition.Field)).Concat(query.SortBy).Distinct();
        var question = request with { FieldsUsed = [.. used] };
        var found = 0;
        await foreach (var subject in source.FindAsync(request.Tenant, query, cancellationToken))
        {
            if (++found > query.Limit)
            {
                yield break;      // whatever the source gives
            }

            if ((await ReadAsync(question with { Subject = subject }, cancellationToken)).TryGetValue(out var record, out _))
            {
                yield return record;
            }
        }
    }

    private Check CheckRecord(ReadOnlyMemory<byte>? record, DisclosureDecision decision, out ReadOnlyMemory<byte> content)
    {
        content = default;
        if (record is null)
        {
            return Check.Failed("record", ExchangeRefusalCodes.RecordNotFound, "There is no record of the person.");
        }

        if (!FieldProjection.TryProject(record.Value, decision.Fields, out content))
        {
            return Check.Failed("record", ExchangeRefusalCodes.RecordMalformed, "The source gave what is not one bounded JSON object.");
        }

        return time.GetUtcNow() < decision.ValidUntil
            ? Check.Passed("record")
            : Check.NotChecked("record", ExchangeRefusalCodes.DecisionOver, "Reading took longer than the decision holds: ask again.");
    }

    private async ValueTask<Check> RecordAsync(DisclosureRequest request, DisclosureDecision decision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var entry = audit.Seal(new AuditEvent
        {
            Shard = ShardKey.Of(request.Tenant, decision.Subject),
            Action = "disclosure.released",
            Outcome = "accepted",
            At = time.GetUtcNow(),
            Actor = request.Recipient,
            Subject = decision.Subject,
            Purpose = request.Purpose,
            Basis = $"decision {decision.Id}",
            Fields = decision.Fields,
            Target = Digest.Of(content.Span),
        });
        return await audit.AppendAsync(entry, cancellationToken) is CommitOutcome.Committed
            ? Check.Passed("release")
            : Check.NotChecked("release", ExchangeRefusalCodes.NotRecorded, "Whether the release is in the log is not known, so nothing is handed out: ask again.");
    }
}

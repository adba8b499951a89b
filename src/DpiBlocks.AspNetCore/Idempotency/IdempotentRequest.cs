using DpiBlocks.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore;

/// <summary>
/// A request that may be repeated: its effect happens once, and its answer is given again. The handler first asks whether there is an
/// answer already, then makes its change with <see cref="MarkOf"/> among the effects, and answers by how that ended.
/// </summary>
/// <remarks>Nothing is remembered of a request that was refused: it is judged anew.</remarks>
public sealed class IdempotentRequest
{
    private readonly OnceKey _key;
    private readonly IOnceStore _store;
    private readonly WebTelemetry _telemetry;

    internal IdempotentRequest(OnceKey key, IOnceStore store, WebTelemetry telemetry) => (_key, _store, _telemetry) = (key, store, telemetry);

    /// <summary>Makes the mark to be committed with the change, as <see cref="Effects.Once"/>.</summary>
    /// <param name="answer">The answer that is given when the change is durable.</param>
    /// <returns>The mark.</returns>
    public OnceKey MarkOf(StoredAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return _key with { Answer = answer.ToBytes() };
    }

    /// <summary>Looks whether the request was answered before.</summary>
    /// <param name="shard">The shard of the change.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The answer given then; 422 when the key stands on another request; null when it is new.</returns>
    public async ValueTask<IResult?> FindAnswerAsync(ShardKey shard, CancellationToken cancellationToken = default)
    {
        if (await _store.FindAsync(shard, _key.Scope, _key.Value, cancellationToken) is not { } mark)
        {
            return null;
        }

        if (mark.Content != _key.Content)
        {
            return WebProblems.IdempotencyKeyReused;
        }

        _telemetry.Replayed();
        return StoredAnswer.TryRead(mark.Answer, out var answer) ? answer : WebProblems.Conflict;
    }

    /// <summary>Gives the answer by how the commit of the change ended.</summary>
    /// <param name="shard">The shard of the change.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="answer">The answer when it is durable; the one given to <see cref="MarkOf"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The answer; that of another that came at the same time; 409 or 422 on a conflict; 503 when the outcome is unknown.</returns>
    public async ValueTask<IResult> AnswerAsync(ShardKey shard, CommitOutcome outcome, StoredAnswer answer, CancellationToken cancellationToken = default) => outcome switch
    {
        CommitOutcome.Committed => answer,
        CommitOutcome.AlreadyCommitted or CommitOutcome.Conflict => await FindAnswerAsync(shard, cancellationToken) ?? WebProblems.Conflict,
        _ => WebProblems.OutcomeUnknown,
    };
}

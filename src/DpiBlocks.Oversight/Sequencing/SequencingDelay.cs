namespace DpiBlocks.Oversight;

/// <summary>Watches how long entries wait for the log. Past the stated delay nothing more is accepted, and neither when nobody has looked for so long.</summary>
/// <remarks>
/// A look costs two short queries and is taken by the worker; <see cref="Check"/> only compares. Waiting is also counted by the time that has passed
/// since an entry was first seen to wait, so that a clock that is set back hides nothing.
/// </remarks>
/// <param name="staged">What is committed, and not in the journal yet.</param>
/// <param name="journal">What is in the journal, and not in the log yet.</param>
/// <param name="time">The clock.</param>
/// <param name="maximum">The stated delay.</param>
public sealed class SequencingDelay(IStagedEffects staged, IJournalStore journal, TimeProvider time, TimeSpan maximum)
{
    private static readonly Refusal Late =
        new(AuditRefusalCodes.SequencerLate, "What was done before has not reached the log within the stated delay, so nothing more is accepted.");

    private Look? _last;

    /// <summary>Looks how long the oldest entry has been waiting.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task.</returns>
    public async ValueTask LookAsync(CancellationToken cancellationToken = default)
    {
        var began = time.GetTimestamp();      // what is committed while we look has waited no longer than this
        var oldest = Earlier(await staged.OldestAsync(cancellationToken), await journal.FindOldestUnsequencedAsync(cancellationToken));
        var last = _last;
        _last = new Look(oldest, oldest is not null && last is not null && oldest == last.Oldest ? last.Since : began);
    }

    /// <summary>Says whether anything more may be accepted. Waits for nothing.</summary>
    /// <returns>Null when it may; else <see cref="AuditRefusalCodes.SequencerLate"/>.</returns>
    public Refusal? Check()
    {
        if (_last is not { } last)
        {
            return Late;
        }

        var waited = time.GetElapsedTime(last.Since);
        var byClock = last.Oldest is { } oldest ? time.GetUtcNow() - oldest : TimeSpan.Zero;
        return waited > maximum || byClock > maximum ? Late : null;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null ? other : other is null || one < other ? one : other;

    // Since when nothing older than this was known: from the first look at the same oldest entry, or from this look when none waited.
    private sealed record Look(DateTimeOffset? Oldest, long Since);
}

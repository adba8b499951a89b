using System.Security.Cryptography;
using System.Text;

namespace DpiBlocks.Messaging;

/// <summary>
/// Takes messages in, however they came: each has its effect once, also when it comes again, comes several times at once, or the process
/// is killed on the way.
/// </summary>
/// <remarks>
/// The id of a message is remembered by a mark that is committed with its effect, under the shard of the effect and within handler and
/// sender. Order is kept by the sender, who sends the next message of a shard only after this one was acknowledged.
/// </remarks>
public sealed class Inbox
{
    private const int Attempts = 4;      // while others change the same state

    private readonly IOnceStore _marks;
    private readonly Dictionary<string, IMessageHandler> _handlers;
    private readonly TimeProvider _time;
    private readonly InboxOptions _options;

    /// <summary>Initializes a new instance of the <see cref="Inbox"/> class.</summary>
    /// <param name="marks">Where messages are remembered: the marks of the stores that the handlers write to.</param>
    /// <param name="handlers">The handlers by their names.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">How messages are taken in; copied.</param>
    /// <exception cref="ArgumentException">Two handlers have the same name.</exception>
    public Inbox(IOnceStore marks, IEnumerable<KeyValuePair<string, IMessageHandler>> handlers, TimeProvider time, InboxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(marks);
        ArgumentNullException.ThrowIfNull(handlers);
        ArgumentNullException.ThrowIfNull(time);
        _marks = marks;
        _handlers = new Dictionary<string, IMessageHandler>(handlers, StringComparer.Ordinal);
        _time = time;
        _options = options?.Copy() ?? new InboxOptions();
    }

    /// <summary>Takes one message in.</summary>
    /// <param name="handler">The name of its handler: of the route, the subject, the <c>dpi:</c> address.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Gives up; the message is then to be sent again.</param>
    /// <returns>What came of it. What the database or a handler throws passes through: nothing is known of the message then.</returns>
    public async ValueTask<InboxResult> ReceiveAsync(string handler, InboxMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(message);
        ArgumentException.ThrowIfNullOrEmpty(message.Sender);
        var result = await TakeInAsync(handler, message, cancellationToken);
        MessagingTelemetry.Count(MessagingTelemetry.Consumed, result.Outcome.ToString());
        return result;
    }

    private async ValueTask<InboxResult> TakeInAsync(string name, InboxMessage message, CancellationToken cancellationToken)
    {
        if (message.Content.Length > _options.MaxBytes)
        {
            return Refused(new Refusal(MessagingRefusalCodes.TooLarge, "The message is larger than is allowed."));
        }

        if (!_handlers.TryGetValue(name, out var handler))
        {
            return Refused(new Refusal(MessagingRefusalCodes.NoHandler, "Nothing here handles messages of that name."));
        }

        var handling = handler.Read(message);
        return handling.Change is { } change
            ? await CommitAsync(handling.Shard, MarkOf(name, message), change, cancellationToken)
            : Refused(handling.Refusal!);
    }

    private async ValueTask<InboxResult> CommitAsync(
        ShardKey shard, OnceKey once, Func<OnceKey, CancellationToken, ValueTask<Handled>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Looked for before: a change that was made must not be judged by a state that has it in already.
            if (await FindAsync(shard, once, cancellationToken) is { } earlier)
            {
                return earlier;
            }

            var (outcome, refusal) = await change(once, cancellationToken);
            if (outcome is CommitOutcome.Committed or CommitOutcome.AlreadyCommitted)
            {
                return new InboxResult(outcome is CommitOutcome.Committed ? InboxOutcome.Processed : InboxOutcome.AlreadyProcessed);
            }

            // And looked for afterwards: the same message may have been at work at the same time, or the answer of the commit was lost.
            if (refusal is not null || outcome is not CommitOutcome.Conflict || attempt == Attempts)
            {
                return await FindAsync(shard, once, cancellationToken)
                    ?? (refusal is not null ? Refused(refusal) : new InboxResult(InboxOutcome.Unknown, new Refusal(MessagingRefusalCodes.Busy, "The message is to be sent again.")));
            }
        }
    }

    private async ValueTask<InboxResult?> FindAsync(ShardKey shard, OnceKey once, CancellationToken cancellationToken) =>
        await _marks.FindAsync(shard, once.Scope, once.Value, cancellationToken) is not { } mark ? null
        : mark.Content == once.Content ? new InboxResult(InboxOutcome.AlreadyProcessed)
        : new InboxResult(InboxOutcome.Conflict, new Refusal(MessagingRefusalCodes.IdReused, "The sender has used the message's id for other content before."));

    private OnceKey MarkOf(string handler, InboxMessage message) => new(
        $"inbox {handler} {message.Sender}", message.Id.ToString("D"), DigestOf(message), _time.GetUtcNow() + _options.RememberFor);

    private static Digest DigestOf(InboxMessage message)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(message.ContentType));
        hash.AppendData([0]);      // stands in no media type
        hash.AppendData(message.Content.Span);
        return new Digest(hash.GetHashAndReset());
    }

    private static InboxResult Refused(Refusal refusal) => new(InboxOutcome.Refused, refusal);
}

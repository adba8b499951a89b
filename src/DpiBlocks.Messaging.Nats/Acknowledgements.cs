using System.Collections.Concurrent;

namespace DpiBlocks.Messaging.Nats;

/// <summary>
/// What consumers have said of messages, waited for or not yet: an acknowledgement that comes when nobody waits any more is found by the
/// next attempt.
/// </summary>
/// <param name="capacity">How many are remembered; beyond that the oldest are forgotten, and their messages are sent again.</param>
internal sealed class Acknowledgements(int capacity)
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<string?>> _known = [];
    private readonly ConcurrentQueue<Guid> _order = [];

    /// <summary>Waits for what is said of a message: null that it was taken in, or the code for which it was refused.</summary>
    public Task<string?> WaitAsync(Guid id) => Find(id).Task;

    /// <summary>Forgets that a message was refused before: whoever sends it again wants it judged again.</summary>
    public void ForgetRefusal(Guid id)
    {
        if (_known.TryGetValue(id, out var known) && known.Task is { IsCompletedSuccessfully: true, Result: not null })
        {
            _known.TryRemove(KeyValuePair.Create(id, known));
        }
    }

    /// <summary>Takes what was said of a message.</summary>
    public void Set(Guid id, string? refusal) => Find(id).TrySetResult(refusal);

    /// <summary>Forgets a message whose fate is settled.</summary>
    public void Forget(Guid id) => _known.TryRemove(id, out _);

    private TaskCompletionSource<string?> Find(Guid id)
    {
        var added = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var found = _known.GetOrAdd(id, added);
        if (ReferenceEquals(found, added))
        {
            _order.Enqueue(id);
            while (_order.Count > capacity && _order.TryDequeue(out var oldest))
            {
                _known.TryRemove(oldest, out _);
            }
        }

        return found;
    }
}

namespace DpiBlocks.Messaging;

/// <summary>How messages are sent, tried again and given up.</summary>
public sealed class OutboxOptions
{
    /// <summary>Gets or sets how many shards are sent from at once: 32 unless set, at most 1,024.</summary>
    public int Concurrency
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1024);
            field = value;
        }
    } = 32;

    /// <summary>Gets or sets how many messages of one shard are taken at once: 16 unless set, at most 256.</summary>
    public int Batch
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 256);
            field = value;
        }
    } = 16;

    /// <summary>Gets or sets how long to wait before looking again when there was nothing to do: 1 second unless set, at most one minute.</summary>
    public TimeSpan PollInterval { get; set => field = Within(value, TimeSpan.FromMinutes(1)); } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets how long one attempt may take: 30 seconds unless set, at most five minutes.</summary>
    public TimeSpan SendTimeout { get; set => field = Within(value, TimeSpan.FromMinutes(5)); } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the wait after the first failure, which doubles with each further one: 1 second unless set, at most one hour.</summary>
    public TimeSpan FirstDelay { get; set => field = Within(value, TimeSpan.FromHours(1)); } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the longest wait between two attempts, also when the receiver asks for more: 1 hour unless set, at most one day.</summary>
    public TimeSpan MaxDelay { get; set => field = Within(value, TimeSpan.FromDays(1)); } = TimeSpan.FromHours(1);

    /// <summary>
    /// Gets or sets how long a message is tried, from its commit on: 3 days unless set, at most 30. A message that fails later than that
    /// becomes a dead letter, and the later ones of its shard go on. The receiver must remember message ids for longer.
    /// </summary>
    public TimeSpan Deadline { get; set => field = Within(value, TimeSpan.FromDays(30)); } = TimeSpan.FromDays(3);

    /// <summary>Gets or sets how long messages that are being sent may still take when the host stops: 5 seconds unless set, at most one minute.</summary>
    public TimeSpan StopTimeout { get; set => field = Within(value, TimeSpan.FromMinutes(1)); } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets a secret of 32 bytes or more, from which the names of orders are made (<see cref="OutgoingMessage.Order"/>). All
    /// dispatchers of an outbox need the same, or the names differ between them; without one, each makes its own when it starts.
    /// </summary>
    public ReadOnlyMemory<byte>? OrderKey
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value?.Length ?? 32, 32);
            field = value is { } key ? key.ToArray() : default(ReadOnlyMemory<byte>?);      // a null array would become an empty key
        }
    }

    internal OutboxOptions Copy() => (OutboxOptions)MemberwiseClone();

    private static TimeSpan Within(TimeSpan value, TimeSpan most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return value;
    }
}

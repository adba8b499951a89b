namespace DpiBlocks.Messaging;

/// <summary>How old what an outbox holds is, by the clocks of those who committed it.</summary>
/// <param name="Oldest">When the message was committed that has waited longest for its delivery, of those that are the first of their shard; null when none waits.</param>
/// <param name="DueAt">When the shard that is due first is due: long ago when no dispatcher keeps up, however the receivers are; null when none waits.</param>
public readonly record struct OutboxBacklog(DateTimeOffset? Oldest, DateTimeOffset? DueAt);

using System.Collections.Immutable;

namespace DpiBlocks.Messaging;

/// <summary>The first messages of one shard, in the care of one dispatcher until a time.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Token">By which the lease is known again.</param>
/// <param name="Until">When it ends, unless it is given back before.</param>
/// <param name="Attempts">How often the first message has been tried.</param>
/// <param name="Messages">The messages, in their order.</param>
public sealed record OutboxLease(ShardKey Shard, Guid Token, DateTimeOffset Until, int Attempts, ImmutableArray<LeasedMessage> Messages);

/// <summary>A message in its place.</summary>
/// <param name="Sequence">Its place in the order of its shard.</param>
/// <param name="At">When it was committed, or, if it was a dead letter, sent again.</param>
/// <param name="Message">The message.</param>
public sealed record LeasedMessage(long Sequence, DateTimeOffset At, OutboxMessage Message);

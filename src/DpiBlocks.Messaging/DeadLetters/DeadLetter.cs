namespace DpiBlocks.Messaging;

/// <summary>A message that was given up.</summary>
/// <param name="Message">The message, with its shard.</param>
/// <param name="Sequence">Its place in the order of its shard.</param>
/// <param name="At">When it was committed, or last sent again.</param>
/// <param name="DeadAt">When it was given up.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Reason">Why it was given up.</param>
public sealed record DeadLetter(OutboxMessage Message, long Sequence, DateTimeOffset At, DateTimeOffset DeadAt, int Attempts, Refusal Reason);

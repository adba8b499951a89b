namespace DpiBlocks.Messaging;

/// <summary>A message as it came.</summary>
/// <param name="Tenant">To whose realm it came.</param>
/// <param name="Sender">
/// Who sent it, as far as the way it came proves: the id of the party that authenticated itself, the subject of a broker. The ids of
/// different senders are different ids, so that none can use up another's.
/// </param>
/// <param name="Id">The name by which the sender repeats it.</param>
/// <param name="ContentType">The media type, as it was given.</param>
/// <param name="Content">The bytes.</param>
public sealed record InboxMessage(TenantId Tenant, string Sender, Guid Id, string ContentType, ReadOnlyMemory<byte> Content);

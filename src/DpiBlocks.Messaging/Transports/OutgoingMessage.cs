namespace DpiBlocks.Messaging;

/// <summary>A message on its way. What it was filed under stays at home.</summary>
/// <param name="Tenant">Whose message it is.</param>
/// <param name="Id">Its name, by which the receiver knows it again.</param>
/// <param name="Order">
/// A name for the order that it keeps: messages of one order reach one destination one after the other. It differs from destination to
/// destination, and tells nothing of the person (<see cref="OutboxOptions.OrderKey"/>).
/// </param>
/// <param name="Destination">Where to.</param>
/// <param name="ContentType">The media type.</param>
/// <param name="Content">The bytes, exactly as they were committed.</param>
public sealed record OutgoingMessage(TenantId Tenant, Guid Id, string Order, Uri Destination, string ContentType, ReadOnlyMemory<byte> Content)
{
    /// <summary>Gets how often it was tried before, since it was put, or put back, into the outbox.</summary>
    public int Attempts { get; init; }
}

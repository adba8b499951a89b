namespace DpiBlocks.Consent;

/// <summary>Knows where the parties of consents are told of changes.</summary>
public interface IConsentParties
{
    /// <summary>Finds where a party is told.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="party">The holder or user of the data, or the consent manager.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The absolute destination of an <see cref="OutboxMessage"/>; null when there is none.</returns>
    ValueTask<Uri?> FindDestinationAsync(TenantId tenant, PartyId party, CancellationToken cancellationToken = default);
}

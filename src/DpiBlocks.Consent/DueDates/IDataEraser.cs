using System.Collections.Immutable;

namespace DpiBlocks.Consent;

/// <summary>A copy of a person's data that its recipient keeps, as long as the consent allows.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Id">Its name, with this recipient: 1 to 200 characters, since the receipt of its deletion is named after it.</param>
/// <param name="Subject">Whose data.</param>
/// <param name="ConsentId">The consent it was received on.</param>
/// <param name="Consent">The SHA-256 of that signed consent.</param>
/// <param name="Provider">Who has given the data.</param>
/// <param name="KeepUntil">Until when it may be kept, not included: the time of receipt and the data life of the consent.</param>
public sealed record StoredCopy(
    TenantId Tenant, string Id, SubjectId Subject, ConsentId ConsentId, Digest Consent, PartyId Provider, DateTimeOffset KeepUntil)
{
    /// <summary>Gets its name.</summary>
    public string Id { get; } = Id is { Length: >= 1 and <= 200 } ? StrictUtf8.Require(Id) : throw new ArgumentOutOfRangeException(nameof(Id));
}

/// <summary>Reads copies of data that a recipient keeps, for <see cref="DataLife"/>, which alone hands them out.</summary>
public interface IStoredCopies
{
    /// <summary>Finds a copy; gives no data.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">Its name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The copy, or null.</returns>
    ValueTask<StoredCopy?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken = default);

    /// <summary>Reads the data of a copy.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The data, or null when it is gone.</returns>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(StoredCopy copy, CancellationToken cancellationToken = default);
}

/// <summary>Deletes copies of data that a recipient keeps.</summary>
public interface IDataEraser
{
    /// <summary>Finds copies that may be kept no longer, and those that were deleted but not closed.</summary>
    /// <param name="at">The time.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The copies.</returns>
    ValueTask<ImmutableArray<StoredCopy>> ListDueAsync(DateTimeOffset at, int limit, CancellationToken cancellationToken = default);

    /// <summary>Deletes a copy. Asked again it gives the same evidence, until it is closed.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What was deleted, as it is written into the receipt.</returns>
    ValueTask<DeletionEvidence> EraseAsync(StoredCopy copy, CancellationToken cancellationToken = default);

    /// <summary>Forgets a deleted copy, whose receipt stands.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>When it is done.</returns>
    ValueTask CloseAsync(StoredCopy copy, CancellationToken cancellationToken = default);
}

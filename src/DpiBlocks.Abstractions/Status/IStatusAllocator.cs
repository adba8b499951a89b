namespace DpiBlocks;

/// <summary>Gives out places in a status list, for whoever issues.</summary>
public interface IStatusAllocator
{
    /// <summary>Allocates one place, drawn at random, durably and never again. A place that is then not used is harmless.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="list">The list's address.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The place, or null when there is no such list or it is full: then begin another list.</returns>
    ValueTask<StatusReference?> AllocateAsync(TenantId tenant, Uri list, CancellationToken cancellationToken = default);
}

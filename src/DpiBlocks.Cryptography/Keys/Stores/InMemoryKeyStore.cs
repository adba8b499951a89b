using System.Collections.Concurrent;

namespace DpiBlocks.Cryptography;

/// <summary>Signers in the memory of this process. Safe to share between threads; whoever adds a signer disposes it.</summary>
public sealed class InMemoryKeyStore : IKeyStore
{
    private readonly ConcurrentDictionary<(TenantId? Tenant, string? Use), ISigner> _signers = new();

    /// <summary>Adds a signer. It takes the place of one added before for the same tenant and use.</summary>
    /// <param name="signer">The signer.</param>
    /// <param name="tenant">For whom it signs; null for every tenant that has none of its own.</param>
    /// <param name="use">What it signs, a media type; null for everything that has none of its own.</param>
    /// <returns>This store, so that calls can be chained.</returns>
    public InMemoryKeyStore Add(ISigner signer, TenantId? tenant = null, string? use = null)
    {
        ArgumentNullException.ThrowIfNull(signer);
        _signers[(tenant, use)] = signer;
        return this;
    }

    /// <summary>Finds the signer of a tenant for a use, else of the tenant, else for the use, else the one for everything.</summary>
    /// <inheritdoc/>
    public ValueTask<ISigner?> FindSignerAsync(TenantId tenant, string use, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(use);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(
            _signers.GetValueOrDefault((tenant, use))
            ?? _signers.GetValueOrDefault((tenant, null))
            ?? _signers.GetValueOrDefault((null, use))
            ?? _signers.GetValueOrDefault((null, null)));
    }
}

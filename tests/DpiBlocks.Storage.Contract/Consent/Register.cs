using System.Collections.Immutable;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Storage.Contract;

/// <summary>A register in which everybody has the same key, and nobody may act for another.</summary>
internal sealed class Register(SigningKey key) : IKeyResolver, ITrustPolicy, IRepresentationResolver
{
    public ValueTask<KeyFinding> FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new KeyFinding([Check.Passed(string.Empty)], [new ResolvedKey(key.VerificationKey, PartyId.Parse(reference.Issuer!))]));

    public ValueTask<ImmutableArray<Check>> JudgeAsync(TrustQuestion question, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<ImmutableArray<Check>>([]);

    public ValueTask<ImmutableArray<Check>> JudgeAsync(
        TenantId tenant, SubjectId actor, SubjectId subject, string matter, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<ImmutableArray<Check>>([]);
}

using System.Collections.Immutable;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials.Tests.Support;

/// <summary>Keys by the name of their owner; a reference that names nobody finds them all.</summary>
internal sealed class KnownKeys : IKeyResolver
{
    private readonly List<ResolvedKey> _keys = [];

    public KeyReference? LastAsked { get; private set; }

    public KnownKeys Add(VerificationKey key, string owner)
    {
        _keys.Add(new ResolvedKey(key, PartyId.Parse(owner)));
        return this;
    }

    public ValueTask<KeyFinding> FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        LastAsked = reference;
        ImmutableArray<ResolvedKey> found = [.. _keys];
        return ValueTask.FromResult(new KeyFinding([Check.Passed(string.Empty)], found));
    }
}

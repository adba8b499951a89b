using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

/// <summary>Finds the keys of issuers that are <c>did:key</c> or <c>did:jwk</c>. Anyone can make such a DID: who is trusted is for the trust policy to say.</summary>
public sealed class DidResolver : IKeyResolver
{
    /// <summary>Finds the key of the issuer or, when none is named, of the DID in the key id.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="at">The time of the verdict, which changes nothing here.</param>
    /// <param name="cancellationToken">Gives up waiting, which never happens.</param>
    /// <returns>The key, owned by the DID; or why there is none: one of <see cref="DidRefusalCodes"/>, or what is wrong with the key.</returns>
    public ValueTask<KeyFinding> FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var issuer = reference.Issuer ?? Encoding.UTF8.GetString(reference.KeyId.Span).Split('#', 2)[0];
        return ValueTask.FromResult(Find(issuer, reference.KeyId));
    }

    private static KeyFinding Find(string issuer, ReadOnlyMemory<byte> keyId)
    {
        if (!SelfCertifyingDid.Is(issuer))
        {
            return NotFound(Did.LooksLikeDid(issuer) ? DidRefusalCodes.MethodNotSupported : SignatureRefusalCodes.KeyNotFound, "The issuer is not a did:key or did:jwk.");
        }

        if (!SelfCertifyingDid.TryResolve(issuer, out var key, out var refusal))
        {
            return NotFound(refusal.Code, refusal.Message);
        }

        return key.Answers(keyId) && PartyId.TryParse(issuer, out var owner)
            ? new KeyFinding([Check.Passed(string.Empty)], [new ResolvedKey(key.Key, owner) { Framework = key.Framework }])
            : NotFound(DidRefusalCodes.NoSuchKey, "The DID has no such key.");
    }

    private static KeyFinding NotFound(string code, string message) => new([Check.Failed(string.Empty, code, message)], []);
}

using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Trust;

/// <summary>What <c>did:key</c> and <c>did:jwk</c> have in common: the DID says its key, and nothing has to be asked.</summary>
internal static class SelfCertifyingDid
{
    /// <summary>Whether a text is a DID of such a method, however good.</summary>
    public static bool Is([NotNullWhen(true)] string? text) =>
        text is not null && (text.StartsWith("did:key:", StringComparison.Ordinal) || text.StartsWith("did:jwk:", StringComparison.Ordinal));

    /// <summary>Finds the signing key of a DID.</summary>
    public static bool TryResolve(string text, [NotNullWhen(true)] out DidSigningKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        key = null;
        if (!Did.TryParse(text, out var did))
        {
            refusal = new Refusal(DidRefusalCodes.Malformed, "The text is not a DID.");
            return false;
        }

        var isKey = string.Equals(did.Method, "key", StringComparison.Ordinal);
        if (!(isKey ? DidKey.TryResolve(did, out var jwk, out refusal) : DidJwk.TryResolve(did, out jwk, out refusal)))
        {
            return false;
        }

        if (jwk.VerificationKey is not { } signing)
        {
            refusal = new Refusal(DidRefusalCodes.NoSuchKey, "The key of the DID does not sign.");
            return false;
        }

        // The fragment of the one verification method: the key itself, or 0.
        key = new DidSigningKey(did, signing, isKey ? did.MethodSpecificId : "0");
        return true;
    }
}

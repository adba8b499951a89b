using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Cryptography;

/// <summary>A set of public keys (RFC 7517, 5).</summary>
/// <remarks>
/// A key that cannot be used does not make the others useless (RFC 7517, 5): it is left out, and <see cref="LeftOut"/> says why.
/// A private key in the set, or two of one name, refuse the whole set: something is wrong with whoever published it.
/// </remarks>
public sealed class JwkSet
{
    // Importing a key costs up to a millisecond, so a set of a megabyte could cost seconds.
    private static readonly JsonLimits Limits = JsonLimits.Document with { MaxItems = 1_000 };

    private JwkSet(ImmutableArray<Jwk> keys, ImmutableArray<Refusal> leftOut) => (Keys, LeftOut) = (keys, leftOut);

    /// <summary>Gets the keys, in their order.</summary>
    public ImmutableArray<Jwk> Keys { get; }

    /// <summary>Gets why other keys of the set were left out, in their order; the location is theirs in the set.</summary>
    public ImmutableArray<Refusal> LeftOut { get; }

    /// <summary>Reads a set of at most 1 MiB and 1,000 keys. Never throws for any bytes.</summary>
    /// <param name="utf8">The set.</param>
    /// <param name="set">The set.</param>
    /// <param name="refusal">Why not: one of <see cref="KeyRefusalCodes"/> or <see cref="JsonRefusalCodes"/>.</param>
    /// <returns>Whether it is a set of public keys.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out JwkSet? set, [NotNullWhen(false)] out Refusal? refusal)
    {
        set = null;
        if (!StrictJson.TryParse(utf8, Limits, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            return TryRead(document.RootElement, out set, out refusal);
        }
    }

    /// <summary>Reads a set that is part of a document read by <see cref="StrictJson"/>, such as the <c>jwks</c> of an issuer's metadata.</summary>
    /// <param name="element">The set.</param>
    /// <param name="set">The set.</param>
    /// <param name="refusal">Why not: one of <see cref="KeyRefusalCodes"/>.</param>
    /// <returns>Whether it is a set of public keys.</returns>
    public static bool TryRead(JsonElement element, [NotNullWhen(true)] out JwkSet? set, [NotNullWhen(false)] out Refusal? refusal)
    {
        set = null;
        if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty("keys", out var items) || items.ValueKind is not JsonValueKind.Array)
        {
            refusal = KeyRefusals.Malformed.At("/keys");
            return false;
        }

        var keys = ImmutableArray.CreateBuilder<Jwk>();
        var leftOut = ImmutableArray.CreateBuilder<Refusal>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var position = 0;
        foreach (var item in items.EnumerateArray())
        {
            var location = $"/keys/{position++}";
            if (!Jwk.TryRead(item, out var jwk, out var reason))
            {
                reason = reason.At(location + reason.Location);
                if (reason.Code is KeyRefusalCodes.PrivateInPublicSet)
                {
                    refusal = reason;
                    return false;
                }

                leftOut.Add(reason);
            }
            else if (jwk.KeyId is not null && !names.Add(jwk.KeyId))
            {
                refusal = KeyRefusals.DuplicateKeyId.At(location);
                return false;
            }
            else
            {
                keys.Add(jwk);
            }
        }

        refusal = null;
        set = new JwkSet(keys.ToImmutable(), leftOut.ToImmutable());
        return true;
    }
}

using System.Collections.Immutable;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>The rules of <c>crit</c> (RFC 7515, 4.1.11): an extension that must be understood is, or the message is refused.</summary>
internal static class CriticalHeader
{
    private const int MostNames = 16;

    // RFC 7515, 4.1.11: no name that the specifications of JWS, JWE and their algorithms define themselves.
    private static readonly HashSet<string> Standard = new(StringComparer.Ordinal)
    {
        "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit",
        "enc", "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c",
    };

    /// <summary>Checks the signed part of a header; null when nothing is wrong with its <c>crit</c>.</summary>
    /// <param name="signed">The signed part.</param>
    /// <param name="understood">The names of the extensions that are understood.</param>
    /// <param name="understandsB64">Whether <c>b64</c> is one more of them.</param>
    public static Refusal? Check(JsonElement signed, ImmutableArray<string> understood, bool understandsB64)
    {
        if (signed.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        // RFC 7797, 6: b64 set to false must be named in crit.
        if (!signed.TryGetProperty("crit"u8, out var critical))
        {
            return signed.TryGetProperty("b64"u8, out var b64) && b64.ValueKind is JsonValueKind.False ? JoseRefusals.UnencodedPayload : null;
        }

        if (critical.ValueKind is not JsonValueKind.Array || critical.GetArrayLength() is 0 or > MostNames)
        {
            return JoseRefusals.CriticalInvalid;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in critical.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.String
                || item.GetString() is not { Length: > 0 } name
                || Standard.Contains(name)
                || !names.Add(name)
                || !signed.TryGetProperty(name, out _))
            {
                return JoseRefusals.CriticalInvalid;
            }
        }

        if (!names.Contains("b64") && signed.TryGetProperty("b64"u8, out var unnamed) && unnamed.ValueKind is JsonValueKind.False)
        {
            return JoseRefusals.UnencodedPayload;
        }

        names.ExceptWith(understood);
        return names.Count == 0 || (understandsB64 && names is { Count: 1 } && names.Contains("b64")) ? null : JoseRefusals.CriticalUnsupported;
    }
}

using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>The parts of the compact serialization (RFC 9901, 4), all of them slices of the bytes that came.</summary>
/// <param name="Jws">What the issuer signed.</param>
/// <param name="Disclosures">The disclosures, each followed by a tilde; empty when there are none.</param>
/// <param name="KeyBinding">The key binding; empty when there is none.</param>
/// <param name="Bound">What the key binding's <c>sd_hash</c> covers: all before it.</param>
internal readonly record struct SdJwtParts(
    ReadOnlyMemory<byte> Jws, ReadOnlyMemory<byte> Disclosures, ReadOnlyMemory<byte> KeyBinding, ReadOnlyMemory<byte> Bound)
{
    /// <summary>Finds the parts; looks into none of them.</summary>
    public static bool TrySplit(ReadOnlyMemory<byte> compact, out SdJwtParts parts, [NotNullWhen(false)] out Refusal? refusal)
    {
        var text = compact.Span;
        var first = text.IndexOf((byte)'~');
        var last = text.LastIndexOf((byte)'~') + 1;
        parts = default;
        refusal = text.Length > JsonLimits.Presentation.MaxBytes || first > JsonLimits.Token.MaxBytes ? SdJwtRefusals.Length
            : first <= 0 ? SdJwtRefusals.NotAnSdJwt
            : null;
        if (refusal is not null)
        {
            return false;
        }

        parts = new SdJwtParts(compact[..first], compact[(first + 1)..last], compact[last..], compact[..last]);
        return true;
    }
}

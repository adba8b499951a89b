using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography.Cose;

/// <summary>The two header maps of a message, checked (RFC 9052, 3).</summary>
internal sealed class CoseHeaders
{
    private static readonly Refusal Malformed = new(CoseRefusalCodes.Malformed, "A header of the COSE message is not of the right form.");
    private static readonly Refusal Repeated = new(CoseRefusalCodes.DuplicateLabel, "The same header stands in the protected and the unprotected map.");
    private static readonly Refusal Critical = new(CoseRefusalCodes.CriticalUnsupported, "A header that must be understood is not, or the list of such headers is not in order.");

    private readonly CborValue? _protected;
    private readonly CborValue _unprotected;

    private CoseHeaders(CborValue? protectedMap, CborValue unprotectedMap) => (_protected, _unprotected) = (protectedMap, unprotectedMap);

    public static bool TryRead(
        ReadOnlyMemory<byte> protectedBytes,
        CborValue unprotectedMap,
        CoseProfile profile,
        [NotNullWhen(true)] out CoseHeaders? headers,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        headers = null;
        CborValue? protectedMap = null;
        if (protectedBytes.Length > 0 && !StrictCbor.TryParse(protectedBytes, profile.Limits, out protectedMap, out refusal))
        {
            return false;
        }

        refusal = protectedMap is { Kind: not CborKind.Map } || unprotectedMap.Kind is not CborKind.Map ? Malformed
            : !AreWellTyped(protectedMap) || !AreWellTyped(unprotectedMap) ? Malformed
            : !profile.AllowRepeatedLabels && Overlap(protectedMap, unprotectedMap) ? Repeated
            : !IsCriticalUnderstood(protectedMap, unprotectedMap, profile) ? Critical
            : null;
        headers = refusal is null ? new CoseHeaders(protectedMap, unprotectedMap) : null;
        return headers is not null;
    }

    public bool TryGetProtected(long label, [NotNullWhen(true)] out CborValue? value)
    {
        value = null;
        return _protected is not null && _protected.TryGet(label, out value);
    }

    public bool TryGetUnprotected(long label, [NotNullWhen(true)] out CborValue? value) => _unprotected.TryGet(label, out value);

    // RFC 9052, 3: what is protected counts before what is not.
    public bool TryGet(long label, [NotNullWhen(true)] out CborValue? value) =>
        TryGetProtected(label, out value) || TryGetUnprotected(label, out value);

    private static bool AreWellTyped(CborValue? map)
    {
        foreach (var (key, value) in map?.Entries ?? [])
        {
            if (!key.TryGetInt64(out var label) ? key.Kind is not CborKind.TextString : !IsWellTyped(label, value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWellTyped(long label, CborValue value) => label switch
    {
        CoseLabels.Algorithm => value.Kind is CborKind.UnsignedInteger or CborKind.NegativeInteger or CborKind.TextString,
        CoseLabels.ContentType or CoseLabels.Type => value.Kind is CborKind.UnsignedInteger or CborKind.TextString,
        CoseLabels.KeyId => value.Kind is CborKind.ByteString,
        _ => true,
    };

    private static bool Overlap(CborValue? protectedMap, CborValue unprotectedMap)
    {
        if (protectedMap is null || unprotectedMap.Entries.IsEmpty)
        {
            return false;
        }

        var labels = new HashSet<CborValue>(protectedMap.Entries.Select(entry => entry.Key), CborValue.ByValue);
        return unprotectedMap.Entries.Any(entry => labels.Contains(entry.Key));
    }

    // RFC 9052, 3.1: protected, at least one label, each of them present and understood.
    private static bool IsCriticalUnderstood(CborValue? protectedMap, CborValue unprotectedMap, CoseProfile profile)
    {
        if (unprotectedMap.TryGet(CoseLabels.Critical, out _))
        {
            return false;
        }

        if (protectedMap is null || !protectedMap.TryGet(CoseLabels.Critical, out var critical))
        {
            return true;
        }

        foreach (var item in critical.Items)
        {
            if (!item.TryGetInt64(out var label) || !protectedMap.TryGet(label, out _) || !IsUnderstood(label, profile))
            {
                return false;
            }
        }

        return !critical.Items.IsEmpty;
    }

    private static bool IsUnderstood(long label, CoseProfile profile) =>
        label is CoseLabels.Algorithm or CoseLabels.Critical or CoseLabels.ContentType or CoseLabels.KeyId or CoseLabels.Type or CoseLabels.X5Chain
        || profile.UnderstoodCritical.Contains(label);
}

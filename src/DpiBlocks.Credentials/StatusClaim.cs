using System.Diagnostics.CodeAnalysis;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Credentials;

/// <summary>What the claim <c>status</c> has in common in all formats, and how it is read from CBOR (Token Status List, 6.1 and 6.3).</summary>
internal static class StatusClaim
{
    /// <summary>The number of the claim in a CWT.</summary>
    public const long CwtLabel = 65535;

    public const string Mechanism = "status_list";

    private const int MaxAddressLength = 2048;

    private static readonly Refusal Malformed = new(StatusRefusalCodes.Malformed, "The place of the status is not stated as it must be.")
    {
        Location = "status",
    };

    /// <summary>Reads the claim. Never throws for any value.</summary>
    /// <param name="status">The value of the claim.</param>
    /// <param name="reference">The reference; null when the claim names only mechanisms that are not known here.</param>
    /// <returns>Why not, or null when it has the agreed form.</returns>
    public static Refusal? Read(CborValue status, out StatusReference? reference)
    {
        reference = null;
        if (!status.TryGet(Mechanism, out var list))
        {
            return status.Entries.IsEmpty ? Malformed : null;
        }

        reference = list.TryGet("idx", out var idx) && idx.TryGetInt64(out var index) && index >= 0
            && list.TryGet("uri", out var uri) && uri.TryGetText(out var text) && TryReadAddress(text, out var address)
                ? new StatusReference(Mechanism, address) { Index = index }
                : null;
        return reference is null ? Malformed : null;
    }

    /// <summary>Reads the address of a list: a URI with its scheme (RFC 3986, 3).</summary>
    public static bool TryReadAddress(string? text, [NotNullWhen(true)] out Uri? address)
    {
        // On Unix the platform takes "/lists/1" for the address of a file; an address says its scheme itself.
        address = null;
        var valid = text is { Length: <= MaxAddressLength } && Uri.TryCreate(text, UriKind.Absolute, out address)
            && text.StartsWith(address.Scheme, StringComparison.OrdinalIgnoreCase) && text.AsSpan(address.Scheme.Length).StartsWith(':');
        address = valid ? address : null;
        return address is not null;
    }
}

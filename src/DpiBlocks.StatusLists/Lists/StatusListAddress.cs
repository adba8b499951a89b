using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.StatusLists;

/// <summary>Reads the address of a list: a URI with its scheme (RFC 3986, 3), which is compared as it is written.</summary>
internal static class StatusListAddress
{
    private const int MaxLength = 2048;

    public static bool TryParse(string? text, [NotNullWhen(true)] out Uri? address)
    {
        // On Unix the platform takes "/lists/1" for the address of a file; an address says its scheme itself.
        address = null;
        var valid = text is { Length: <= MaxLength } && Uri.TryCreate(text, UriKind.Absolute, out address)
            && text.StartsWith($"{address.Scheme}:", StringComparison.OrdinalIgnoreCase);
        address = valid ? address : null;
        return address is not null;
    }
}

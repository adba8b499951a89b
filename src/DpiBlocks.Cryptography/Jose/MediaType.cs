using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>Compares the media types of <c>typ</c> and <c>cty</c> as RFC 7515, 4.1.9 says.</summary>
internal static class MediaType
{
    private const string Omissible = "application/";

    /// <summary>Finds the accepted type that a header parameter names.</summary>
    public static bool TryMatch(JsonElement value, ImmutableArray<string> accepted, [NotNullWhen(true)] out string? type)
    {
        type = null;
        foreach (var candidate in accepted)
        {
            if (value.ValueEquals(candidate))
            {
                type = candidate;
                return true;
            }
        }

        // Seldom: another letter case, or the prefix written out.
        var text = value.GetString();
        foreach (var candidate in accepted)
        {
            if (AreEqual(text, candidate))
            {
                type = candidate;
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether two texts name the same media type.</summary>
    public static bool AreEqual(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        Shorten(left).Equals(Shorten(right), StringComparison.OrdinalIgnoreCase);

    // Only "application/x" without another slash may be written as "x".
    private static ReadOnlySpan<char> Shorten(ReadOnlySpan<char> type) =>
        type.StartsWith(Omissible, StringComparison.OrdinalIgnoreCase) && type.LastIndexOf('/') < Omissible.Length
            ? type[Omissible.Length..]
            : type;
}

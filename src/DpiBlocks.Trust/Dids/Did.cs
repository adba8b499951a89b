using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Trust;

/// <summary>A decentralized identifier, such as <c>did:key:z6Mk…</c>: no path, query or fragment.</summary>
/// <remarks>Syntax: W3C DID Core 1.0, 3.1. At most 8,192 characters, which the longest post-quantum key needs.</remarks>
public readonly record struct Did : IParsable<Did>
{
    private const string Scheme = "did:";
    private const int MaxLength = 8192;

    private static readonly SearchValues<char> MethodCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:%");

    private readonly string? _value;

    private Did(string value) => _value = value;

    /// <summary>Gets the text.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This Did was never given a value.");

    /// <summary>Gets the name of its method, such as <c>key</c>.</summary>
    public string Method => Value[Scheme.Length..Value.IndexOf(':', Scheme.Length)];

    /// <summary>Gets what follows the method.</summary>
    public string MethodSpecificId => Value[(Value.IndexOf(':', Scheme.Length) + 1)..];

    /// <summary>Reads a DID.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The DID.</returns>
    /// <exception cref="FormatException">The text is not a DID.</exception>
    public static Did Parse(string text) => TryParse(text, out var did) ? did : throw new FormatException("The text is not a DID.");

    /// <summary>Reads a DID. Never throws for any text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="did">The DID.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Did did)
    {
        did = text is { Length: <= MaxLength } && IsDid(text) ? new Did(text) : default;
        return did._value is not null;
    }

    /// <summary>Gets a value indicating whether a text begins as a DID does; it may still be malformed.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it does.</returns>
    public static bool LooksLikeDid([NotNullWhen(true)] string? text) => text?.StartsWith(Scheme, StringComparison.Ordinal) ?? false;

    /// <inheritdoc/>
    public override string ToString() => Value;

    static Did IParsable<Did>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Did>.TryParse(string? s, IFormatProvider? provider, out Did result) => TryParse(s, out result);

    private static bool IsDid(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = text[Scheme.Length..];
        var colon = rest.IndexOf(':');
        if (colon < 1 || rest[..colon].ContainsAnyExcept(MethodCharacters))
        {
            return false;
        }

        // method-specific-id = *( *idchar ":" ) 1*idchar
        var id = rest[(colon + 1)..];
        return id.Length > 0 && id[^1] != ':' && !id.ContainsAnyExcept(IdCharacters) && ArePercentsEncoded(id);
    }

    private static bool ArePercentsEncoded(ReadOnlySpan<char> id)
    {
        for (var i = id.IndexOf('%'); i >= 0; i = id.IndexOf('%'))
        {
            if (i + 2 >= id.Length || !char.IsAsciiHexDigit(id[i + 1]) || !char.IsAsciiHexDigit(id[i + 2]))
            {
                return false;
            }

            id = id[(i + 3)..];
        }

        return true;
    }
}

using System.Collections.Immutable;

namespace DpiBlocks.AspNetCore;

/// <summary>Where a client may have its users sent back to. The address that a request names is one of these letter for letter, or it is refused.</summary>
/// <remarks>RFC 9700, 4.1.3: no prefix, no pattern, no normalisation; every one of these has been a way to steal a code.</remarks>
public sealed class RedirectUris
{
    private const int MaxLength = 2_048;

    private readonly ImmutableHashSet<string> _registered;

    /// <summary>Initializes a new instance of the <see cref="RedirectUris"/> class.</summary>
    /// <param name="registered">
    /// The addresses: https; or http on the loopback address, or a scheme with a dot (RFC 8252, 7), for applications on a device. Without
    /// fragment, user information, backslash, white space and dot segments, so that no two readers can understand them differently.
    /// </param>
    /// <exception cref="ArgumentException">One is not such an address.</exception>
    public RedirectUris(params IEnumerable<string> registered)
    {
        ArgumentNullException.ThrowIfNull(registered);
        _registered = registered.ToImmutableHashSet(StringComparer.Ordinal);
        if (_registered.FirstOrDefault(address => !IsSafe(address)) is { } unsafeAddress)
        {
            throw new ArgumentException($"'{unsafeAddress}' is no address to which a user may be sent.", nameof(registered));
        }
    }

    /// <summary>Tells whether an address is one of these, letter for letter.</summary>
    /// <param name="address">What the request names, decoded once as a query or form is.</param>
    /// <returns>Whether it is.</returns>
    public bool Contains(string? address) => address is not null && _registered.Contains(address);

    private static bool IsSafe(string address) =>
        address.Length is > 0 and <= MaxLength
        && !address.AsSpan().ContainsAnyExceptInRange('!', '~')
        && !address.Contains('\\', StringComparison.Ordinal)
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri is { Fragment: "", UserInfo: "" }
        && !address.Contains('#', StringComparison.Ordinal)
        && !(uri.Authority.Length > 0 && address.AsSpan(0, Math.Min(address.Length, uri.Scheme.Length + uri.Authority.Length + 4)).Contains('@'))
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback && uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
            || uri.Scheme.Contains('.', StringComparison.Ordinal))
        && (uri.Scheme.Contains('.', StringComparison.Ordinal) || uri.AbsoluteUri.StartsWith(address, StringComparison.Ordinal));      // it is written as it is understood
}

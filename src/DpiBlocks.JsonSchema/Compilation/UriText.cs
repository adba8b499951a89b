using System.Text;

namespace DpiBlocks.JsonSchema.Compilation;

/// <summary>URIs as texts: resolved by RFC 3986, 5.2, and otherwise left as they are written.</summary>
internal static class UriText
{
    /// <summary>Resolves a reference against a base; without a base it stays what it is.</summary>
    public static string Resolve(string @base, string reference)
    {
        var (scheme, authority, path, query, fragment) = Split(reference);
        if (scheme is not null || @base.Length == 0)
        {
            return scheme is null ? reference : Join(scheme, authority, WithoutDots(path), query, fragment);
        }

        var from = Split(@base);
        if (authority is not null)
        {
            return Join(from.Scheme, authority, WithoutDots(path), query, fragment);
        }

        if (path.Length == 0)
        {
            return Join(from.Scheme, from.Authority, from.Path, query ?? from.Query, fragment);
        }

        if (!path.StartsWith('/'))
        {
            path = from.Authority is not null && from.Path.Length == 0 ? "/" + path : from.Path[..(from.Path.LastIndexOf('/') + 1)] + path;
        }

        return Join(from.Scheme, from.Authority, WithoutDots(path), query, fragment);
    }

    /// <summary>Cuts a URI at its fragment, which is decoded.</summary>
    public static (string Uri, string Fragment) Cut(string uri)
    {
        var hash = uri.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? (uri, string.Empty) : (uri[..hash], Uri.UnescapeDataString(uri[(hash + 1)..]));
    }

    /// <summary>Whether it has a scheme.</summary>
    public static bool IsAbsolute(string uri) => Split(uri).Scheme is not null;

    /// <summary>Writes a JSON pointer as a fragment (RFC 6901, 6).</summary>
    public static string Fragment(string pointer) => Uri.EscapeDataString(pointer).Replace("%2F", "/", StringComparison.Ordinal).Replace("%24", "$", StringComparison.Ordinal);

    private static (string? Scheme, string? Authority, string Path, string? Query, string? Fragment) Split(string uri)
    {
        string? scheme = null, authority = null, query = null, fragment = null;
        var hash = uri.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0)
        {
            (uri, fragment) = (uri[..hash], uri[(hash + 1)..]);
        }

        var mark = uri.IndexOf('?', StringComparison.Ordinal);
        if (mark >= 0)
        {
            (uri, query) = (uri[..mark], uri[(mark + 1)..]);
        }

        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && char.IsAsciiLetter(uri[0]) && uri.AsSpan(0, colon).IndexOf('/') < 0)
        {
            (scheme, uri) = (uri[..colon], uri[(colon + 1)..]);
        }

        if (uri.StartsWith("//", StringComparison.Ordinal))
        {
            var end = uri.IndexOf('/', 2);
            (authority, uri) = end < 0 ? (uri[2..], string.Empty) : (uri[2..end], uri[end..]);
        }

        return (scheme, authority, uri, query, fragment);
    }

    // RFC 3986, 5.3; an empty fragment names the whole, as none does (Core, 8.2.1).
    private static string Join(string? scheme, string? authority, string path, string? query, string? fragment)
    {
        var text = new StringBuilder();
        text.Append(scheme).Append(scheme is null ? string.Empty : ":");
        text.Append(authority is null ? string.Empty : "//").Append(authority).Append(path);
        text.Append(query is null ? string.Empty : "?").Append(query);
        return text.Append(string.IsNullOrEmpty(fragment) ? string.Empty : "#").Append(fragment).ToString();
    }

    // RFC 3986, 5.2.4.
    private static string WithoutDots(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal))
        {
            return path;
        }

        var segments = new List<string>();
        var parts = path.Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            var isLast = i == parts.Length - 1;
            if (parts[i] == "..")
            {
                if (segments.Count > 1)
                {
                    segments.RemoveAt(segments.Count - 1);
                }
            }
            else if (parts[i] != ".")
            {
                segments.Add(parts[i]);
                continue;
            }

            if (isLast)
            {
                segments.Add(string.Empty);
            }
        }

        return string.Join('/', segments);
    }
}

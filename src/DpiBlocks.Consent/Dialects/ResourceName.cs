namespace DpiBlocks.Consent;

/// <summary>The name of a resource that has a holder of its own: <c>holder/id</c>, in which a slash or a tilde of either is escaped as in RFC 6901.</summary>
internal static class ResourceName
{
    public static string Of(string? holder, string id) => holder is null ? Escape(id) : $"{Escape(holder)}/{Escape(id)}";

    /// <summary>Takes it apart again; false when it has more than two parts, or an empty one.</summary>
    public static bool TrySplit(string name, out string? holder, out string id)
    {
        var parts = name.Split('/', 3);
        holder = parts.Length == 2 ? Unescape(parts[0]) : null;
        id = Unescape(parts[^1]);
        return parts.Length <= 2 && parts.All(part => part.Length > 0);
    }

    private static string Escape(string text) => text.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string Unescape(string text) => text.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}

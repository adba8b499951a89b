using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>A choice of claims: those an issuer makes selectively disclosable, or those a holder shows. Immutable; made once, used often.</summary>
/// <remarks>
/// Each is a JSON pointer (RFC 6901) such as <c>/address/city</c> or <c>/nationalities/0</c>; the token <c>*</c> stands for every
/// member or element at its place. A path means that claim alone: parts of it that hide by themselves need paths of their own.
/// </remarks>
public sealed class ClaimPaths
{
    private const int MostPaths = 1_000;
    private const int LongestPath = 4_096;

    private ClaimPaths(ClaimPathNode root, ImmutableArray<string> paths) => (Root, Paths) = (root, paths);

    /// <summary>Gets the choice of nothing.</summary>
    public static ClaimPaths None { get; } = new(new ClaimPathNode(), []);

    /// <summary>Gets the paths as they were written.</summary>
    public ImmutableArray<string> Paths { get; }

    internal ClaimPathNode Root { get; }

    /// <summary>Gets the first path to a claim that must stand in the clear, or into one.</summary>
    internal string? FirstRegistered { get; private init; }

    /// <summary>Reads paths.</summary>
    /// <param name="paths">The paths.</param>
    /// <returns>The choice.</returns>
    /// <exception cref="FormatException">One is not a JSON pointer below the root.</exception>
    public static ClaimPaths Parse(params ReadOnlySpan<string> paths) =>
        TryParse(paths.ToArray(), out var result, out var refusal) ? result : throw new FormatException(refusal.Message);

    /// <summary>Reads paths.</summary>
    /// <param name="paths">The paths, at most 1,000.</param>
    /// <param name="result">The choice.</param>
    /// <param name="refusal">Why not: <see cref="SdJwtRefusalCodes.PathMalformed"/>, with the number of the path as location.</param>
    /// <returns>Whether each is a JSON pointer below the root.</returns>
    public static bool TryParse(
        IReadOnlyList<string> paths, [NotNullWhen(true)] out ClaimPaths? result, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(paths);
        (result, refusal) = (null, null);
        var root = new ClaimPathNode();
        for (var i = 0; i < paths.Count; i++)
        {
            if (i >= MostPaths || !TryAdd(root, paths[i], i))
            {
                refusal = new Refusal(SdJwtRefusalCodes.PathMalformed, "A path to a claim is not a JSON pointer such as /address/city.") { Location = $"/{i}" };
                return false;
            }
        }

        root.Merge();
        result = new ClaimPaths(root, [.. paths]) { FirstRegistered = paths.FirstOrDefault(IsRegistered) };
        return true;
    }

    /// <summary>The number of the first path that was found nowhere; one with a wildcard may be. Less than zero when there is none.</summary>
    internal int FirstMissing(ReadOnlySpan<bool> found)
    {
        for (var i = 0; i < found.Length; i++)
        {
            if (!found[i] && !Paths[i].Contains("/*", StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsRegistered(string path)
    {
        var end = path.IndexOf('/', 1);
        return SdJwtNames.MustBeClear(Encoding.UTF8.GetBytes(end < 0 ? path[1..] : path[1..end]));
    }

    private static bool TryAdd(ClaimPathNode root, string path, int index)
    {
        if (path is not { Length: > 0 and <= LongestPath } || path[0] != '/')
        {
            return false;
        }

        var node = root;
        foreach (var range in path.AsSpan(1).Split('/'))
        {
            // RFC 6901, 3: a tilde is written ~0 and a slash ~1, and a tilde alone is nothing.
            var token = path[1..][range];
            for (var tilde = token.IndexOf('~', StringComparison.Ordinal); tilde >= 0; tilde = token.IndexOf('~', tilde + 1))
            {
                if (tilde + 1 == token.Length || token[tilde + 1] is not ('0' or '1'))
                {
                    return false;
                }
            }

            node = node.GetOrAdd(token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        node.Mark(index);
        return true;
    }
}

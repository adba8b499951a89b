using System.Text.RegularExpressions;

namespace DpiBlocks.AspNetCore.Tests.Logging;

/// <summary>Finds what has the shape of a secret, whatever its value.</summary>
internal static partial class Scanner
{
    public static IReadOnlyList<string> Find(string text) => [.. Secret().Matches(text).Select(match => match.Value)];

    // A compact JOSE text, a secret member of a JWK, a PEM private key, credentials of a scheme.
    [GeneratedRegex("""eyJ[\w-]{8,}\.[\w-]*|"(?:d|p|q|dp|dq|qi|k|priv)"\s*:\s*"[^"]+"|-----BEGIN[ A-Z]*PRIVATE|\b(?:Bearer|DPoP|Basic) [\w+/=.~-]{8,}""")]
    private static partial Regex Secret();
}

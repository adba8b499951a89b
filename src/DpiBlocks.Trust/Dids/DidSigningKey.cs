using System.Text;

namespace DpiBlocks.Trust;

/// <summary>The signing key of a DID, and the names it goes by in a <c>kid</c>.</summary>
internal sealed record DidSigningKey(Did Did, VerificationKey Key, string Fragment)
{
    public string Framework => $"did:{Did.Method}";

    /// <summary>The DID URL, absolute or relative, or the DID alone.</summary>
    public IEnumerable<string> Names => [$"{Did}#{Fragment}", $"#{Fragment}", Fragment, Did.Value];

    /// <summary>Whether a key id means this key; one that is absent does.</summary>
    public bool Answers(ReadOnlyMemory<byte> keyId) =>
        keyId.IsEmpty || Names.Contains(Encoding.UTF8.GetString(keyId.Span), StringComparer.Ordinal);
}

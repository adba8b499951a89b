using System.Collections.Immutable;
using System.Text;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>The header of a JWS, read strictly (RFC 7515, 4). What it says of its key is a question for a key resolver, never an answer.</summary>
public sealed class JoseHeader
{
    internal JoseHeader(ReadOnlyMemory<byte> utf8, SignatureAlgorithm algorithm) => (Utf8, Algorithm) = (utf8, algorithm);

    /// <summary>Gets the JSON text of the protected header, for parameters that are not read here. It was read strictly once; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>Gets the algorithm it names, which is one of those that the profile allows.</summary>
    public SignatureAlgorithm Algorithm { get; }

    /// <summary>Gets the key id in UTF-8; empty when there is none.</summary>
    public ReadOnlyMemory<byte> KeyIdUtf8 { get; internal set; }

    /// <summary>Gets the key id; null when there is none. It is an opaque text, made anew at each call.</summary>
    public string? KeyId => HasKeyId ? Encoding.UTF8.GetString(KeyIdUtf8.Span) : null;

    /// <summary>Gets the type (<c>typ</c>) as the profile writes it; null when there is none.</summary>
    public string? Type { get; internal set; }

    /// <summary>Gets the type of the payload (<c>cty</c>); null when there is none.</summary>
    public string? ContentType { get; internal set; }

    /// <summary>Gets the certificates (<c>x5c</c>), leaf first, DER, none of them checked; empty when there are none.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Certificates { get; internal set; } = [];

    /// <summary>Gets the key that the header brings (<c>jwk</c>), as JSON text, where the profile allows one; empty when there is none. Not checked.</summary>
    public ReadOnlyMemory<byte> Jwk { get; internal set; }

    /// <summary>Gets a value indicating whether the payload is signed without being encoded (RFC 7797).</summary>
    public bool IsPayloadUnencoded { get; internal set; }

    internal bool HasKeyId { get; set; }
}

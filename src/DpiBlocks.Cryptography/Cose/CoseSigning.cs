using System.Collections.Immutable;

namespace DpiBlocks.Cryptography.Cose;

/// <summary>What a message that is signed says beside its payload. All of it is protected.</summary>
public sealed record CoseSigning
{
    /// <summary>Gets the key id: the UTF-8 of the signer's unless set; empty for none.</summary>
    public ReadOnlyMemory<byte>? KeyId { get; init; }

    /// <summary>Gets what the message is, as a media type (<c>typ</c>, RFC 9596).</summary>
    public string? Type { get; init; }

    /// <summary>Gets what the payload is, as a media type.</summary>
    public string? ContentType { get; init; }

    /// <summary>Gets the certificates to send along, end entity first, DER (RFC 9360).</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Certificates { get; init; } = [];

    /// <summary>Gets a value indicating whether the tag 18 of COSE_Sign1 is written: yes unless set.</summary>
    public bool Tag { get; init; } = true;

    /// <summary>Gets a value indicating whether the tag 61 of CWT is written before the tag 18: no unless set.</summary>
    public bool CwtTag { get; init; }

    /// <summary>Gets a value indicating whether the payload is left out of the message: no unless set.</summary>
    public bool Detached { get; init; }

    /// <summary>Gets what is signed along without being sent.</summary>
    public ReadOnlyMemory<byte> ExternalAad { get; init; }
}

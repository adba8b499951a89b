using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography.Cose;

/// <summary>A message with one signature (COSE_Sign1; RFC 9052, 4.2), read and checked in form. Its signature is not checked yet.</summary>
public sealed partial class CoseSign1
{
    private readonly CoseHeaders _headers;

    private CoseSign1(CoseHeaders headers, SignatureAlgorithm algorithm) => (_headers, Algorithm) = (headers, algorithm);

    /// <summary>Gets the protected header, as it came: it is signed in these very bytes.</summary>
    public required ReadOnlyMemory<byte> ProtectedHeader { get; init; }

    /// <summary>Gets the algorithm, from the protected header alone unless the profile says otherwise.</summary>
    public SignatureAlgorithm Algorithm { get; }

    /// <summary>Gets the key id: the protected one, or else the unprotected one; empty when there is none.</summary>
    public ReadOnlyMemory<byte> KeyId => ProtectedKeyId ?? UnprotectedKeyId ?? default;

    /// <summary>Gets the key id of the protected header.</summary>
    public ReadOnlyMemory<byte>? ProtectedKeyId =>
        _headers.TryGetProtected(CoseLabels.KeyId, out var value) && value.TryGetBytes(out var bytes) ? (ReadOnlyMemory<byte>?)bytes : null;

    /// <summary>Gets the key id of the unprotected header, which anybody can have changed.</summary>
    public ReadOnlyMemory<byte>? UnprotectedKeyId =>
        _headers.TryGetUnprotected(CoseLabels.KeyId, out var value) && value.TryGetBytes(out var bytes) ? (ReadOnlyMemory<byte>?)bytes : null;

    /// <summary>Gets what the message is, as a media type, from the protected <c>typ</c> (RFC 9596).</summary>
    public string? Type => _headers.TryGetProtected(CoseLabels.Type, out var value) && value.TryGetText(out var text) ? text : null;

    /// <summary>Gets what the payload is, as a media type, from the protected <c>content type</c>.</summary>
    public string? ContentType =>
        _headers.TryGetProtected(CoseLabels.ContentType, out var value) && value.TryGetText(out var text) ? text : null;

    /// <summary>Gets the certificates sent along, end entity first, DER (RFC 9360). Nothing in them is trusted.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Certificates { get; private init; } = [];

    /// <summary>Gets the payload: the message's own, or the detached one that was given with it.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Gets the signature, as it came.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>Finds a header: the protected one, or else the unprotected one.</summary>
    /// <param name="label">The label.</param>
    /// <param name="value">The value.</param>
    /// <param name="isProtected">Whether it is signed.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetHeader(long label, [NotNullWhen(true)] out CborValue? value, out bool isProtected)
    {
        isProtected = _headers.TryGetProtected(label, out value);
        return isProtected || _headers.TryGetUnprotected(label, out value);
    }

    /// <summary>Makes the bytes that are signed (Sig_structure; RFC 9052, 4.4), with the protected header as it came.</summary>
    /// <param name="externalAad">What is signed along without being sent; empty unless the format says otherwise.</param>
    /// <returns>The bytes.</returns>
    public byte[] GetSigningInput(ReadOnlyMemory<byte> externalAad = default) =>
        SigStructure.Encode(ProtectedHeader.Span, externalAad.Span, Payload.Span);

    /// <summary>Makes what <see cref="SignatureVerifier"/> takes.</summary>
    /// <param name="profile">What was signed, as a media type; it chooses the certificate profile.</param>
    /// <param name="issuer">Who the content says has signed.</param>
    /// <param name="signedAt">When the content says it was signed.</param>
    /// <param name="externalAad">What is signed along without being sent.</param>
    /// <returns>The signed message.</returns>
    public SignedMessage ToSignedMessage(
        string profile, string? issuer, DateTimeOffset? signedAt, ReadOnlyMemory<byte> externalAad = default)
    {
        var key = new KeyReference { Profile = profile, Issuer = issuer, KeyId = KeyId, Certificates = Certificates, SignedAt = signedAt };
        return new SignedMessage(key, Algorithm, GetSigningInput(externalAad), Signature);
    }
}

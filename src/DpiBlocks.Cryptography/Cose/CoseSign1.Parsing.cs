using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography.Cose;

/// <content>Reading.</content>
public sealed partial class CoseSign1
{
    private static readonly Refusal Malformed = new(CoseRefusalCodes.Malformed, "The CBOR has not the form of a COSE message with one signature.");
    private static readonly Refusal WrongTag = new(CoseRefusalCodes.WrongType, "The CBOR is not tagged as the kind of COSE message that is expected.");
    private static readonly Refusal WrongType = new(CoseRefusalCodes.WrongType, "The protected header does not name the type of message that is expected.");
    private static readonly Refusal AlgorithmNotAllowed = new(CoseRefusalCodes.AlgorithmNotAllowed, "The protected header names no algorithm that is allowed here.");
    private static readonly Refusal PayloadMissing = new(CoseRefusalCodes.PayloadAmbiguous, "The message has no payload, and none was given with it.");
    private static readonly Refusal PayloadTwice = new(CoseRefusalCodes.PayloadAmbiguous, "The message has a payload, and another was given with it.");
    private static readonly Refusal CertificatesInvalid = new(CoseRefusalCodes.CertificatesInvalid, "The certificates sent along are not a chain with the end entity first, or not the ones named.");

    /// <summary>Reads a message that carries its payload. Never throws for any bytes.</summary>
    /// <param name="message">The message, which must not change while the result is in use.</param>
    /// <param name="profile">What it must look like.</param>
    /// <param name="sign1">The message read. Its signature is not checked.</param>
    /// <param name="refusal">Why not: one of <see cref="CborRefusalCodes"/> or <see cref="CoseRefusalCodes"/>.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryParse(
        ReadOnlyMemory<byte> message,
        CoseProfile profile,
        [NotNullWhen(true)] out CoseSign1? sign1,
        [NotNullWhen(false)] out Refusal? refusal) =>
        TryParse(message, null, profile, out sign1, out refusal);

    /// <summary>Reads a message whose payload is sent beside it. Never throws for any bytes.</summary>
    /// <param name="message">The message, whose payload must be <c>null</c> (RFC 9052, 2: detached content).</param>
    /// <param name="detachedPayload">The payload; a message that carries its own is refused.</param>
    /// <param name="profile">What it must look like.</param>
    /// <param name="sign1">The message read. Its signature is not checked.</param>
    /// <param name="refusal">Why not: one of <see cref="CborRefusalCodes"/> or <see cref="CoseRefusalCodes"/>.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryParseDetached(
        ReadOnlyMemory<byte> message,
        ReadOnlyMemory<byte> detachedPayload,
        CoseProfile profile,
        [NotNullWhen(true)] out CoseSign1? sign1,
        [NotNullWhen(false)] out Refusal? refusal) =>
        TryParse(message, detachedPayload, profile, out sign1, out refusal);

    private static bool TryParse(
        ReadOnlyMemory<byte> message,
        ReadOnlyMemory<byte>? detached,
        CoseProfile profile,
        [NotNullWhen(true)] out CoseSign1? sign1,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(profile);
        sign1 = null;
        if (!StrictCbor.TryParse(message, profile.Limits, out var value, out refusal))
        {
            return false;
        }

        if (!TryRemoveTag(ref value, CoseLabels.CwtTag, profile.CwtTag, out var isCwt)
            || !TryRemoveTag(ref value, CoseLabels.Sign1Tag, isCwt ? CoseTagging.Required : profile.Tag, out _)
            || value.Kind is CborKind.Tag)
        {
            refusal = WrongTag;
            return false;
        }

        return TryReadParts(value, detached, profile, out sign1, out refusal);
    }

    // RFC 8392, 6: the tag of CWT stands before that of COSE, never alone.
    private static bool TryRemoveTag(ref CborValue value, ulong wanted, CoseTagging tagging, out bool found)
    {
        found = value.TryGetTag(out var tag, out var content) && tag == wanted;
        value = found ? content! : value;
        return found ? tagging is not CoseTagging.Forbidden : tagging is not CoseTagging.Required;
    }

    private static bool TryReadParts(
        CborValue array, ReadOnlyMemory<byte>? detached, CoseProfile profile, out CoseSign1? sign1, out Refusal? refusal)
    {
        sign1 = null;
        if (array.Items is not [var protectedPart, var unprotectedPart, var payloadPart, var signaturePart]
            || !protectedPart.TryGetBytes(out var protectedBytes)
            || !signaturePart.TryGetBytes(out var signature)
            || !(payloadPart.TryGetBytes(out var payload) || payloadPart.IsNull))
        {
            refusal = Malformed;
            return false;
        }

        if (payloadPart.IsNull != detached.HasValue)
        {
            refusal = detached.HasValue ? PayloadTwice : PayloadMissing;
            return false;
        }

        if (!CoseHeaders.TryRead(protectedBytes, unprotectedPart, profile, out var headers, out refusal))
        {
            return false;
        }

        refusal = !TryReadAlgorithm(headers, profile, out var algorithm) ? AlgorithmNotAllowed
            : !IsType(headers, profile) ? WrongType
            : !CoseCertificates.TryRead(headers, out var certificates) ? CertificatesInvalid
            : Accept(out sign1, headers, algorithm, protectedBytes, certificates, detached ?? payload, signature);
        return refusal is null;
    }

    private static Refusal? Accept(
        out CoseSign1 sign1,
        CoseHeaders headers,
        SignatureAlgorithm algorithm,
        ReadOnlyMemory<byte> protectedBytes,
        ImmutableArray<ReadOnlyMemory<byte>> certificates,
        ReadOnlyMemory<byte> payload,
        ReadOnlyMemory<byte> signature)
    {
        sign1 = new CoseSign1(headers, algorithm)
        {
            ProtectedHeader = protectedBytes,
            Certificates = certificates,
            Payload = payload,
            Signature = signature,
        };
        return null;
    }

    private static bool TryReadAlgorithm(CoseHeaders headers, CoseProfile profile, [NotNullWhen(true)] out SignatureAlgorithm? algorithm)
    {
        algorithm = null;
        return (headers.TryGetProtected(CoseLabels.Algorithm, out var value)
                || (profile.AllowUnprotectedAlgorithmUnsafe && headers.TryGetUnprotected(CoseLabels.Algorithm, out value)))
            && value.TryGetInt64(out var number)
            && SignatureAlgorithm.TryFromCose(number, out algorithm)
            && profile.Algorithms.Contains(algorithm);
    }

    // Media types are compared without regard to case (RFC 6838, 4.2).
    private static bool IsType(CoseHeaders headers, CoseProfile profile) =>
        profile.Types.IsEmpty
        || (headers.TryGetProtected(CoseLabels.Type, out var value)
            && value.TryGetText(out var type)
            && profile.Types.Contains(type, StringComparer.OrdinalIgnoreCase));
}

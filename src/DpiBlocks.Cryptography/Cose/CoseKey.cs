using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography.Cose;

/// <summary>A public key as COSE writes it (COSE_Key; RFC 9052, 7), for checking signatures. Immutable and safe to share between threads.</summary>
public sealed partial class CoseKey
{
    private CoseKey(VerificationKey key, ReadOnlyMemory<byte> keyId) => (VerificationKey, KeyId) = (key, keyId);

    /// <summary>Gets the key, bound to <c>alg</c> where it names one.</summary>
    public VerificationKey VerificationKey { get; }

    /// <summary>Gets its name (<c>kid</c>), empty when it has none.</summary>
    public ReadOnlyMemory<byte> KeyId { get; }

    /// <summary>Reads a public key. Never throws for any bytes.</summary>
    /// <param name="data">The key: EC2 (with y as bytes or as its sign), OKP with Ed25519, RSA or AKP.</param>
    /// <param name="key">The key, checked.</param>
    /// <param name="refusal">Why not: <see cref="CoseRefusalCodes.KeyInvalid"/> or one of <see cref="CborRefusalCodes"/>.</param>
    /// <returns>Whether it is a good public key for checking signatures. One with a private value is none.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> data, [NotNullWhen(true)] out CoseKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        key = null;
        return StrictCbor.TryParse(data, CborLimits.Token, out var value, out refusal) && TryRead(value, out key, out refusal);
    }

    /// <summary>Reads a public key out of something larger. Never throws.</summary>
    /// <param name="value">The key.</param>
    /// <param name="key">The key, checked.</param>
    /// <param name="refusal">Why not: <see cref="CoseRefusalCodes.KeyInvalid"/>.</param>
    /// <returns>Whether it is a good public key for checking signatures.</returns>
    public static bool TryRead(CborValue value, [NotNullWhen(true)] out CoseKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(value);
        key = null;
        if (!TryReadMaterial(value, out var made, out refusal))
        {
            return false;
        }

        var keyId = ReadOnlyMemory<byte>.Empty;
        refusal = value.TryGet(CoseKeyLabels.KeyId, out var named) && !named.TryGetBytes(out keyId) ? Invalid(KeyRefusals.Malformed)
            : !MayVerify(value) || !TryBind(value, ref made) ? Invalid(KeyRefusals.UseViolation)
            : null;
        key = refusal is null ? new CoseKey(made, keyId) : null;
        return key is not null;
    }

    private static Refusal Invalid(Refusal cause) => new(CoseRefusalCodes.KeyInvalid, cause.Message);

    private static bool TryReadMaterial(CborValue value, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        (key, refusal) = (null, null);
        if (!value.TryGet(CoseKeyLabels.KeyType, out var type) || !type.TryGetInt64(out var kind))
        {
            refusal = Invalid(KeyRefusals.Malformed);
            return false;
        }

        Refusal? cause = kind switch
        {
            CoseKeyLabels.Ec2 => ReadEc2(value, out key),
            CoseKeyLabels.Okp => ReadOkp(value, out key),
            CoseKeyLabels.Rsa => ReadRsa(value, out key),
            CoseKeyLabels.Akp => ReadAkp(value, out key),
            _ => KeyRefusals.Unsupported,
        };
        refusal = cause is null ? null : Invalid(cause);
        return key is not null && refusal is null;
    }

    private static Refusal? ReadEc2(CborValue value, out VerificationKey? key)
    {
        key = null;
        if (value.TryGet(CoseKeyLabels.Fourth, out _))
        {
            return KeyRefusals.PrivateInPublicSet;
        }

        if (!value.TryGet(CoseKeyLabels.First, out var crv) || !crv.TryGetInt64(out var number) || !EllipticCurve.TryFromCose(number, out var curve))
        {
            return KeyRefusals.Unsupported;
        }

        if (!TryGetBytes(value, CoseKeyLabels.Second, out var x) || !value.TryGet(CoseKeyLabels.Third, out var second))
        {
            return KeyRefusals.Malformed;
        }

        // RFC 9053, 7.1.1: y, or only its sign (SEC 1, 2.3.3).
        if (second.TryGetBoolean(out var isOdd))
        {
            byte[] point = [isOdd ? (byte)3 : (byte)2, .. x.Span];
            return !EcPoint.TryDecode(curve, point, out _, out var found) ? KeyRefusals.InvalidPoint
                : VerificationKeys.TryFromEc(curve, x.Span, found, out key, out var refusal) ? null : refusal;
        }

        return !second.TryGetBytes(out var y) ? KeyRefusals.Malformed
            : VerificationKeys.TryFromEc(curve, x.Span, y.Span, out key, out var cause) ? null : cause;
    }

    private static Refusal? ReadOkp(CborValue value, out VerificationKey? key)
    {
        key = null;
        return value.TryGet(CoseKeyLabels.Fourth, out _) ? KeyRefusals.PrivateInPublicSet
            : !value.TryGet(CoseKeyLabels.First, out var crv) || !crv.TryGetInt64(out var curve) || curve != CoseKeyLabels.Ed25519 ? KeyRefusals.Unsupported
            : !TryGetBytes(value, CoseKeyLabels.Second, out var x) ? KeyRefusals.Malformed
            : VerificationKeys.TryFromEd25519(x.Span, out key, out var cause) ? null : cause;
    }

    private static Refusal? ReadRsa(CborValue value, out VerificationKey? key)
    {
        key = null;
        return value.TryGet(CoseKeyLabels.Third, out _) || value.TryGet(CoseKeyLabels.Fourth, out _) ? KeyRefusals.PrivateInPublicSet
            : !TryGetBytes(value, CoseKeyLabels.First, out var n) || !TryGetBytes(value, CoseKeyLabels.Second, out var e) ? KeyRefusals.Malformed
            : VerificationKeys.TryFromRsa(n.Span, e.Span, out key, out var cause) ? null : cause;
    }

    private static Refusal? ReadAkp(CborValue value, out VerificationKey? key)
    {
        key = null;
        return value.TryGet(CoseKeyLabels.Second, out _) ? KeyRefusals.PrivateInPublicSet
            : !TryGetBytes(value, CoseKeyLabels.First, out var pub) ? KeyRefusals.Malformed
            : !TryGetAlgorithm(value, out var algorithm) ? KeyRefusals.Unsupported
            : VerificationKeys.TryFromMlDsa(algorithm, pub.Span, out key, out var cause) ? null : cause;
    }

    private static bool TryGetBytes(CborValue value, long label, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        return value.TryGet(label, out var member) && member.TryGetBytes(out bytes);
    }

    private static bool TryGetAlgorithm(CborValue value, [NotNullWhen(true)] out SignatureAlgorithm? algorithm)
    {
        algorithm = null;
        return value.TryGet(CoseKeyLabels.Algorithm, out var member)
            && member.TryGetInt64(out var number)
            && SignatureAlgorithm.TryFromCose(number, out algorithm);
    }

    // RFC 9052, 7.1: key_ops, where it is there, must have verify.
    private static bool MayVerify(CborValue value) =>
        !value.TryGet(CoseKeyLabels.Operations, out var operations)
        || operations.Items.Any(item => item.TryGetInt64(out var operation) && operation == CoseKeyLabels.Verify);

    // RFC 9052, 7.1: alg restricts the key to one algorithm, which must be one of its own.
    private static bool TryBind(CborValue value, ref VerificationKey key)
    {
        if (!value.TryGet(CoseKeyLabels.Algorithm, out _))
        {
            return true;
        }

        if (!TryGetAlgorithm(value, out var algorithm) || !key.Algorithms.Contains(algorithm))
        {
            return false;
        }

        key = key.Algorithms.Length == 1 || key is not ImportedKey imported ? key : imported.BoundTo([algorithm]);
        return true;
    }
}

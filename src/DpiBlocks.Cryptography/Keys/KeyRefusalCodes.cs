namespace DpiBlocks.Cryptography;

/// <summary>Why a key was not accepted. The codes are stable.</summary>
public static class KeyRefusalCodes
{
    /// <summary>It is not a key in the form it should have: a member is missing, of another type, or not canonical.</summary>
    public const string Malformed = "jwk.malformed";

    /// <summary>The point does not lie on the curve, has coordinates of another length, or is one that no honest key has.</summary>
    public const string InvalidPoint = "jwk.invalid_point";

    /// <summary>It can be broken, or costs too much to use: the size or form of an RSA modulus or exponent.</summary>
    public const string Weak = "jwk.weak_key";

    /// <summary>It must not be used so: its <c>use</c>, <c>key_ops</c> or <c>alg</c> say something else (RFC 7517, 4.2 to 4.4).</summary>
    public const string UseViolation = "jwk.use_violation";

    /// <summary>It holds a private or secret member where only public keys may be.</summary>
    public const string PrivateInPublicSet = "jwk.private_in_public_set";

    /// <summary>Two keys of one set have the same <c>kid</c>.</summary>
    public const string DuplicateKeyId = "jwk.duplicate_kid";

    /// <summary>It is longer or shorter than its algorithm demands.</summary>
    public const string KeySize = "jwk.key_size";

    /// <summary>Its kind or its curve is not known here.</summary>
    public const string Unsupported = "jwk.unsupported";

    /// <summary>The private half does not belong to the public one.</summary>
    public const string PairMismatch = "jwk.pair_mismatch";

    /// <summary>The text is not a multikey (W3C Controlled Identifiers, 2.2.2).</summary>
    public const string Multikey = "multikey.malformed";
}

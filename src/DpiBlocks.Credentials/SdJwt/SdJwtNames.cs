namespace DpiBlocks.Credentials.SdJwt;

/// <summary>The names that RFC 9901 and SD-JWT VC give a meaning.</summary>
internal static class SdJwtNames
{
    public const string Vct = "vct";
    public const string KeyBindingType = "kb+jwt";
    public const string LegacyType = "vc+sd-jwt";

    public static ReadOnlySpan<byte> Digests => "_sd"u8;

    public static ReadOnlySpan<byte> Hash => "_sd_alg"u8;

    public static ReadOnlySpan<byte> Element => "..."u8;

    /// <summary>Whether no claim may have this name (RFC 9901, 4.1, rule 7; 4.1.1).</summary>
    public static bool IsReserved(ReadOnlySpan<byte> name) => name is [(byte)'_' or (byte)'.', ..] && (IsEqual(name, Digests) || IsEqual(name, Hash) || IsEqual(name, Element));

    /// <summary>Whether the claim, at the top level, cannot be selectively disclosed (SD-JWT VC, 2.2.2.2).</summary>
    public static bool MustBeClear(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 => IsEqual(name, "iss"u8) || IsEqual(name, "nbf"u8) || IsEqual(name, "exp"u8) || IsEqual(name, "cnf"u8) || IsEqual(name, "vct"u8),
        6 => IsEqual(name, "status"u8),
        13 => IsEqual(name, "vct#integrity"u8),
        _ => false,
    };

    // Names, not secrets; StartsWith of equal lengths is equality.
    public static bool IsEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.Length == right.Length && left.StartsWith(right);
}

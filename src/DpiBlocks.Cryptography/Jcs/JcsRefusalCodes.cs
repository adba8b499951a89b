namespace DpiBlocks.Cryptography.Jcs;

/// <summary>Why JSON has no canonical form. The codes are stable.</summary>
public static class JcsRefusalCodes
{
    /// <summary>A number is none that a 64-bit floating-point number can stand for: too large, too small, or a whole number it would change (RFC 8785, 3.1; RFC 7493, 2.2).</summary>
    public const string Number = "jcs.number";
}

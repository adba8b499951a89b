namespace DpiBlocks.Cryptography.Cose;

/// <summary>The numbers of COSE headers and tags (RFC 9052, 3.1 and 2; RFC 9360; RFC 9596; RFC 8392, 6).</summary>
internal static class CoseLabels
{
    public const long Algorithm = 1;
    public const long Critical = 2;
    public const long ContentType = 3;
    public const long KeyId = 4;
    public const long Type = 16;
    public const long X5Bag = 32;
    public const long X5Chain = 33;
    public const long X5T = 34;
    public const long X5U = 35;

    public const ulong Sign1Tag = 18;
    public const ulong CwtTag = 61;
}

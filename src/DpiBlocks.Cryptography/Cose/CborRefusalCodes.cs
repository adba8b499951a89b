namespace DpiBlocks.Cryptography.Cose;

/// <summary>Why bytes were not accepted as CBOR. The codes are stable.</summary>
public static class CborRefusalCodes
{
    /// <summary>They are not well-formed or not valid CBOR (RFC 8949, 5.3): a length beyond the end, bad UTF-8, a tag with the wrong content.</summary>
    public const string Malformed = "cbor.malformed";

    /// <summary>It is nested deeper than the limit.</summary>
    public const string TooDeep = "cbor.too_deep";

    /// <summary>It is longer, or has more entries, items or values, than the limit.</summary>
    public const string TooLarge = "cbor.too_large";

    /// <summary>A map has the same key twice, however encoded (RFC 8949, 5.6).</summary>
    public const string DuplicateKey = "cbor.duplicate_key";

    /// <summary>It is not encoded in the one deterministic way, which this format demands (RFC 8949, 4.2.1).</summary>
    public const string Noncanonical = "cbor.noncanonical";

    /// <summary>Something stands after its end.</summary>
    public const string TrailingData = "cbor.trailing_data";
}

namespace DpiBlocks.Cryptography;

/// <summary>Why compressed bytes were not inflated.</summary>
public enum InflateFailure
{
    /// <summary>They were.</summary>
    None = 0,

    /// <summary>They are not a zlib stream, or its checksum is wrong (RFC 1950, 2.2).</summary>
    Malformed,

    /// <summary>The stream ends before its end.</summary>
    Truncated,

    /// <summary>Something stands after the end of the stream.</summary>
    TrailingData,

    /// <summary>They inflate to more than the limit.</summary>
    TooLarge,
}

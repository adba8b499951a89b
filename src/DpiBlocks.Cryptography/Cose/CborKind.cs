namespace DpiBlocks.Cryptography.Cose;

/// <summary>What a CBOR value is (RFC 8949, 3.1 and 3.3).</summary>
public enum CborKind
{
    /// <summary>An integer, 0 or more (major type 0).</summary>
    UnsignedInteger,

    /// <summary>An integer below 0 (major type 1).</summary>
    NegativeInteger,

    /// <summary>Bytes (major type 2).</summary>
    ByteString,

    /// <summary>Text (major type 3).</summary>
    TextString,

    /// <summary>A list of values (major type 4).</summary>
    Array,

    /// <summary>Pairs of keys and values (major type 5).</summary>
    Map,

    /// <summary>A value that a number in front of it explains (major type 6).</summary>
    Tag,

    /// <summary><c>false</c> or <c>true</c> (simple values 20 and 21).</summary>
    Boolean,

    /// <summary><c>null</c> (simple value 22).</summary>
    Null,

    /// <summary><c>undefined</c> (simple value 23).</summary>
    Undefined,

    /// <summary>Another simple value, of which none is defined.</summary>
    Simple,

    /// <summary>A floating-point number of 16, 32 or 64 bits.</summary>
    FloatingPoint,
}

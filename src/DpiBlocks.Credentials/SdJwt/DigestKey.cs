using System.Buffers.Binary;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>A SHA-256 digest that can be put in order.</summary>
internal readonly struct DigestKey(ReadOnlySpan<byte> digest) : IComparable<DigestKey>
{
    private readonly UInt128 _high = BinaryPrimitives.ReadUInt128BigEndian(digest);
    private readonly UInt128 _low = BinaryPrimitives.ReadUInt128BigEndian(digest[16..]);

    public int CompareTo(DigestKey other) => _high == other._high ? _low.CompareTo(other._low) : _high.CompareTo(other._high);

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], _low);
    }
}

using System.Buffers.Binary;

namespace DpiBlocks.Cryptography.Cose;

/// <content>Core deterministic encoding.</content>
public sealed partial class CborValue
{
    private const int Indefinite = 31;

    private const ushort HalfNaN = 0x7E00;

    /// <summary>Gets a value indicating whether it is encoded in the one deterministic way (RFC 8949, 4.2.1).</summary>
    /// <remarks>That is: the shortest integers, lengths and floating-point numbers, no indefinite lengths, map keys in the order of their bytes.</remarks>
    public bool IsDeterministic
    {
        get
        {
            if (Kind is CborKind.FloatingPoint)
            {
                return IsShortestFloat();
            }

            if (!HasShortestHead() || (Kind is CborKind.Tag && !((CborValue)_content!).IsDeterministic))
            {
                return false;
            }

            foreach (var item in Items)
            {
                if (!item.IsDeterministic)
                {
                    return false;
                }
            }

            return HasOrderedEntries();
        }
    }

    private bool HasOrderedEntries()
    {
        var last = ReadOnlySpan<byte>.Empty;
        foreach (var (key, value) in Entries)
        {
            if (key.Encoded.Span.SequenceCompareTo(last) <= 0 || !key.IsDeterministic || !value.IsDeterministic)
            {
                return false;
            }

            last = key.Encoded.Span;
        }

        return true;
    }

    private bool HasShortestHead()
    {
        var head = Encoded.Span;
        return (head[0] & 0x1F) switch
        {
            24 => head[1] >= 24,
            25 => BinaryPrimitives.ReadUInt16BigEndian(head[1..]) > byte.MaxValue,
            26 => BinaryPrimitives.ReadUInt32BigEndian(head[1..]) > ushort.MaxValue,
            27 => BinaryPrimitives.ReadUInt64BigEndian(head[1..]) > uint.MaxValue,
            Indefinite => false,
            _ => true,
        };
    }

    private bool IsShortestFloat()
    {
        var value = BitConverter.UInt64BitsToDouble(_argument);
        if (double.IsNaN(value))
        {
            return Encoded.Length == 3 && BinaryPrimitives.ReadUInt16BigEndian(Encoded.Span[1..]) == HalfNaN;
        }

        var shortest = (double)(Half)value == value ? 3 : (double)(float)value == value ? 5 : 9;
        return Encoded.Length == shortest;
    }
}

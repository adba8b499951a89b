using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DpiBlocks.Oversight;

/// <summary>Names a piece of the log: 256 neighbouring hashes of a level, or 256 entries (C2SP tlog-tiles).</summary>
/// <param name="Level">From 0 for the hashes of leaves to 7; <see cref="EntriesLevel"/> for the entries themselves.</param>
/// <param name="Index">Its place in the level, from 0.</param>
public readonly record struct Tile(int Level, long Index)
{
    /// <summary>How many hashes, or entries, a full one has.</summary>
    public const int FullWidth = 256;

    /// <summary>The length of a full tile of hashes, in bytes.</summary>
    public const int FullLength = FullWidth * MerkleTree.HashLength;

    /// <summary>The level that stands for the entries.</summary>
    public const int EntriesLevel = -1;

    /// <summary>The highest level that a tree of less than 2^63 leaves needs.</summary>
    public const int MaxLevel = 7;

    /// <summary>Gives the path of the tile, relative to the log: <c>tile/0/x001/234.p/5</c>.</summary>
    /// <param name="width">How many hashes, or entries, it has: 1 to 256.</param>
    /// <returns>The path, with slashes.</returns>
    public string ToPath(int width = FullWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, FullWidth);
        var path = new StringBuilder(32).Append("tile/").Append(Level == EntriesLevel ? "entries" : Level.ToString(CultureInfo.InvariantCulture));
        var digits = Index.ToString("D3", CultureInfo.InvariantCulture);
        digits = digits.PadLeft((digits.Length + 2) / 3 * 3, '0');
        for (var at = 0; at < digits.Length; at += 3)
        {
            path.Append(at + 3 < digits.Length ? "/x" : "/").Append(digits, at, 3);
        }

        return width == FullWidth ? path.ToString() : path.Append(".p/").Append(width).ToString();
    }

    /// <summary>Says how many hashes, or entries, the tile has in a tree of some size.</summary>
    /// <param name="size">The number of leaves.</param>
    /// <returns>0 to 256.</returns>
    public int WidthIn(long size)
    {
        var nodes = Level <= 0 ? size : size >> (8 * Level);
        return (int)Math.Clamp(nodes - (Index * FullWidth), 0, FullWidth);
    }

    /// <summary>Cuts what was read to the width that was asked for; a wider tile begins with the narrower one.</summary>
    /// <returns>The content, or nothing when it is too short or not of the form.</returns>
    internal ReadOnlyMemory<byte>? Cut(ReadOnlyMemory<byte> content, int width)
    {
        if (Level != EntriesLevel)
        {
            return content.Length % MerkleTree.HashLength == 0 && content.Length >= width * MerkleTree.HashLength
                ? content[..(width * MerkleTree.HashLength)]
                : default(ReadOnlyMemory<byte>?);
        }

        var length = 0;
        for (var i = 0; i < width; i++)
        {
            if (content.Length < length + sizeof(ushort))
            {
                return null;
            }

            length += sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(content.Span[length..]);
        }

        return length <= content.Length ? content[..length] : default(ReadOnlyMemory<byte>?);
    }
}

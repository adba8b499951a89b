using System.Buffers.Binary;
using System.Text;

namespace DpiBlocks.JsonSchema.Documents;

/// <summary>Texts in UTF-8: compared, hashed, counted.</summary>
internal static class Utf8Text
{
    public static bool Equal(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
#pragma warning disable RS0030 // names and values of a schema are no secrets
        a.SequenceEqual(b);
#pragma warning restore RS0030

    /// <summary>A hash that costs little. Whoever makes names collide gains nothing but comparisons, of which there is a limit.</summary>
    public static int Hash(ReadOnlySpan<byte> text)
    {
        const ulong Odd = 0x9E3779B97F4A7C15;
        var hash = (ulong)text.Length;
        while (text.Length > 8)
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) * Odd;
            hash ^= hash >> 32;
            text = text[8..];
        }

        // The last eight bytes or fewer; four to seven as two halves that overlap.
        var rest = text.Length switch
        {
            8 => BinaryPrimitives.ReadUInt64LittleEndian(text),
            >= 4 => ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(text) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]),
            3 => (ulong)((text[0] << 16) | (text[1] << 8) | text[2]),
            2 => (ulong)((text[0] << 8) | text[1]),
            1 => text[0],
            _ => 0UL,
        };
        return (int)(((hash ^ rest) * Odd) >> 32);
    }

    /// <summary>Counts code points (RFC 8259: a string is a sequence of Unicode characters): every byte but those that continue one.</summary>
    public static int CodePoints(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var unit in text)
        {
            count += (unit & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }

    public static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}

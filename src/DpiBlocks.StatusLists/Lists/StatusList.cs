using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using DpiBlocks.Cryptography;

namespace DpiBlocks.StatusLists;

/// <summary>The statuses of many things, 1, 2, 4 or 8 bits for each, as they lie in memory. Immutable and safe to share between threads.</summary>
/// <remarks>Token Status List, 4.1: entries are packed into each byte from its least significant bit.</remarks>
public sealed class StatusList
{
    /// <summary>The most bytes that a list may have in memory: 16 MiB, which is 134,217,728 entries of one bit.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const int UsualBytes = 128 * 1024;      // 1,048,576 entries of one bit, which need no second buffer

    private readonly byte[] _bytes;
    private readonly int _shift;     // entries per byte, as a power of two
    private readonly int _mask;

    internal StatusList(int bits, byte[] bytes)
    {
        (Bits, _bytes) = (bits, bytes);
        _shift = 3 - BitOperations.Log2((uint)bits);
        _mask = (1 << bits) - 1;
    }

    /// <summary>Gets how many bits each entry has: 1, 2, 4 or 8.</summary>
    public int Bits { get; }

    /// <summary>Gets how many entries there are.</summary>
    public long Count => (long)_bytes.Length << _shift;

    /// <summary>Gets how many bytes the list occupies.</summary>
    public int Length => _bytes.Length;

    /// <summary>Looks up one entry.</summary>
    /// <param name="index">Its index, from 0.</param>
    /// <param name="value">Its status.</param>
    /// <returns>Whether there is such an entry; without one, nothing is known of the status.</returns>
    public bool TryGet(long index, out StatusValue value)
    {
        var place = index >> _shift;
        if ((ulong)place >= (ulong)_bytes.Length)
        {
            value = default;
            return false;
        }

        var offset = ((int)index & ((1 << _shift) - 1)) * Bits;
        value = new StatusValue((byte)((_bytes[place] >> offset) & _mask));
        return true;
    }

    /// <summary>Compresses the list for publication: DEFLATE in the ZLIB format, as small as it gets (Token Status List, 4.1 step 4).</summary>
    /// <returns>The compressed bytes.</returns>
    public byte[] Compress() => BoundedInflate.Deflate(_bytes);

    /// <summary>Decodes a published list, whole or not at all. Never throws for any bytes.</summary>
    /// <param name="bits">How many bits each entry is said to have.</param>
    /// <param name="compressed">The compressed bytes: one ZLIB stream, with nothing behind it.</param>
    /// <param name="list">The list.</param>
    /// <param name="refusal">Why not: <c>status.malformed</c>, or <c>status.too_large</c> past <see cref="MaxBytes"/>.</param>
    /// <returns>Whether it was decoded.</returns>
    public static bool TryDecode(
        long bits, ReadOnlyMemory<byte> compressed, [NotNullWhen(true)] out StatusList? list, [NotNullWhen(false)] out Refusal? refusal)
    {
        list = null;
        if (!IsBits(bits))
        {
            refusal = new Refusal(StatusRefusalCodes.Malformed, "A status list has 1, 2, 4 or 8 bits for each entry.");
            return false;
        }

        var likely = (int)Math.Clamp(4L * compressed.Length, UsualBytes, MaxBytes);
        if (!BoundedInflate.TryInflateZlib(compressed, MaxBytes, out var bytes, out var failure, likely))
        {
            // What was cut off must not be read as zeros, which would mean valid.
            refusal = failure is InflateFailure.TooLarge
                ? new Refusal(StatusListRefusalCodes.TooLarge, "The list is larger than is allowed.")
                : new Refusal(StatusRefusalCodes.Malformed, "The list is not one whole ZLIB stream.");
            return false;
        }

        (list, refusal) = (new StatusList((int)bits, bytes), null);
        return true;
    }

    internal static bool IsBits(long bits) => bits is 1 or 2 or 4 or 8;
}

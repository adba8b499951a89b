using System.Numerics;

namespace DpiBlocks.StatusLists;

/// <summary>Puts a <see cref="StatusList"/> together. Not safe to share between threads.</summary>
public sealed class StatusListBuilder
{
    private readonly int _bits;
    private readonly int _shift;
    private byte[]? _bytes;

    /// <summary>Initializes a new instance of the <see cref="StatusListBuilder"/> class, with every entry valid.</summary>
    /// <param name="bits">The bits of each entry: 1, 2, 4 or 8.</param>
    /// <param name="count">How many entries there are; the last byte is filled up with valid ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such list, or it would pass <see cref="StatusList.MaxBytes"/>.</exception>
    public StatusListBuilder(int bits, long count)
    {
        if (!StatusList.IsBits(bits))
        {
            throw new ArgumentOutOfRangeException(nameof(bits), bits, "A status has 1, 2, 4 or 8 bits.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, StatusList.MaxBytes * 8L / bits);
        (_bits, _shift) = (bits, 3 - BitOperations.Log2((uint)bits));
        _bytes = new byte[((count * bits) + 7) / 8];
    }

    /// <summary>Sets one entry.</summary>
    /// <param name="index">Its index, from 0.</param>
    /// <param name="value">Its status.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry, or the value needs more bits.</exception>
    /// <exception cref="InvalidOperationException">The list has been built.</exception>
    public StatusListBuilder Set(long index, StatusValue value)
    {
        var bytes = _bytes ?? throw new InvalidOperationException("The list has been built.");
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index >> _shift, bytes.Length, nameof(index));
        var mask = (1 << _bits) - 1;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Value, mask, nameof(value));

        var offset = ((int)index & ((1 << _shift) - 1)) * _bits;
        ref var place = ref bytes[index >> _shift];
        place = (byte)((place & ~(mask << offset)) | (value.Value << offset));
        return this;
    }

    /// <summary>Hands over the list; nothing can be set afterwards.</summary>
    /// <returns>The list.</returns>
    /// <exception cref="InvalidOperationException">It has been handed over already.</exception>
    public StatusList Build()
    {
        var list = new StatusList(_bits, _bytes ?? throw new InvalidOperationException("The list has been built."));
        _bytes = null;
        return list;
    }
}

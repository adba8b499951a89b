using System.Buffers;

namespace DpiBlocks.Cryptography;

/// <summary>Where inflated bytes gather: in an array of the expected length, which is then the result, or in a rented one.</summary>
internal sealed class InflateBuffer : IDisposable
{
    private readonly int _limit;
    private byte[] _bytes;
    private bool _isRented;
    private int _length;

    public InflateBuffer(int limit, int expectedLength, int likelyLength)
    {
        _limit = limit;
        _isRented = expectedLength == 0;
        _bytes = _isRented
            ? ArrayPool<byte>.Shared.Rent(Math.Min(likelyLength, limit))
            : GC.AllocateUninitializedArray<byte>(Math.Min(expectedLength, limit));
    }

    /// <summary>Whether as many bytes are here as are allowed.</summary>
    public bool IsAtLimit => _length == _limit;

    /// <summary>Room for more bytes, empty when a larger array is needed; never more than the limit.</summary>
    public Span<byte> Free => _bytes.AsSpan(_length, Math.Min(_bytes.Length, _limit) - _length);

    public void Advance(int count) => _length += count;

    /// <summary>Adds a byte beyond what there was room for.</summary>
    public void Grow(byte next)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(4L * _length, 1024), _limit));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        Dispose();
        (_bytes, _isRented) = (larger, true);
        _bytes[_length++] = next;
    }

    /// <summary>Takes the bytes out, without a copy when there are as many as were expected.</summary>
    public byte[] ToArray() => !_isRented && _length == _bytes.Length ? _bytes : _bytes.AsSpan(0, _length).ToArray();

    public void Dispose()
    {
        if (_isRented)
        {
            _isRented = false;
            _bytes.AsSpan(0, _length).Clear();      // it can be somebody's health certificate
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}

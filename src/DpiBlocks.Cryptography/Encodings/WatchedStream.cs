namespace DpiBlocks.Cryptography;

/// <summary>Hands out bytes and watches how they are taken. The last byte comes alone, so that it is only taken by a reader that needs it.</summary>
internal sealed class WatchedStream(ReadOnlyMemory<byte> data) : Stream
{
    private int _position;
    private bool _askedPastEnd;

    /// <summary>How the reader's stream ended: with the last byte, before it, or not at all.</summary>
    public InflateFailure Ending =>
        _askedPastEnd ? InflateFailure.Truncated
        : _position < data.Length ? InflateFailure.TrailingData
        : InflateFailure.None;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var left = data.Length - _position;
        if (left == 0)
        {
            _askedPastEnd = true;
            return 0;
        }

        var count = Math.Min(left > 1 ? left - 1 : 1, buffer.Length);
        data.Span.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace DpiBlocks.Cryptography;

/// <summary>Inflates zlib streams (RFC 1950) up to a limit, whole or not at all, and deflates.</summary>
/// <remarks>
/// The platform's stream says nothing about a stream that was cut or has something behind it; here both are failures, since
/// a status list cut in half must not be read as zeros.
/// </remarks>
public static class BoundedInflate
{
    // A status list of 2^20 entries of one bit, however small it was compressed; the array is rented.
    private const int LikelyLength = 128 * 1024;

    /// <summary>Inflates one zlib stream. Never throws for any bytes; never holds more than twice the limit at a time.</summary>
    /// <param name="data">The compressed bytes.</param>
    /// <param name="limit">The most bytes that may come out.</param>
    /// <param name="inflated">What came out.</param>
    /// <param name="failure">Why not, or <see cref="InflateFailure.None"/>.</param>
    /// <param name="expectedLength">How many bytes are likely to come out, when the caller knows (never from the message alone): saves a copy.</param>
    /// <returns>Whether it was inflated whole.</returns>
    public static bool TryInflateZlib(
        ReadOnlyMemory<byte> data,
        int limit,
        [NotNullWhen(true)] out byte[]? inflated,
        out InflateFailure failure,
        int expectedLength = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfNegative(expectedLength);
        using var source = new WatchedStream(data);
        using var stream = new ZLibStream(source, CompressionMode.Decompress);
        try
        {
            (inflated, failure) = ReadAll(stream, limit, expectedLength, Math.Max(data.Length, LikelyLength));
        }
        catch (InvalidDataException)
        {
            (inflated, failure) = (null, InflateFailure.Malformed);
        }
        catch (IOException)
        {
            (inflated, failure) = (null, InflateFailure.Malformed);      // a preset dictionary, for one (RFC 1950, 2.2, FDICT)
        }

        if (failure is InflateFailure.None)
        {
            failure = source.Ending;
        }

        inflated = failure is InflateFailure.None ? inflated : null;
        return inflated is not null;
    }

    /// <summary>Deflates into one zlib stream, as small as the platform can.</summary>
    /// <param name="data">The bytes.</param>
    /// <returns>The compressed bytes.</returns>
    public static byte[] Deflate(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return [0x78, 0xDA, 3, 0, 0, 0, 0, 1];      // the platform's stream writes nothing at all for nothing
        }

        using var target = new MemoryStream();
        using (var stream = new ZLibStream(target, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            stream.Write(data);
        }

        return target.ToArray();
    }

    private static (byte[]? Inflated, InflateFailure Failure) ReadAll(ZLibStream stream, int limit, int expectedLength, int likelyLength)
    {
        using var buffer = new InflateBuffer(limit, expectedLength, likelyLength);
        Span<byte> beyond = stackalloc byte[1];
        while (true)
        {
            // When there is no room, one byte more tells whether there is more, and makes the stream read its checksum.
            var free = buffer.Free;
            var read = stream.Read(free.IsEmpty ? beyond : free);
            if (read == 0)
            {
                return (buffer.ToArray(), InflateFailure.None);
            }

            if (!free.IsEmpty)
            {
                buffer.Advance(read);
            }
            else if (buffer.IsAtLimit)
            {
                return (null, InflateFailure.TooLarge);
            }
            else
            {
                buffer.Grow(beyond[0]);
            }
        }
    }
}

using System.IO.Compression;

namespace DpiBlocks;

/// <summary>Reads an answer's body up to a limit, as it comes and when unpacked.</summary>
internal static class BoundedBody
{
    internal static async Task<byte[]> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes)
        {
            throw TooLarge();
        }

        var packed = await ReadAsync(await content.ReadAsStreamAsync(cancellationToken), maxBytes, cancellationToken);
        switch (string.Join(',', content.Headers.ContentEncoding))
        {
            case "" or "identity":
                return packed;
            case "gzip" or "x-gzip":      // RFC 9110, 8.4.1.3
                try
                {
                    await using var unpacked = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
                    return await ReadAsync(unpacked, maxBytes, cancellationToken);
                }
                catch (InvalidDataException inner)
                {
                    throw FetchException.Because(FetchRefusalCodes.Unavailable, "The answer cannot be unpacked.", inner);
                }

            default:
                throw FetchException.Because(FetchRefusalCodes.Unavailable, "The answer has an encoding that was not asked for.");
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (all.Length + count > maxBytes)
            {
                throw TooLarge();
            }

            all.Write(buffer, 0, count);
        }

        return all.ToArray();
    }

    private static FetchException TooLarge() => FetchException.Because(FetchRefusalCodes.TooLarge, "The answer is longer than is allowed.");
}

using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore.Bodies;

/// <summary>Reads a body to its end, or not at all.</summary>
internal static class BoundedBodyReader
{
    /// <summary>Reads it.</summary>
    /// <returns>The bytes; null when there are more than the limit.</returns>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        var bytes = new ArrayBufferWriter<byte>(4096);
        while (await request.Body.ReadAsync(bytes.GetMemory(4096), cancellationToken) is > 0 and var count)
        {
            bytes.Advance(count);
            if (bytes.WrittenCount > limit)
            {
                return null;
            }
        }

        return bytes.WrittenMemory;
    }
}

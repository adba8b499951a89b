using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore;

/// <summary>An answer that can be kept and given again, byte for byte.</summary>
public sealed class StoredAnswer : IResult, IStatusCodeHttpResult
{
    private readonly string _mediaType;
    private readonly string _location;
    private readonly ReadOnlyMemory<byte> _body;

    /// <summary>Initializes a new instance of the <see cref="StoredAnswer"/> class.</summary>
    /// <param name="status">The status, from 200 to 299: what is refused is not kept.</param>
    /// <param name="mediaType">The media type of the body; null when there is none.</param>
    /// <param name="body">The body, at most 64 KiB.</param>
    /// <param name="location">The address of what was made (<c>Location</c>).</param>
    /// <exception cref="ArgumentException">The status or the size is out of range, or a text is not of visible ASCII characters and spaces.</exception>
    public StoredAnswer(int status, string? mediaType = null, ReadOnlyMemory<byte> body = default, string? location = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 299);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(body.Length, 64 * 1024, nameof(body));
        (Status, _mediaType, _body, _location) = (status, mediaType ?? string.Empty, body, location ?? string.Empty);
        if ((_mediaType + _location).AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new ArgumentException("A header is of visible ASCII characters.", nameof(mediaType));
        }
    }

    /// <summary>Gets the status.</summary>
    public int Status { get; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    /// <summary>Writes the answer.</summary>
    /// <param name="httpContext">The request.</param>
    /// <returns>When it is written.</returns>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (_location.Length > 0)
        {
            response.Headers.Location = _location;
        }

        if (_mediaType.Length > 0)
        {
            response.ContentType = _mediaType;
            response.ContentLength = _body.Length;
            await response.Body.WriteAsync(_body, httpContext.RequestAborted);
        }
    }

    // Three lines, and then the body.
    internal byte[] ToBytes() => [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Status}\n{_mediaType}\n{_location}\n")), .. _body.Span];

    internal static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out StoredAnswer? answer)
    {
        answer = null;
        var lines = new string[3];
        for (var i = 0; i < lines.Length; i++)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            if (end < 0)
            {
                return false;
            }

            (lines[i], bytes) = (Encoding.ASCII.GetString(bytes.Span[..end]), bytes[(end + 1)..]);
        }

        answer = int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 200 and <= 299
            ? new StoredAnswer(status, lines[1], bytes, lines[2])
            : null;
        return answer is not null;
    }
}

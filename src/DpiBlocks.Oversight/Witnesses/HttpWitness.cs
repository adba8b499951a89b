using System.Net.Http.Headers;

namespace DpiBlocks.Oversight;

/// <summary>A witness that is asked over HTTP (C2SP tlog-witness).</summary>
/// <param name="http">The client; hand in one with the guarded handler and a time limit.</param>
/// <param name="prefix">The witness's submission prefix.</param>
public sealed class HttpWitness(HttpClient http, Uri prefix) : IWitness
{
    private const int MaxAnswer = 64 * 1024;

    private readonly Uri _address = new(prefix.OriginalString.TrimEnd('/') + "/add-checkpoint");

    /// <inheritdoc/>
    public async ValueTask<WitnessAnswer?> AddCheckpointAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default)
    {
        try
        {
            using var body = new ReadOnlyMemoryContent(request);
            body.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
            using var message = new HttpRequestMessage(HttpMethod.Post, _address) { Content = body };
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var answer = await ReadAsync(response.Content, cancellationToken);
            return answer is null ? null : new WitnessAnswer((int)response.StatusCode, response.Content.Headers.ContentType?.ToString() ?? string.Empty, answer);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or FetchException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxAnswer + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MaxAnswer ? buffer[..length] : null;
    }
}

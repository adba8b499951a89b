using System.Net;
using System.Net.Http.Headers;

namespace DpiBlocks.Messaging;

/// <summary>Carries messages to webhooks: one POST each, through the guarded door to the network, so that no destination leads inside it.</summary>
/// <remarks>
/// The body is the content, byte for byte; whoever must be able to trust it was served by the block that signed it before its commit.
/// <c>Idempotency-Key</c> names the message, so that the receiver knows a repetition, and <c>Dpi-Order</c> the order it keeps.
/// 2xx means that the receiver has it for good. 408, 425 and 429, any 5xx, a redirect (which is not followed) and no answer mean: later.
/// Any other 4xx, and an address that must not be asked, make it a dead letter.
/// </remarks>
public sealed class HttpsTransport : IMessageTransport, IDisposable
{
    /// <summary>Names the message: its id in quotes (draft-ietf-httpapi-idempotency-key-header-07, 2.1).</summary>
    public const string IdHeader = "Idempotency-Key";

    /// <summary>Names the order that the message keeps: see <see cref="OutgoingMessage.Order"/>.</summary>
    public const string OrderHeader = "Dpi-Order";

    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private readonly TimeSpan _maxRetryAfter;

    /// <summary>Initializes a new instance of the <see cref="HttpsTransport"/> class.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="options">How webhooks are called; copied.</param>
    public HttpsTransport(TimeProvider time, HttpsTransportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        options ??= new HttpsTransportOptions();
        (_time, _maxRetryAfter) = (time, options.MaxRetryAfter);
        _client = GuardedHttpHandler.CreateClient(options.Network, time);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <inheritdoc/>
    public bool Carries(Uri destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return destination.Scheme == Uri.UriSchemeHttps || destination.Scheme == Uri.UriSchemeHttp;      // the second to be refused, not to wait
    }

    /// <inheritdoc/>
    public async ValueTask<Delivery> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!MediaTypeHeaderValue.TryParse(message.ContentType, out var contentType))
        {
            return Delivery.Rejected(new Refusal(MessagingRefusalCodes.Rejected, "The media type of the message has no form that HTTP can carry."));
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, message.Destination) { Content = new ReadOnlyMemoryContent(message.Content) };
        request.Content.Headers.ContentType = contentType;
        request.Headers.Add(IdHeader, $"\"{message.Id:D}\"");
        request.Headers.Add(OrderHeader, message.Order);
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            return Judge(response);
        }
        catch (FetchException failure) when (failure.Refusal.Code is FetchRefusalCodes.AddressForbidden)
        {
            return Delivery.Rejected(failure.Refusal);
        }
        catch (FetchException failure)
        {
            return Delivery.Later(failure.Refusal);
        }
    }

    private Delivery Judge(HttpResponseMessage response) => response.StatusCode switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => Delivery.Delivered,
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => Delivery.Later(Busy(response), RetryAfter(response)),
        HttpStatusCode.RequestTimeout or (HttpStatusCode)425 => Delivery.Later(Busy(response)),      // 425: Too Early (RFC 8470, 5.2)
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => Delivery.Rejected(
            new Refusal(MessagingRefusalCodes.Rejected, $"The receiver refuses the message: HTTP status {(int)response.StatusCode}.")),
        _ => Delivery.Later(Busy(response)),
    };

    private static Refusal Busy(HttpResponseMessage response) =>
        new(MessagingRefusalCodes.Busy, $"The receiver cannot take the message now: HTTP status {(int)response.StatusCode}.");

    // RFC 9110, 10.2.3: seconds, or a date.
    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => Bound(delta),
        { Date: { } date } => Bound(date - _time.GetUtcNow()),
        _ => null,
    };

    private TimeSpan? Bound(TimeSpan asked) => asked <= TimeSpan.Zero ? null : asked < _maxRetryAfter ? asked : _maxRetryAfter;
}

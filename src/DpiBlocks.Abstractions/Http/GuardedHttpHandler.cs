using System.Net;

namespace DpiBlocks;

/// <summary>
/// The one door to the network for addresses that come from outside. It speaks https alone, judges the address it really connects to,
/// follows nobody, sends no cookies, credentials or trace headers, uses no proxy (behind one the address could not be judged),
/// and takes no more bytes and no more time than it is told.
/// </summary>
/// <remarks>
/// The body is read before the answer is handed on, so that the limits hold for all of it. Everything that goes wrong comes out as
/// <see cref="FetchException"/>; only the caller's own cancellation comes out as such. TLS servers are authenticated by the machine's
/// certificate store: that protects the transport, and no signature is ever judged by it.
/// </remarks>
public sealed class GuardedHttpHandler : DelegatingHandler
{
    private readonly GuardedHttpOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Initializes a new instance of the <see cref="GuardedHttpHandler"/> class.</summary>
    /// <param name="options">How far it goes; they are copied.</param>
    /// <param name="time">The clock of the time limit; the system's unless given.</param>
    public GuardedHttpHandler(GuardedHttpOptions? options = null, TimeProvider? time = null)
        : this(options?.Copy() ?? new GuardedHttpOptions(), time, connector: null)
    {
    }

    internal GuardedHttpHandler(GuardedHttpOptions options, TimeProvider? time, GuardedConnector? connector)
    {
        (_options, _time) = (options, time ?? TimeProvider.System);
        connector ??= new GuardedConnector(options.AllowLoopbackUnsafe);
        var inner = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            Credentials = null,
            PreAuthenticate = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = connector.OpenAsync,
            MaxResponseHeadersLength = 32,      // KiB
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        };
        if (connector.Tls is { } tls)
        {
            inner.SslOptions = tls;
        }

        InnerHandler = inner;
    }

    /// <summary>Makes a client whose every request goes through a new guarded handler.</summary>
    /// <param name="options">How far it goes; they are copied.</param>
    /// <param name="time">The clock of the time limit; the system's unless given.</param>
    /// <returns>The client, which has no time limit of its own.</returns>
    public static HttpClient CreateClient(GuardedHttpOptions? options = null, TimeProvider? time = null) =>
        new(new GuardedHttpHandler(options, time)) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    /// <summary>Fetches.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The answer, whole.</returns>
    /// <exception cref="FetchException">It was not fetched.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckAddress(request.RequestUri);
        request.Headers.AcceptEncoding.Clear();
        request.Headers.AcceptEncoding.ParseAdd("gzip");

        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await FetchAsync(request, either.Token);
        }
        catch (HttpRequestException failure)
        {
            // What the connector throws arrives wrapped.
            throw failure as FetchException ?? failure.InnerException as FetchException
                ?? FetchException.Because(FetchRefusalCodes.Unavailable, "The server could not be asked.", failure);
        }
        catch (IOException failure)
        {
            throw FetchException.Because(FetchRefusalCodes.Unavailable, "The answer broke off.", failure);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw FetchException.Because(FetchRefusalCodes.Timeout, "The answer was not there in time.", late);
        }
    }

    /// <summary>Not supported: a blocking read cannot keep the time limit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="NotSupportedException">Always.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Use SendAsync.");

    private async Task<HttpResponseMessage> FetchAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            if (response.StatusCode is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest and not HttpStatusCode.NotModified)
            {
                throw FetchException.Because(FetchRefusalCodes.RedirectForbidden, "The server points elsewhere.");
            }

            var body = _options.DiscardContent ? [] : await BoundedBody.ReadAsync(response.Content, _options.MaxBytes, cancellationToken);
            var content = new ByteArrayContent(body);
            foreach (var (name, values) in response.Content.Headers.NonValidated)
            {
                if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase))
                {
                    content.Headers.TryAddWithoutValidation(name, values);
                }
            }

            response.Content.Dispose();
            response.Content = content;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private void CheckAddress(Uri? address)
    {
        if (address is not { IsAbsoluteUri: true })
        {
            throw FetchException.Because(FetchRefusalCodes.AddressForbidden, "The address is not absolute.");
        }

        if (address.UserInfo.Length > 0)
        {
            throw FetchException.Because(FetchRefusalCodes.AddressForbidden, "The address holds credentials.");
        }

        if (_options.AllowLoopbackUnsafe && address.IsLoopback && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp))
        {
            return;
        }

        if (address.Scheme != Uri.UriSchemeHttps)
        {
            throw FetchException.Because(FetchRefusalCodes.AddressForbidden, "The address is not https.");
        }

        if (!_options.AllowedPorts.Contains(address.Port))
        {
            throw FetchException.Because(FetchRefusalCodes.AddressForbidden, "The address names a port that is not allowed.");
        }

        if (!PublicAddress.IsPublicName(address.IdnHost))
        {
            throw FetchException.Because(FetchRefusalCodes.AddressForbidden, "The address names a host that is not public.");
        }
    }
}

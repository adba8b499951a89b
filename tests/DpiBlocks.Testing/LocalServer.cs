using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace DpiBlocks.Testing;

/// <summary>A server on this machine that answers with the very bytes a test wants, one answer for each connection.</summary>
public sealed class LocalServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Func<string, Stream, CancellationToken, Task> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly Task _serving;

    private LocalServer(Func<string, Stream, CancellationToken, Task> answer, X509Certificate2? certificate)
    {
        (_answer, _certificate) = (answer, certificate);
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The heads of the requests that came, in order.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>The SHA-256 of the certificate it shows under TLS.</summary>
    public string? CertificateHash => _certificate?.GetCertHashString(HashAlgorithmName.SHA256);

    public static LocalServer Start(Func<string, Stream, CancellationToken, Task> answer, bool tls = false) => new(answer, tls ? MakeCertificate() : null);

    /// <summary>Answers each request from its head with a whole answer.</summary>
    public static LocalServer Start(Func<string, byte[]> answer, bool tls = false) =>
        Start(async (head, stream, stop) => await stream.WriteAsync(answer(head), stop), tls);

    public static byte[] Answer(string status, string? contentType = null, byte[]? body = null, params string[] headers)
    {
        body ??= [];
        var head = new StringBuilder().Append("HTTP/1.1 ").Append(status).Append("\r\nConnection: close\r\n");
        head.Append("Content-Length: ").Append(body.Length).Append("\r\n");
        foreach (var header in contentType is null ? headers : [.. headers, $"Content-Type: {contentType}"])
        {
            head.Append(header).Append("\r\n");
        }

        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    public Uri Address(string path = "/") => new($"http://127.0.0.1:{Port}{path}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _listener.Dispose();
        _stop.Dispose();
        _certificate?.Dispose();
    }

    private async Task ServeAsync()
    {
        var conversations = new List<Task>();
        try
        {
            while (true)
            {
                conversations.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(conversations);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = await SecureAsync(client.GetStream());
                var head = new StringBuilder();
                var one = new byte[1];
                while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _stop.Token) > 0)
                {
                    head.Append((char)one[0]);
                }

                _requests.Enqueue(head.ToString());
                await _answer(head.ToString(), stream, _stop.Token);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException or System.Security.Authentication.AuthenticationException)
            {
                // the client went away
            }
        }
    }

    private async Task<Stream> SecureAsync(Stream stream)
    {
        if (_certificate is null)
        {
            return stream;
        }

        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return tls;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=local test server", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }
}

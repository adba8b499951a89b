using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace DpiBlocks;

/// <summary>Looks a name up once, judges every address it has, and connects to one of those very addresses.</summary>
/// <remarks>So a name that changes its address between a check and the connection (DNS rebinding) gains nothing.</remarks>
internal sealed class GuardedConnector(bool allowLoopback)
{
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    internal Func<IPEndPoint, CancellationToken, ValueTask<Stream>> Connect { get; init; } = ConnectAsync;

    internal SslClientAuthenticationOptions? Tls { get; init; }

    internal async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        IPAddress[] addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Resolve(host, cancellationToken);
        if (!Array.TrueForAll(addresses, MayBeAsked))
        {
            throw FetchException.Because(FetchRefusalCodes.AddressForbidden, "The address leads to a network that must not be asked.");
        }

        for (var i = 0; ; i++)
        {
            try
            {
                return i < addresses.Length
                    ? await Connect(new IPEndPoint(addresses[i], port), cancellationToken)
                    : throw FetchException.Because(FetchRefusalCodes.Unavailable, "The name has no address.");
            }
            catch (SocketException) when (i + 1 < addresses.Length)
            {
                // the next address of the same name
            }
        }
    }

    private bool MayBeAsked(IPAddress address) => PublicAddress.Is(address) || (allowLoopback && PublicAddress.IsLoopback(address));

    private static async ValueTask<Stream> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

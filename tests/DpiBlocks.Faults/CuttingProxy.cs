using System.Net;
using System.Net.Sockets;

namespace DpiBlocks.Faults;

/// <summary>Stands between a client and a server on loopback, and cuts the connection when a number of bytes has gone one way.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _cutting = new();
    private readonly EndPoint _server;
    private readonly Task _accepting;
    private long _toClient = long.MaxValue;
    private long _toServer = long.MaxValue;
    private int _cuts;

    public CuttingProxy(EndPoint server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Gets how many connections were cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Gets or sets what is done when the first connection is about to be cut: the client or the server is killed. Done when the proxy is disposed of.</summary>
    public Action? OnCut { get; set; }

    /// <summary>Gets or sets a value indicating whether it is whole again as soon as it has cut one connection.</summary>
    public bool HealsAfterACut { get; set; }

    /// <summary>Lets so many bytes of the server's answers through from now on; the next byte is lost and so is the connection.</summary>
    public void CutToClientAfter(long bytes) => Volatile.Write(ref _toClient, bytes);

    /// <summary>Lets so many bytes of the client's requests through from now on.</summary>
    public void CutToServerAfter(long bytes) => Volatile.Write(ref _toServer, bytes);

    /// <summary>Cuts nothing any more.</summary>
    public void Heal()
    {
        CutToClientAfter(long.MaxValue);
        CutToServerAfter(long.MaxValue);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        lock (_cutting)
        {
            _stop.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                open.Add(CarryAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using (client)
        using (var server = new Socket(_server.AddressFamily, SocketType.Stream, ProtocolType.Unspecified))
        using (var cut = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token))
        {
            try
            {
                await server.ConnectAsync(_server, cut.Token);
                await Task.WhenAny(
                    PumpAsync(client.Client, server, () => ref _toServer, cut.Token),
                    PumpAsync(server, client.Client, () => ref _toClient, cut.Token));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // The server is away: so is the client's connection.
            }

            await cut.CancelAsync();
            client.LingerState = new LingerOption(true, 0);      // a reset, as of a cable that was pulled
        }
    }

    private delegate ref long Budget();

    private async Task PumpAsync(Socket from, Socket to, Budget left, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var read)
            {
                var allowed = Volatile.Read(ref left()) == long.MaxValue ? read : Interlocked.Add(ref left(), -read) + read;
                if (allowed > 0)
                {
                    await to.SendAsync(buffer.AsMemory(0, (int)Math.Min(read, allowed)), cancellationToken);
                }

                if (allowed < read)
                {
                    lock (_cutting)
                    {
                        if (_cuts++ == 0)
                        {
                            OnCut?.Invoke();
                        }
                    }

                    if (HealsAfterACut)
                    {
                        Heal();
                    }

                    return;
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side has gone, and takes the other with it.
        }
    }
}

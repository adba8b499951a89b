using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using Xunit;

namespace DpiBlocks.Testing;

/// <summary>A NATS server of the tests' own with JetStream: started from the machine's binary, on loopback, in a folder that goes with it.</summary>
public sealed class NatsServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    private NatsServer(int port) => Port = port;

    /// <summary>Where the server lies on this machine; null when it is not installed.</summary>
    public static string? Binary { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Concat(["/usr/sbin", "/usr/local/bin"])
        .Select(folder => Path.Combine(folder, "nats-server"))
        .FirstOrDefault(File.Exists);

    public int Port { get; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{Port}");

    /// <summary>Makes a new server, or skips the test where none is installed.</summary>
    public static async Task<NatsServer> StartAsync()
    {
        Assert.SkipWhen(Binary is null, "nats-server is not installed");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var server = new NatsServer(port);
        await server.StartAgainAsync();
        return server;
    }

    public async Task StartAgainAsync()
    {
        string[] arguments = ["-a", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-js", "-sd", _folder.PathOf("stream")];
        _process = Process.Start(new ProcessStartInfo(Binary!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        for (var i = 0; i < 400; i++)
        {
            _process.HasExited.Should().BeFalse("the server must start");
            if (await AnswersAsync())
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The server does not become ready.");
    }

    /// <summary>Kills the server without warning.</summary>
    public void Kill()
    {
        _process!.Kill();      // SIGKILL
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            Kill();
        }

        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            var greeting = new byte[4];
            await client.GetStream().ReadExactlyAsync(greeting);
            return greeting.AsSpan().SequenceEqual("INFO"u8);
        }
        catch (Exception notYet) when (notYet is SocketException or IOException)
        {
            return false;
        }
    }
}

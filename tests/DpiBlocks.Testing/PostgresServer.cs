using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using Xunit;

namespace DpiBlocks.Testing;

/// <summary>A PostgreSQL server of the tests' own: started from the machine's binaries, on loopback, by a user without rights, in a folder that goes with it.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "dpi";

    private readonly string _binaries;
    private readonly string _folder;
    private readonly string[] _settings;
    private Process? _process;

    private readonly string? _smallDisk;

    private PostgresServer(string binaries, string folder, int port, string? smallDisk, string[] settings) =>
        (_binaries, _folder, Port, _smallDisk, _settings) = (binaries, folder, port, smallDisk, settings);

    public int Port { get; }

    /// <summary>How to reach the server in the words of Npgsql.</summary>
    public string ConnectionString => ConnectionStringAt(Port);

    /// <summary>Where PostgreSQL lies on this machine; null when it is not installed.</summary>
    public static string? Binaries { get; } = new[] { "/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql" }
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.GetDirectories(folder).Append(folder))
        .Select(folder => Path.Combine(folder, "bin"))
        .Where(folder => File.Exists(Path.Combine(folder, "initdb")))
        .OrderByDescending(folder => folder, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>Gets the folder in which the server sees a small disk.</summary>
    public string SmallFolder => Path.Combine(_folder, "small");

    /// <summary>Makes a new server, or skips the test where PostgreSQL is not installed.</summary>
    /// <param name="settings">Settings of the server, <c>fsync=off</c>.</param>
    public static Task<PostgresServer> StartAsync(params string[] settings) => StartWithSmallDiskAsync(null, settings);

    /// <summary>The same, and the server sees a disk of some size (<c>4m</c>) in <see cref="SmallFolder"/> until it is killed.</summary>
    public static async Task<PostgresServer> StartWithSmallDiskAsync(string? size, params string[] settings)
    {
        Assert.SkipWhen(Binaries is null, "PostgreSQL is not installed");
        var binaries = Binaries!;

        var folder = (await RunAsync([.. AsNobody(), "mktemp", "-d", "-t", "dpiblocks-postgres-XXXXXX"])).Trim();
        await RunAsync([.. AsNobody(), Path.Combine(binaries, "initdb"), "-D", folder, "-U", User, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions"]);
        var server = new PostgresServer(binaries, folder, FreePort(), size, settings);
        await RunAsync([.. AsNobody(), "mkdir", "-m", "0700", server.SmallFolder]);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>The same through something that listens on another port.</summary>
    public static string ConnectionStringAt(int port) => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username={User};Database=postgres");

    public async Task StartAgainAsync()
    {
        string[] settings = ["listen_addresses=127.0.0.1", $"unix_socket_directories={_folder}", "shared_buffers=32MB", "max_connections=500", "log_min_messages=panic", .. _settings];
        string[] command = [Path.Combine(_binaries, "postgres"), "-D", _folder, "-p", Port.ToString(CultureInfo.InvariantCulture), .. settings.SelectMany(setting => new[] { "-c", setting })];
        string[] arguments = [.. AsNobody(), .. _smallDisk is null ? command : SmallDisk.Command(SmallFolder, _smallDisk, command)];
        _process = Process.Start(new ProcessStartInfo(arguments[0], arguments[1..]) { RedirectStandardError = true, WorkingDirectory = "/" })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        for (var i = 0; i < 600; i++)
        {
            // Another's server may answer at a port that was free a moment ago: then ours is gone.
            var ready = await IsReadyAsync();
            _process.HasExited.Should().BeFalse("the server must start");
            if (ready)
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The server does not become ready.");
    }

    /// <summary>Kills the server and every process of it without warning.</summary>
    public void Kill()
    {
        _process!.Kill(entireProcessTree: true);      // SIGKILL
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            Kill();
        }

        await RunAsync([.. AsNobody(), "rm", "-rf", _folder]);
    }

    // PostgreSQL refuses to run as root.
    private static string[] AsNobody() => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : ["env"];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<string> RunAsync(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, await errors);
        return output;
    }

    private async Task<bool> IsReadyAsync()
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(_binaries, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture)]))!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}

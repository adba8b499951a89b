using System.ComponentModel;
using System.Diagnostics;

namespace DpiBlocks.Oversight.Tests.Foreign;

/// <summary>
/// Builds and runs <c>client.go</c>, a client of logs that shares no code with ours, with Debian's <c>golang-go</c>: it needs no package and no network,
/// because the go command brings what it verifies its own checksum database with. A test is skipped where there is no Go.
/// </summary>
public sealed class GoClient : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private bool _built;

    public void Dispose() => _folder.Dispose();

    /// <summary>Verifies the log in a folder.</summary>
    /// <returns>What the client prints, and whether it accepts.</returns>
    public async Task<(bool Accepted, string Output)> VerifyAsync(string folder, NoteKey log, NoteKey witness)
    {
        await BuildAsync();
        var (code, output) = await RunAsync(_folder.PathOf("client"), folder, log.ToString(), witness.ToString());
        return (code == 0, output);
    }

    private async Task BuildAsync()
    {
        if (_built)
        {
            return;
        }

        var (_, root) = await RunAsync("go", "env", "GOROOT");
        var library = Path.Combine(root, "src", "cmd", "vendor", "golang.org");
        if (OperatingSystem.IsWindows() || !Directory.Exists(library))
        {
            Assert.Skip("Go is here without its own sources, or on Windows.");
        }

        Directory.CreateDirectory(_folder.PathOf("src"));
        Directory.CreateSymbolicLink(_folder.PathOf("src/golang.org"), library);
        var source = Path.Combine(Repository.Root, "tests", "DpiBlocks.Oversight.Tests", "Foreign", "client.go");
        var (code, output) = await RunAsync("go", "build", "-o", _folder.PathOf("client"), source);
        code.Should().Be(0, output);
        _built = true;
    }

    private async Task<(int Code, string Output)> RunAsync(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["GO111MODULE"] = "off",
            ["GOTOOLCHAIN"] = "local",
            ["GOENV"] = "off",
            ["GOFLAGS"] = string.Empty,
            ["CGO_ENABLED"] = "0",
            ["GOPATH"] = _folder.PathOf("."),
            ["GOCACHE"] = _folder.PathOf("cache"),
        })
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode, (await output + await errors).Trim());
        }
        catch (Win32Exception) when (command == "go")
        {
            Assert.Skip("go is not here: install the package golang-go to have a log verified by another client.");
            throw;
        }
    }
}

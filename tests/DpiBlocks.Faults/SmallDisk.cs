using System.Diagnostics;

namespace DpiBlocks.Faults;

/// <summary>Runs a program that alone sees a small disk in a folder: in a mount namespace of its own, which needs no rights on Linux.</summary>
internal static class SmallDisk
{
    public static async Task<IReadOnlyList<string>> RunAsync(string folder, string size, string[] arguments, CancellationToken cancellationToken)
    {
        string[] namespaces = Environment.IsPrivilegedProcess ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
        var start = new ProcessStartInfo("unshare", [.. namespaces, "sh", "-c", $"mount -t tmpfs -o size={size},mode=0700 tmpfs \"$0\" && exec \"$@\"", folder, "dotnet", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var lines = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.Should().Be(0, await errors);
        return lines;
    }
}

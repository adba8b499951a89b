using System.Diagnostics;
using FluentAssertions;

namespace DpiBlocks.Testing;

/// <summary>Runs a program that alone sees a small disk in a folder: in a mount namespace of its own, which needs no rights on Linux.</summary>
public static class SmallDisk
{
    /// <summary>The command that runs another one with a disk of some size (<c>2m</c>) in a folder of whoever runs it.</summary>
    public static string[] Command(string folder, string size, params string[] command) =>
        ["unshare", "--user", "--map-current-user", "--keep-caps", "--mount", "sh", "-c", $"mount -t tmpfs -o size={size},mode=0700 tmpfs \"$0\" && exec \"$@\"", folder, .. command];

    /// <summary>Runs it to its end, which must be a good one, and gives the lines that it wrote.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string folder, string size, string[] command, CancellationToken cancellationToken)
    {
        var arguments = Command(folder, size, command);
        using var process = Process.Start(new ProcessStartInfo(arguments[0], arguments[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var lines = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.Should().Be(0, await errors);
        return lines;
    }
}

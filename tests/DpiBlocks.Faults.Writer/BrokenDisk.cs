using System.Diagnostics;

namespace DpiBlocks.Faults;

/// <summary>Writes until the disk fails to keep something, and asks again.</summary>
internal static class BrokenDisk
{
    public static async Task RunAsync(string path, Action<string> say)
    {
        using var ground = Ground.Open($"sqlite:{path}");
        var number = 0;
        string? code;
        while ((code = await new Operation(0, number).TryAsync(ground)) is null && number < 10_000)
        {
            say(new Operation(0, number++).Name);
        }

        say(code ?? "never broken");
        for (var i = 0; i < 2; i++)
        {
            say(await new Operation(0, number + i).TryAsync(ground) ?? "written");
        }

        say(await ground.Lists.FindAsync(Operation.ShardOf(0)) is null ? "unreadable" : "readable");
        Process.GetCurrentProcess().Kill();      // without closing the file: what lies in its log is found, or not, by whoever opens it
    }
}

namespace DpiBlocks.Faults;

/// <summary>Writes until the disk is full, reads all the same, makes room, and goes on where it was refused.</summary>
internal static class FullDisk
{
    public static async Task RunAsync(string folder, string copy, Action<string> say)
    {
        var ballast = Path.Combine(folder, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[512 * 1024]);
        var path = Path.Combine(folder, "dpi.db");
        var name = $"sqlite:{path}";
        await Ground.PrepareAsync(name);
        using (var ground = Ground.Open(name))
        {
            var number = 0;
            string? code;
            while ((code = await new Operation(0, number).TryAsync(ground)) is null && number < 100_000)
            {
                say(new Operation(0, number++).Name);
            }

            say(code ?? "never full");
            say((await new Operation(0, number).TryAsync(ground)) ?? "written");      // still full, still refused
            say(await ground.Lists.FindAsync(Operation.ShardOf(0)) is null ? "unreadable" : "readable");
            File.Delete(ballast);
            say((await new Operation(0, number).TryAsync(ground)) ?? new Operation(0, number).Name);
        }

        await Ground.SplitAsync(name);
        foreach (var suffix in new[] { "", "-wal" }.Where(suffix => File.Exists(path + suffix)))
        {
            File.Copy(path + suffix, copy + suffix);
        }
    }
}

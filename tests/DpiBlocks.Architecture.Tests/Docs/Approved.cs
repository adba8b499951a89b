namespace DpiBlocks.Architecture.Tests.Docs;

/// <summary>Files that are made from the code and committed, so that a change of the code shows as a change of the file.</summary>
/// <remarks><c>DPIBLOCKS_APPROVE=1 dotnet test --project tests/DpiBlocks.Architecture.Tests</c> writes them anew.</remarks>
internal static class Approved
{
    public static void ShouldBe(string path, string text)
    {
        var full = Path.Combine(Repository.Root, path);
        text = text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("DPIBLOCKS_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }

        var committed = File.Exists(full) ? File.ReadAllText(full).ReplaceLineEndings("\n") : string.Empty;
        var (now, before) = (text.Split('\n'), committed.Split('\n'));
        now.Except(before).Should().BeEmpty("{0} must have these lines; DPIBLOCKS_APPROVE=1 writes it anew (CONTRIBUTING.md)", path);
        before.Except(now).Should().BeEmpty("{0} must not have these lines; DPIBLOCKS_APPROVE=1 writes it anew (CONTRIBUTING.md)", path);
        committed.Should().Be(text);
    }
}

using System.IO.Compression;
using System.Security.Cryptography;

namespace DpiBlocks.Architecture.Tests.Packaging;

/// <summary>The same sources give the same bytes, wherever they are built. <c>.ci/run</c> proves it of every package.</summary>
public sealed class ReproducibleBuildTests
{
    [Fact]
    [Attack("PKG-03")]
    public async Task Two_folders_give_the_same_library_and_the_same_package()
    {
        var one = await BuildAsync();
        var other = await BuildAsync();
        one.Should().HaveCountGreaterThan(4);
        one.Should().ContainKey("DpiBlocks.Abstractions.dll").And.ContainKey("lib/net10.0/DpiBlocks.Abstractions.xml");
        other.Should().Equal(one);
    }

    private static async Task<SortedDictionary<string, string>> BuildAsync()
    {
        using var checkout = new Checkout();
        checkout.CopyFolder("src/DpiBlocks.Abstractions");
        var (exitCode, output) = await checkout.RunAsync(
            "build", "src/DpiBlocks.Abstractions", "-c", "Release", "-p:GeneratePackageOnBuild=true", "-p:NuGetAudit=false", "-p:UseSharedCompilation=false", "--nologo");
        exitCode.Should().Be(0, output);

        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(checkout.Folder, "artifacts/bin"), "DpiBlocks.*", SearchOption.AllDirectories))
        {
            using var content = File.OpenRead(file);
            hashes.Add(Path.GetFileName(file), Hash(content));
        }

        var package = Directory.EnumerateFiles(Path.Combine(checkout.Folder, "artifacts"), "*.nupkg", SearchOption.AllDirectories).Single();
        using var archive = await ZipFile.OpenReadAsync(package, TestContext.Current.CancellationToken);
        foreach (var entry in archive.Entries)
        {
            // The names of these two are drawn anew by the packer; they say nothing of the code.
            if (entry.FullName.EndsWith(".psmdcp", StringComparison.Ordinal) || entry.FullName == "_rels/.rels")
            {
                continue;
            }

            using var content = await entry.OpenAsync(TestContext.Current.CancellationToken);
            hashes.Add(entry.FullName, Hash(content));
        }

        return hashes;
    }

    private static string Hash(Stream content) => Convert.ToHexString(SHA256.HashData(content));
}

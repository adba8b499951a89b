namespace DpiBlocks.Architecture.Tests.Packaging;

/// <summary>What the restore of this repository refuses, tried on a feed that says what is weak.</summary>
public sealed class PackageRestoreTests : IDisposable
{
    private readonly Checkout _checkout = new();
    private readonly AuditedFeed _feed;

    public PackageRestoreTests()
    {
        _feed = new AuditedFeed(Path.Combine(_checkout.Folder, "feed"));
        _checkout.Write("NuGet.config", $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
              <auditSources><clear /><add key="known" value="{_feed.Index}" allowInsecureConnections="true" /></auditSources>
            </configuration>
            """);
        _feed.Add("Example.Weak", "1.0.0");
        _feed.Add("Example.Weak", "2.0.0");
        _feed.Add("Example.Top", "1.0.0", dependsOn: "Example.Weak/1.0.0");
    }

    [Theory]
    [Attack("PKG-01")]
    [InlineData(0, "NU1901")]
    [InlineData(1, "NU1902")]
    [InlineData(2, "NU1903")]
    [InlineData(3, "NU1904")]
    public async Task A_package_known_to_be_weak_stops_the_build(int severity, string code)
    {
        _feed.Warn("Example.Weak", "(, 2.0.0)", severity);
        await ShouldFailAsync(code, "Example.Weak", "1.0.0");
        await ShouldRestoreAsync("Example.Weak", "2.0.0");
    }

    [Fact]
    [Attack("PKG-01")]
    public async Task So_does_one_that_another_package_brings()
    {
        await ShouldRestoreAsync("Example.Top", "1.0.0");
        _feed.Warn("Example.Weak", "(, 2.0.0)", severity: 0);
        await ShouldFailAsync("NU1901", "Example.Top", "1.0.0");
    }

    [Fact]
    [Attack("SIG-14")]
    public async Task An_old_BouncyCastle_stops_the_build()
    {
        _feed.Add("BouncyCastle.Cryptography", "2.3.0");
        _feed.Add("BouncyCastle.Cryptography", "2.3.1");
        _feed.Warn("BouncyCastle.Cryptography", "(, 2.3.1)", severity: 1);
        await ShouldFailAsync("NU1902", "BouncyCastle.Cryptography", "2.3.0");
        await ShouldRestoreAsync("BouncyCastle.Cryptography", "2.3.1");
    }

    [Fact]
    [Attack("PKG-02")]
    public async Task Another_package_than_the_recorded_one_stops_the_build()
    {
        await ShouldRestoreAsync("Example.Weak", "1.0.0");
        var locked = Path.Combine(_checkout.Folder, "src/Example/packages.lock.json");
        var recorded = await File.ReadAllTextAsync(locked, TestContext.Current.CancellationToken);

        (await RestoreAsync(locked: true)).ExitCode.Should().Be(0);

        Ask("Example.Weak", "2.0.0");
        var changed = await RestoreAsync(locked: true);
        changed.ExitCode.Should().NotBe(0);
        changed.Output.Should().Contain("error NU1004");

        Ask("Example.Weak", "1.0.0");
        var hash = recorded.IndexOf("\"contentHash\": \"", StringComparison.Ordinal) + "\"contentHash\": \"".Length;
        await File.WriteAllTextAsync(locked, recorded[..hash] + (recorded[hash] == 'A' ? 'B' : 'A') + recorded[(hash + 1)..], TestContext.Current.CancellationToken);
        var swapped = await RestoreAsync(locked: true);
        swapped.ExitCode.Should().NotBe(0);
        swapped.Output.Should().Contain("error NU1403");
    }

    public void Dispose()
    {
        _feed.Dispose();
        _checkout.Dispose();
    }

    private async Task ShouldFailAsync(string code, string package, string version)
    {
        Ask(package, version);
        var (exitCode, output) = await RestoreAsync();
        exitCode.Should().NotBe(0, output);
        output.Should().Contain($"error {code}");
    }

    private async Task ShouldRestoreAsync(string package, string version)
    {
        Ask(package, version);
        var (exitCode, output) = await RestoreAsync();
        exitCode.Should().Be(0, output);
    }

    private void Ask(string package, string version)
    {
        _checkout.Write("Directory.Packages.props", $"""
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup><PackageVersion Include="{package}" Version="{version}" /></ItemGroup>
            </Project>
            """);

        // The rules of the whole repository hold here; the analyzers of src, which are packages themselves, do not matter to a restore.
        _checkout.Write("src/Directory.Build.props", """<Project><Import Project="../Directory.Build.props" /></Project>""");
        _checkout.Write("src/Example/Example.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup><PackageReference Include="{package}" /></ItemGroup>
            </Project>
            """);
    }

    // Its own cache of packages and of answers, so that each time is the first.
    private Task<(int ExitCode, string Output)> RestoreAsync(bool locked = false) => Dotnet.RunAsync(
        _checkout.Folder,
        ["restore", "src/Example", "--force", .. locked ? Array.Empty<string>() : ["--force-evaluate"]],
        new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = Path.Combine(_checkout.Folder, "cache", Guid.NewGuid().ToString("N")),
            ["NUGET_HTTP_CACHE_PATH"] = Path.Combine(_checkout.Folder, "answers", Guid.NewGuid().ToString("N")),
            ["CI"] = locked ? "true" : "false",
        });
}

using DpiBlocks.StatusLists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace DpiBlocks.AspNetCore.Tests;

/// <summary>The ten lines of docs/operations.md, as they are written there, and running.</summary>
public sealed class HostSampleTests
{
    [Fact]
    public async Task The_host_of_the_documentation_runs()
    {
        using var folder = new TemporaryFolder();
        await using var app = Build(["--urls", "http://127.0.0.1:0"], folder.PathOf("."));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        (await client.GetStringAsync("/health/ready")).Should().Be("""{"status":"pass"}""");
        (await (await client.GetAsync("/status/1")).CodeAsync()).Should().Be(StatusListRefusalCodes.ListNotFound);
        await app.StopAsync();
    }

    [Fact]
    public void It_is_the_one_of_the_documentation()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/operations.md"));
        var code = page.Split("```csharp\n")[1].Split("```")[0].Split('\n').Where(line => line.Length > 0 && !line.StartsWith("using ", StringComparison.Ordinal)).ToList();
        code.Should().HaveCountLessThanOrEqualTo(10);
        var here = File.ReadAllText(Path.Combine(Repository.Root, "tests/DpiBlocks.AspNetCore.Tests/HostSampleTests.cs"));
        foreach (var line in code.Where(line => line != "app.Run();"))
        {
            here.Should().Contain(line.Replace("\"lists\"", "folder", StringComparison.Ordinal));
        }
    }

    private static WebApplication Build(string[] args, string folder)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDpiBlocks().AddWeb();

        var app = builder.Build();
        StatusListFiles.TryOpen(folder, TimeProvider.System, out var lists, out var refusal);
        app.MapStatusLists("/status", new Uri("https://status.example.gov/status/"), lists ?? throw new InvalidOperationException(refusal?.Message)).AllowAnonymous();
        app.MapHealth().AllowAnonymous();
        return app;
    }
}

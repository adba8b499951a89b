using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DpiBlocks.Architecture.Tests.Packaging;

/// <summary>A package feed in a folder, and on the loopback address the list of what is known to be weak (NuGet's <c>VulnerabilityInfo</c> resource).</summary>
internal sealed class AuditedFeed : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, string> _pages = new(StringComparer.Ordinal);
    private readonly string _folder;
    private readonly Uri _root;

    public AuditedFeed(string folder)
    {
        _folder = folder;
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        _root = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/"));
        probe.Stop();
        _listener.Prefixes.Add(_root.AbsoluteUri);
        _listener.Start();
        _ = ServeAsync();
        _pages["/index.json"] = $$"""{"version":"3.0.0","resources":[{"@id":"{{_root}}known.json","@type":"VulnerabilityInfo/6.7.0"}]}""";
        _pages["/known.json"] = $$"""[{"@name":"base","@id":"{{_root}}base.json","@updated":"2026-01-01T00:00:00Z"}]""";
        _pages["/base.json"] = "{}";
    }

    public Uri Index => new(_root, "index.json");

    /// <summary>Says that some versions of a package are weak: severity 0 is low, 3 is critical.</summary>
    public void Warn(string package, string versions, int severity) =>
        _pages["/base.json"] = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"{{package.ToLowerInvariant()}}":[{"severity":{{severity}},"url":"https://advisories.example/1","versions":"{{versions}}"}]}""");

    /// <summary>Puts an empty package on the feed.</summary>
    public void Add(string id, string version, string? dependsOn = null)
    {
        var dependency = dependsOn?.Split('/') is [var name, var range] ? $"""<group targetFramework="net10.0"><dependency id="{name}" version="{range}" /></group>""" : string.Empty;
        using var file = File.Create(Path.Combine(_folder, $"{id}.{version}.nupkg"));
        using var archive = new ZipArchive(file, ZipArchiveMode.Create);
        Write(archive, "lib/net10.0/_._", string.Empty);
        Write(archive, $"{id}.nuspec", $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
              <id>{id}</id><version>{version}</version><authors>nobody</authors><description>Empty.</description>
              <dependencies>{dependency}</dependencies>
            </metadata></package>
            """);
    }

    public void Dispose() => _listener.Close();

    private static void Write(ZipArchive archive, string path, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(path).Open(), new UTF8Encoding(false));
        writer.Write(text);
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            context.Response.StatusCode = _pages.TryGetValue(context.Request.Url!.AbsolutePath, out var page) ? 200 : 404;
            context.Response.Close(Encoding.UTF8.GetBytes(page ?? string.Empty), willBlock: true);
        }
    }
}

using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Trust.Documents;

public sealed class FileDocumentSourceTests : IDisposable
{
    private const string Address = "https://example.gov/type?v=1";

    private readonly Land _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_file_named_by_its_address_is_found()
    {
        _folder.Put(Uri.EscapeDataString(Address), "{}").Put("readme", "x").Put("https%3a%2f%2fexample.gov", "not the one form of its address");
        var source = Open();
        source.Count.Should().Be(1);

        var document = await FindAsync(source, Address);
        document!.Content.ToArray().Should().Equal("{}"u8.ToArray());
        document.Source.Name.Should().Be(Address);
        document.Source.Content.Should().Be(Digest.Of("{}"u8));

        foreach (var other in new[] { "https://example.gov/type", Address + "#x", "https://EXAMPLE.gov/type?v=1", "https://example.gov/../type?v=1", "readme", "file:///etc/passwd" })
        {
            (await FindAsync(source, other)).Should().BeNull();
        }
    }

    [Fact]
    public async Task An_index_says_what_a_file_is_and_how_old()
    {
        _folder.Put("a", "A").Put("b", "B").Put("addresses.json", $$$"""
            {"{{{Address}}}":"a","urn:b":{"file":"b","media_type":"application/json","obtained_at":"2026-05-31T00:00:00Z"}}
            """);
        var source = Open();
        source.Count.Should().Be(2);
        (await FindAsync(source, Address, "anything/else"))!.Content.ToArray().Should().Equal("A"u8.ToArray());
        (await FindAsync(source, "urn:b", "application/json"))!.Source.ObtainedAt.Should().Be(new DateTimeOffset(2026, 5, 31, 0, 0, 0, TimeSpan.Zero));
        (await FindAsync(source, "urn:b", "application/json", TimeSpan.FromDays(1))).Should().NotBeNull();
        (await FindAsync(source, "urn:b", "application/json", TimeSpan.FromHours(23))).Should().BeNull();
        (await FindAsync(source, "urn:b", "text/html")).Should().BeNull();
    }

    [Theory]
    [InlineData("""{"urn:a":"a"}""", true)]
    [InlineData("""{"urn:a":{"file":"a"}}""", true)]
    [InlineData("""{"urn:a":"missing"}""", false)]
    [InlineData("""{"urn:a":"../a"}""", false)]
    [InlineData("""{"urn:a":"/etc/passwd"}""", false)]
    [InlineData("""{"urn:a":".hidden"}""", false)]
    [InlineData("""{"urn:a":1}""", false)]
    [InlineData("""{"urn:a":{"media_type":"x"}}""", false)]
    [InlineData("""{"urn:a":{"file":"a","extra":1}}""", false)]
    [InlineData("""{"urn:a":{"file":"a","obtained_at":"yesterday"}}""", false)]
    [InlineData("""{"urn:a":"a","urn:a":"a"}""", false)]
    [InlineData("[]", false)]
    [InlineData("{", false)]
    public void An_index_is_read_strictly_and_leads_out_of_no_folder(string index, bool good)
    {
        _folder.Put("a", "A").Put(".hidden", "A").Put("addresses.json", index);
        FileDocumentSource.TryOpen(_folder.Path, _time, out var source, out var refusal).Should().Be(good);
        (source is null).Should().Be(!good);
        if (!good)
        {
            refusal!.Code.Should().BeOneOf(TrustRefusalCodes.Unreadable, JsonRefusalCodes.DuplicateMember, JsonRefusalCodes.Malformed);
        }
    }

    [Fact]
    public async Task A_file_that_went_is_no_document_and_a_folder_that_is_not_there_no_source()
    {
        _folder.Put(Uri.EscapeDataString(Address), "{}");
        var source = Open();
        File.Delete(Path.Combine(_folder.Path, Uri.EscapeDataString(Address)));
        (await FindAsync(source, Address)).Should().BeNull();
        FileDocumentSource.TryOpen(Path.Combine(_folder.Path, "none"), _time, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(TrustRefusalCodes.Unreadable);
    }

    [Fact]
    public async Task The_first_source_that_has_a_document_gives_it()
    {
        using var second = new Land();
        _folder.Put(Uri.EscapeDataString("urn:a"), "1");
        second.Put(Uri.EscapeDataString("urn:a"), "2").Put(Uri.EscapeDataString("urn:b"), "2");
        var both = new FirstDocumentSource(Open(), Open(second.Path));
        (await FindAsync(both, "urn:a"))!.Content.ToArray().Should().Equal("1"u8.ToArray());
        (await FindAsync(both, "urn:b"))!.Content.ToArray().Should().Equal("2"u8.ToArray());
        (await FindAsync(both, "urn:c")).Should().BeNull();
    }

    [Fact]
    public async Task Trust_and_documents_are_added_to_a_host()
    {
        using var trust = new Land();
        using var key = Land.Key("k");
        trust.Put("key.jwk", Land.Jwk(key));
        _folder.Put(Uri.EscapeDataString("urn:a"), "1");
        var services = new ServiceCollection();
        services.AddDpiBlocks().AddTrust(trust.Path).AddDocuments(_folder.Path, new HttpDocumentSourceOptions());
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IKeyResolver>().Should().BeSameAs(provider.GetRequiredService<ITrustPolicy>()).And.BeOfType<TrustFolder>();
        (await FindAsync(provider.GetRequiredService<IDocumentSource>(), "urn:a"))!.Content.ToArray().Should().Equal("1"u8.ToArray());
        (await FindAsync(provider.GetRequiredService<IDocumentSource>(), "https://10.0.0.1/")).Should().BeNull();

        services.AddDpiBlocks().Invoking(builder => builder.AddTrust(Path.Combine(trust.Path, "none"))).Should().Throw<InvalidDataException>();
        services.AddDpiBlocks().AddDocuments(Path.Combine(trust.Path, "none"));
        await using var without = services.BuildServiceProvider();
        without.Invoking(host => host.GetRequiredService<IDocumentSource>()).Should().Throw<InvalidDataException>();
        services.AddDpiBlocks().Invoking(builder => builder.AddDocuments(null)).Should().Throw<ArgumentException>();
        services.AddDpiBlocks().Invoking(builder => builder.AddDocuments(null, new HttpDocumentSourceOptions())).Should().NotThrow();
    }

    public void Dispose() => _folder.Dispose();

    private static ValueTask<SourcedDocument?> FindAsync(IDocumentSource source, string address, string type = "application/json", TimeSpan? maxAge = null) =>
        source.FindAsync(new Uri(address, UriKind.RelativeOrAbsolute), type, maxAge, TestContext.Current.CancellationToken);

    private FileDocumentSource Open(string? path = null) =>
        FileDocumentSource.TryOpen(path ?? _folder.Path, _time, out var source, out var refusal) ? source : throw new InvalidOperationException(refusal.Code);
}

using System.Runtime.Versioning;

namespace DpiBlocks.Cryptography.Tests.Keys;

[UnsupportedOSPlatform("windows")]
public sealed class KeyStoreTests : IDisposable
{
    private static readonly TenantId Home = TenantId.Parse("home-office");
    private static readonly TenantId Other = TenantId.Parse("other");
    private readonly string _folder = Directory.CreateTempSubdirectory("dpi-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_key_that_fits_best_signs(bool inFiles)
    {
        using var files = new FileKeyStore(Path.Combine(_folder, "keys"));
        var memory = new InMemoryKeyStore();
        IKeyStore store = inFiles ? files : memory;
        (await NameAsync(store, Home, "dc+sd-jwt")).Should().BeNull();

        Add("everything", null, null);
        (await NameAsync(store, Home, "dc+sd-jwt")).Should().Be("everything");
        Add("use", null, "dc+sd-jwt");
        (await NameAsync(store, Home, "dc+sd-jwt")).Should().Be("use");
        (await NameAsync(store, Home, "statuslist+jwt")).Should().Be("everything");
        Add("tenant", Home, null);
        (await NameAsync(store, Home, "dc+sd-jwt")).Should().Be("tenant");
        (await NameAsync(store, Other, "dc+sd-jwt")).Should().Be("use");
        Add("both", Home, "dc+sd-jwt");
        (await NameAsync(store, Home, "dc+sd-jwt")).Should().Be("both");
        (await NameAsync(store, Home, "statuslist+jwt")).Should().Be("tenant");
        Add("rotated", Home, "dc+sd-jwt");
        (await NameAsync(store, Home, "dc+sd-jwt")).Should().Be("rotated");

        void Add(string name, TenantId? tenant, string? use)
        {
            var key = SigningKey.Generate(SignatureAlgorithm.Es256, KeyId.Parse(name));
            if (inFiles)
            {
                files.Add(key, tenant, use);
                key.Dispose();
            }
            else
            {
                memory.Add(key, tenant, use);
            }
        }
    }

    [Fact]
    public async Task A_second_store_on_the_folder_finds_the_same_keys()
    {
        var path = Path.Combine(_folder, "keys");
        using var first = new FileKeyStore(path);
        using var second = new FileKeyStore(path);
        using var one = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var two = SigningKey.Generate(SignatureAlgorithm.Es384);

        first.Add(one, Home, "dc+sd-jwt");
        (await NameAsync(second, Home, "dc+sd-jwt")).Should().Be(one.KeyId.Value);
        second.Add(two, Home, "dc+sd-jwt");

        (await NameAsync(first, Home, "dc+sd-jwt")).Should().Be(two.KeyId.Value);
        (await first.FindSignerAsync(Home, "dc+sd-jwt", TestContext.Current.CancellationToken))
            .Should().BeSameAs(await first.FindSignerAsync(Home, "dc+sd-jwt", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("../../outside", "../../outside")]
    [InlineData("..", ".")]
    [InlineData("/etc/passwd", "/etc/passwd")]
    [InlineData("a/b", "a\\b")]
    [InlineData("_", "_")]
    [InlineData("did:web:example.gov", "application/dc+sd-jwt")]
    [Attack("STO-18")]
    public async Task No_name_leads_out_of_the_folder(string tenant, string use)
    {
        var path = Path.Combine(_folder, "keys");
        using var store = new FileKeyStore(path);
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256, KeyId.Parse("../../escape"));

        store.Add(key, TenantId.Parse(tenant), use);

        (await NameAsync(store, TenantId.Parse(tenant), use)).Should().Be("../../escape");
        (await NameAsync(store, Other, use)).Should().BeNull();
        Directory.GetFileSystemEntries(_folder).Should().ContainSingle();
        Directory.GetFiles(path, "*", SearchOption.AllDirectories).Should().ContainSingle()
            .Which.Should().StartWith(path + Path.DirectorySeparatorChar).And.EndWith("000001.jwk");
        Path.GetRelativePath(path, Directory.GetFiles(path, "*", SearchOption.AllDirectories)[0])
            .Split(Path.DirectorySeparatorChar).Should().HaveCount(3);
    }

    [Fact]
    public void Two_names_never_share_a_folder()
    {
        string[] names = ["a", "A", "%41", "_", ".", "..", "a.", "a/b", "a%2fb", "a%2Fb", "ä", "CON", "con"];

        names.Select(FileNames.Escape).Select(name => name.ToUpperInvariant()).Should().OnlyHaveUniqueItems();
        names.Select(FileNames.Escape).Should().NotContain(["_", ".", ".."]);
        FileNames.Escape("a1.b-c+d").Should().Be("a1.b-c+d");
        FluentActions.Invoking(() => FileNames.Escape(new string('/', 100))).Should().Throw<ArgumentException>();
    }

    [Fact]
    [Attack("STO-18")]
    public async Task A_file_or_folder_that_others_may_change_is_not_used()
    {
        var path = Path.Combine(_folder, "keys");
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256);
        using (var store = new FileKeyStore(path))
        {
            store.Add(key, Home, "dc+sd-jwt");
        }

        File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var file = Path.Combine(path, "home-office", "dc+sd-jwt", "000001.jwk");
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherRead);
        await RefusedAsync(KeyFileRefusalCodes.Exposed);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        File.Move(file, file + ".moved");
        File.CreateSymbolicLink(file, file + ".moved");
        await RefusedAsync(KeyFileRefusalCodes.Link);
        File.Delete(file);
        File.Move(file + ".moved", file);

        using (var store = new FileKeyStore(path))
        {
            (await NameAsync(store, Home, "dc+sd-jwt")).Should().Be(key.KeyId.Value);
            var folder = Path.GetDirectoryName(file)!;
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupWrite);
            await store.Invoking(it => it.FindSignerAsync(Home, "dc+sd-jwt").AsTask()).Should().ThrowAsync<IOException>();
        }

        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherWrite);
        FluentActions.Invoking(() => new FileKeyStore(path)).Should().Throw<IOException>();
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "link"), path);
        FluentActions.Invoking(() => new FileKeyStore(Path.Combine(_folder, "link"))).Should().Throw<IOException>();

        async Task RefusedAsync(string code)
        {
            using var store = new FileKeyStore(path);
            await store.Invoking(it => it.FindSignerAsync(Home, "dc+sd-jwt").AsTask()).Should().ThrowAsync<IOException>().WithMessage($"*{code}*");
        }
    }

    private static async Task<string?> NameAsync(IKeyStore store, TenantId tenant, string use) =>
        (await store.FindSignerAsync(tenant, use, TestContext.Current.CancellationToken))?.KeyId.Value;
}

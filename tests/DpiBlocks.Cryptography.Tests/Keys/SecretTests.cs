using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace DpiBlocks.Cryptography.Tests.Keys;

public partial class SecretTests
{
    [Theory]
    [MemberData(nameof(TestKeys.Names), MemberType = typeof(TestKeys))]
    [Attack("SIG-11")]
    public async Task A_disposed_signing_key_holds_nothing_and_signs_nothing(string name)
    {
        SigningKey.TryParseJwk(TestKeys.Of(name).ExportPrivateJwk(), out var key, out _).Should().BeTrue();
        var jwk = key!.ExportPrivateJwk();
        var secret = Jwks.Member(jwk, name.StartsWith("ML-DSA", StringComparison.Ordinal) ? "priv" : "d");
        key.ToString().Should().NotContain(secret).And.Contain(name);
        key.ToString().Should().NotContainAny(secret[..10], Encoding.UTF8.GetString(jwk));
        var core = typeof(SigningKey).GetField("_core", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(key)!;
        var owned = SecretsOf(core);
        owned.All(bytes => bytes.Any(value => value != 0)).Should().BeTrue();

        key.Dispose();

        owned.SelectMany(bytes => bytes).Any(value => value != 0).Should().BeFalse();
        owned.Should().HaveCount(name is "Ed25519" or "ES256K" || name.StartsWith("ML-DSA", StringComparison.Ordinal) ? 1 : 0, "the platform owns the others");
        await key.Invoking(it => it.SignAsync(new byte[1]).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        key.Invoking(it => it.ExportPrivateJwk()).Should().Throw<ObjectDisposedException>();
        key.Invoking(it => it.Dispose()).Should().NotThrow();
    }

    [Fact]
    [Attack("SIG-11")]
    public void A_disposed_decryption_key_holds_nothing()
    {
        var shared = DecryptionKey.FromSecret(Enumerable.Repeat((byte)7, 32).ToArray());
        var octets = SecretsOf(shared).Should().ContainSingle().Subject;
        octets.Should().OnlyContain(value => value == 7);
        shared.Dispose();
        octets.Should().OnlyContain(value => value == 0);

        var agreement = DecryptionKey.Generate("X25519");
        var secret = Jwks.Member(agreement.ExportPrivateJwk(), "d");
        agreement.ToString().Should().NotContain(secret);
        var core = typeof(DecryptionKey).GetField("_agreement", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(agreement)!;
        var scalar = SecretsOf(core).Should().ContainSingle().Subject;
        agreement.Dispose();
        scalar.Should().OnlyContain(value => value == 0);
    }

    [Fact]
    [Attack("SIG-10")]
    public void No_two_new_keys_are_alike()
    {
        const int draws = 20_000;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < draws; i++)
        {
            using var key = DecryptionKey.Generate("X25519");
            seen.Add(Jwks.Member(key.ExportPrivateJwk(), "d"));
        }

        seen.Should().HaveCount(draws);
        seen.Should().OnlyContain(text => text.Length == 43, "each has 256 bits");
    }

    [Fact]
    [Attack("SIG-10")]
    public void Chance_comes_from_the_system_alone()
    {
        File.ReadAllText(Path.Combine(Repository.Root, "src", "BannedSymbols.txt")).Should().Contain("T:System.Random;");
        Sources().Where(source => RandomPattern().IsMatch(source.Text)).Select(source => source.Path).Should().BeEmpty();
        Sources().Where(source => source.Text.Contains("new SecureRandom(", StringComparison.Ordinal)
            && !source.Text.Contains("CryptoApiRandomGenerator", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    [Attack("SIG-09")]
    public void Bytes_are_compared_in_fixed_time_everywhere()
    {
        var banned = File.ReadAllLines(Path.Combine(Repository.Root, "src", "BannedSymbols.txt"));
        banned.Should().Contain(line => line.StartsWith("M:System.MemoryExtensions.SequenceEqual``1(System.ReadOnlySpan{``0},System.ReadOnlySpan{``0});", StringComparison.Ordinal));
        banned.Should().Contain(line => line.StartsWith("M:System.MemoryExtensions.SequenceEqual``1(System.Span{``0},System.ReadOnlySpan{``0});", StringComparison.Ordinal));
        banned.Should().Contain(line => line.StartsWith("M:System.Linq.Enumerable.SequenceEqual``1(", StringComparison.Ordinal));

        // JsonSchema compares the text of documents: it knows no key and no secret, and cannot, since it does not reference Cryptography.
        Sources().Should().NotBeEmpty();
        Sources().Where(source => !source.Path.Contains("DpiBlocks.JsonSchema", StringComparison.Ordinal) && ComparisonPattern().IsMatch(source.Text)).Select(source => source.Path).Should().BeEmpty();
    }

    [GeneratedRegex(@"\bSequenceEqual\s*[(<]", RegexOptions.NonBacktracking)]
    private static partial Regex ComparisonPattern();

    [GeneratedRegex(@"new (System\.)?Random\(|Random\.Shared|Guid\.NewGuid\(", RegexOptions.NonBacktracking)]
    private static partial Regex RandomPattern();

    private static IEnumerable<(string Path, string Text)> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(path => (path, File.ReadAllText(path)));

    private static List<byte[]> SecretsOf(object owner) =>
        [.. new[] { "_seed", "_d", "_scalar", "_octets" }
            .Select(name => owner.GetType().GetField(name, BindingFlags.NonPublic | BindingFlags.Instance)?.GetValue(owner))
            .OfType<byte[]>()
            .Where(bytes => bytes.Length > 0)];
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace DpiBlocks.Architecture.Tests.Packaging;

/// <summary>Compiles code that must not compile in <c>src</c>, by the very rules of <c>src</c>.</summary>
public sealed partial class BannedSymbolsTests
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <RestorePackagesWithLockFile>false</RestorePackagesWithLockFile>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
        </Project>
        """;

    // Each line ends in the rule that must stop it.
    private const string Offences = """
        using System.Reflection;
        using System.Security.Cryptography;
        using System.Text.Json;
        using System.Text.Json.Nodes;

        namespace Offending;

        internal static class Offences
        {
            internal static void All(byte[] one, byte[] other, string text, object thing)
            {
                _ = DateTime.Now; // RS0030
                _ = DateTime.UtcNow; // RS0030
                _ = DateTime.Today; // RS0030
                _ = DateTimeOffset.Now; // RS0030
                _ = DateTimeOffset.UtcNow; // RS0030
                _ = Guid.NewGuid(); // RS0030
                _ = Guid.CreateVersion7(); // RS0030
                _ = new Random(7).Next(); // RS0030
                _ = Random.Shared.Next(); // RS0030
                _ = MD5.HashData(one); // RS0030
                _ = SHA1.HashData(one); // RS0030
                _ = HashAlgorithmName.MD5; // RS0030
                _ = HashAlgorithmName.SHA1; // RS0030
                _ = System.Globalization.CultureInfo.CurrentCulture; // RS0030
                _ = JsonNode.Parse(text); // RS0030
                _ = JsonDocument.Parse(text); // RS0030
                _ = JsonDocument.Parse(one.AsMemory()); // RS0030
                _ = one.AsSpan().SequenceEqual(other); // RS0030
                _ = ((ReadOnlySpan<byte>)one).SequenceEqual(other); // RS0030
                _ = Enumerable.SequenceEqual(one, other); // RS0030
                _ = new System.Runtime.Serialization.Formatters.Binary.BinaryFormatter(); // RS0030
                _ = new System.Security.Cryptography.X509Certificates.X509Store(); // RS0030
                _ = typeof(string).GetMethod("Trim", [])!.Invoke(text, null); // RS0030
                _ = thing.GetType().GetProperty(text)!.GetValue(thing); // RS0030
                _ = Activator.CreateInstance(thing.GetType()); // RS0030
                _ = Type.GetType(text); // RS0030
                _ = Assembly.LoadFrom(text); // IL2026
                _ = JsonSerializer.Serialize(thing); // IL2026
                _ = new System.Text.RegularExpressions.Regex(text); // RS0030
                _ = text.ToLower(); // CA1304
                _ = string.Compare(text, "b"); // CA1310
                _ = text.IndexOf("b"); // CA1310
                _ = 1.5.ToString(); // CA1305
                dynamic late = thing; _ = late.Length; // IL2026
                try { All(one, other, text, thing); } catch (Exception) { } // CA1031
            }
        }
        """;

    private const string Unsafe = """
        namespace Offending;

        internal static class Pointers
        {
            internal static unsafe int At(int* place) => *place; // CS0227
        }
        """;

    private const string Clean = """
        using System.Security.Cryptography;

        namespace Offending;

        internal static class Clean
        {
            internal static bool All(byte[] one, byte[] other, string text, TimeProvider time) =>
                CryptographicOperations.FixedTimeEquals(SHA256.HashData(one), SHA256.HashData(other))
                && text.Contains(RandomNumberGenerator.GetHexString(16), StringComparison.Ordinal)
                && time.GetUtcNow() > default(DateTimeOffset);
        }
        """;

    [Fact]
    [Attack("PKG-04", "SIG-09", "SIG-10")]
    public async Task What_is_banned_does_not_compile_in_src()
    {
        var expected = Marked(Offences);
        expected.Should().HaveCount(35);
        expected.Except(await BuildAsync(Offences)).Should().BeEmpty();
    }

    [Fact]
    [Attack("PKG-04")]
    public async Task No_pointer_compiles_in_src() => (await BuildAsync(Unsafe)).Should().Equal(Marked(Unsafe));

    [Fact]
    public async Task What_is_not_banned_does() => (await BuildAsync(Clean)).Should().BeEmpty();

    private static List<(int Line, string Rule)> Marked(string code) =>
        [.. code.Split('\n').Select((line, index) => (index + 1, MarkedRule().Match(line).Groups[1].Value)).Where(row => row.Value.Length > 0)];

    private static async Task<IReadOnlyCollection<(int Line, string Rule)>> BuildAsync(string code)
    {
        using var checkout = new Checkout();
        checkout.Write("src/Offending/Offending.csproj", Project);
        checkout.Write("src/Offending/Code.cs", code + "\n");
        var (exitCode, output) = await checkout.RunAsync("build", "src/Offending", "-p:UseSharedCompilation=false", "--nologo");
        var errors = Error().Matches(output).Select(match => (int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), match.Groups[2].Value)).ToHashSet();
        (exitCode == 0).Should().Be(errors.Count == 0, output);
        return errors;
    }

    [GeneratedRegex(@"// ([A-Z]+\d+)$")]
    private static partial Regex MarkedRule();

    [GeneratedRegex(@"Code\.cs\((\d+),\d+\): error (\w+):")]
    private static partial Regex Error();
}

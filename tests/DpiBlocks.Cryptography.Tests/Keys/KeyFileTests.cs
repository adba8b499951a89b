using System.Runtime.Versioning;

namespace DpiBlocks.Cryptography.Tests.Keys;

[UnsupportedOSPlatform("windows")]
public sealed class KeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dpi-keys-").FullName;

    private string At(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_written_key_is_private_and_reads_back()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256);

        KeyFile.Write(At("k.jwk"), key);

        File.GetUnixFileMode(At("k.jwk")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        KeyFile.TryRead(At("k.jwk"), out var back, out var refusal).Should().BeTrue(refusal?.ToString());
        back!.KeyId.Should().Be(key.KeyId);
        Directory.GetFiles(_folder).Should().ContainSingle();
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_on_demand()
    {
        using var first = SigningKey.Generate(SignatureAlgorithm.Es256);
        using var second = SigningKey.Generate(SignatureAlgorithm.Es256);
        KeyFile.Write(At("k.jwk"), first);

        FluentActions.Invoking(() => KeyFile.Write(At("k.jwk"), second)).Should().Throw<IOException>();
        KeyFile.TryRead(At("k.jwk"), out var back, out _).Should().BeTrue();
        back!.KeyId.Should().Be(first.KeyId);

        KeyFile.Write(At("k.jwk"), second, overwrite: true);
        KeyFile.TryRead(At("k.jwk"), out back, out _).Should().BeTrue();
        back!.KeyId.Should().Be(second.KeyId);
        Directory.GetFiles(_folder).Should().ContainSingle();
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [Attack("WEB-10", "STO-18")]
    public void A_file_that_others_may_use_is_refused(UnixFileMode more)
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256);
        KeyFile.Write(At("k.jwk"), key);
        KeyFile.TryRead(At("k.jwk"), out _, out _).Should().BeTrue();

        File.SetUnixFileMode(At("k.jwk"), File.GetUnixFileMode(At("k.jwk")) | more);

        KeyFile.TryRead(At("k.jwk"), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyFileRefusalCodes.Exposed);
    }

    [Fact]
    [Attack("STO-18")]
    public void A_link_is_neither_read_nor_written_through()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256);
        KeyFile.Write(At("target.jwk"), key);
        File.CreateSymbolicLink(At("link.jwk"), At("target.jwk"));

        KeyFile.TryRead(At("target.jwk"), out _, out _).Should().BeTrue();
        KeyFile.TryRead(At("link.jwk"), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyFileRefusalCodes.Link);

        using var other = SigningKey.Generate(SignatureAlgorithm.Es256);
        FluentActions.Invoking(() => KeyFile.Write(At("link.jwk"), other)).Should().Throw<IOException>();
        KeyFile.Write(At("link.jwk"), other, overwrite: true);
        new FileInfo(At("link.jwk")).LinkTarget.Should().BeNull();
        KeyFile.TryRead(At("target.jwk"), out var untouched, out _).Should().BeTrue();
        untouched!.KeyId.Should().Be(key.KeyId);
    }

    [Fact]
    public void A_file_that_holds_no_key_is_refused_with_the_reason()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256);
        KeyFile.Write(At("k.jwk"), key);
        File.WriteAllText(At("k.jwk"), "{}");
        KeyFile.TryRead(At("k.jwk"), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.Malformed);

        File.WriteAllBytes(At("k.jwk"), new byte[(64 * 1024) + 1]);
        KeyFile.TryRead(At("k.jwk"), out _, out refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyFileRefusalCodes.TooLarge);

        FluentActions.Invoking(() => KeyFile.TryRead(At("nothing.jwk"), out _, out _)).Should().Throw<IOException>();
    }
}

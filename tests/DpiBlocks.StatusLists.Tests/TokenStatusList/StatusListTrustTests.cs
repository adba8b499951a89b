using DpiBlocks.Cryptography;
using DpiBlocks.Trust;

namespace DpiBlocks.StatusLists.Tests.TokenStatusList;

/// <summary>Lists under trust that is read from files: bare keys, and certificates under an authority.</summary>
public sealed class StatusListTrustTests : IDisposable
{
    private const string StatusSigning = "1.3.6.1.5.5.7.3.999";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly World _world = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dpiblocks-");
    private readonly TestCertificate _authority = TestCertificate.Authority("CN=Authority");

    [Fact]
    public async Task A_bare_key_publishes_the_status_of_whoever_it_issues_for()
    {
        await File.WriteAllBytesAsync(PathOf("issuer.jwk"), _world.Key.PublicJwk.ToUtf8(), World.Cancel);
        await _world.PutAsync(World.List(2, (5, 1)));
        (await VerifyAsync()).Grade.Should().Be(Grade.Accepted);
        (await VerifyAsync(5)).Refusal!.Code.Should().Be("status.revoked");
        using var other = SigningKey.Generate(SignatureAlgorithm.Es256, KeyId.Parse("12"));
        _world.Put(_world.SignJwt(World.Payload(), signer: other));
        (await VerifyAsync()).Refusal!.Code.Should().Be("signature.invalid");
    }

    [Theory]
    [InlineData("https://issuer.example.gov", null, null)]
    [InlineData("https://issuer.example.gov", StatusSigning, null)]
    [InlineData("https://issuer.example.gov", ServerAuthentication, "status.key_usage")]
    [InlineData("https://stranger.example.com", null, "trust.not_entitled")]
    [InlineData("https://stranger.example.com", StatusSigning, "trust.not_entitled")]
    [Attack("STL-06")]
    public async Task A_certificate_publishes_for_the_issuer_that_it_names_and_if_it_is_not_for_other_uses(string name, string? usage, string? code)
    {
        await File.WriteAllTextAsync(PathOf("authority.pem"), _authority.Pem, World.Cancel);
        var names = TestCertificate.Names(builder => builder.AddDnsName(new Uri(name).Host));
        var leaf = TestCertificate.Leaf("CN=Signer", _authority, usage is null ? [names] : [names, TestCertificate.Uses(usage)]);
        Pem.TryReadPrivateKey(leaf.Key.ExportPkcs8PrivateKeyPem(), out var key, out _, keyId: KeyId.Parse("12")).Should().BeTrue();
        foreach (var format in (StatusListFormat[])[StatusListFormat.Jwt, StatusListFormat.Cwt])
        {
            _world.Documents.Clear();
            var publication = new StatusListPublication { Format = format, Certificates = [leaf.Der] };
            _world.Put(await StatusListToken.SignAsync(key!, World.Address, World.List(), World.Now, publication, World.Cancel), StatusListMediaTypes.Of(format));
            var verdict = await VerifyAsync();
            (verdict.Refusal?.Code).Should().Be(code);
            verdict.IsAccepted.Should().Be(code is null);
        }
    }

    [Fact]
    [Attack("STL-06")]
    public async Task A_certificate_under_no_stated_authority_is_refused()
    {
        await File.WriteAllTextAsync(PathOf("authority.pem"), TestCertificate.Authority("CN=Authority").Pem, World.Cancel);
        var leaf = TestCertificate.Leaf("CN=Signer", _authority, TestCertificate.Names(builder => builder.AddDnsName("issuer.example.gov")));
        Pem.TryReadPrivateKey(leaf.Key.ExportPkcs8PrivateKeyPem(), out var key, out _, keyId: KeyId.Parse("12")).Should().BeTrue();
        var publication = new StatusListPublication { Certificates = [leaf.Der] };
        _world.Put(await StatusListToken.SignAsync(key!, World.Address, World.List(), World.Now, publication, World.Cancel));
        (await VerifyAsync()).Grade.Should().Be(Grade.Refused);
    }

    public void Dispose()
    {
        _world.Dispose();
        _folder.Delete(recursive: true);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private async Task<Verification<object>> VerifyAsync(long index = 4)
    {
        var trust = TrustFolder.Load(_folder.FullName);
        var options = new TokenStatusListCheckerOptions { ExtendedKeyUsages = [StatusSigning] };
        return await _world.VerifyAsync(index, checker: new TokenStatusListChecker(_world, trust, trust, options));
    }
}

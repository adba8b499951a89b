using System.Text;
using System.Text.Json;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Trust;

/// <summary>A folder of trust on the disk, and what signed messages come to under it.</summary>
internal sealed class Land : IDisposable
{
    public const string Issuer = "https://issuer.example.gov";

    public static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public string Path { get; } = Directory.CreateTempSubdirectory("dpiblocks-trust-").FullName;

    public Land Put(string name, byte[] content)
    {
        File.WriteAllBytes(System.IO.Path.Combine(Path, name), content);
        return this;
    }

    public Land Put(string name, string content) => Put(name, Encoding.UTF8.GetBytes(content));

    /// <summary>The public JWK as text, without its name where none is wanted.</summary>
    public static string Jwk(SigningKey key, bool named = true) =>
        Encoding.UTF8.GetString(Cryptography.Jwk.From(key.VerificationKey, named ? key.KeyId.Value : null).ToUtf8());

    public static SigningKey Key(string name) => SigningKey.Generate(SignatureAlgorithm.Es256, KeyId.Parse(name));

    public static SigningKey KeyOf(TestCertificate certificate)
    {
        Pem.TryReadPrivateKey(certificate.Key.ExportPkcs8PrivateKeyPem(), out var key, out _, keyId: KeyId.Parse("k")).Should().BeTrue();
        return key!;
    }

    public string? CodeOfLoading(TrustFolderOptions? options = null) => CodeOfLoading(Path, options);

    public static string? CodeOfLoading(string path, TrustFolderOptions? options = null)
    {
        TrustFolder.TryLoad(path, options, out var folder, out var refusal).Should().Be(folder is not null).And.Be(refusal is null);
        return refusal?.Code;
    }

    /// <summary>What a JWT comes to: signed by a key, of an issuer, with a header, for an act.</summary>
    public async Task<Verification<VerifiedJwt>> JudgeAsync(
        SigningKey key,
        string? issuer = Issuer,
        JwsSigningHeader? header = null,
        TrustAct act = TrustAct.Issue,
        string matter = "urn:example:licence",
        string? file = null,
        DateTimeOffset? at = null,
        TrustFolderOptions? options = null)
    {
        var folder = TrustFolder.Load(file is null ? Path : System.IO.Path.Combine(Path, file), options);
        var payload = issuer is null ? "{}" : JsonSerializer.Serialize(new Dictionary<string, string> { ["iss"] = issuer });
        var token = await Jws.SignAsync(key, header ?? JwsSigningHeader.Of("test+jwt"), Encoding.UTF8.GetBytes(payload));
        var verifier = new JwtVerifier(folder, folder, VerdictPolicy.Strict, new FakeTimeProvider(at ?? Now));
        return await verifier.VerifyAsync(token, new JwtRequirements { Profile = JwsProfile.Of("test+jwt"), Act = act, Matter = matter, Audience = null, RequiredClaims = [] });
    }

    public async Task<string?> CodeAsync(
        SigningKey key,
        string? issuer = Issuer,
        JwsSigningHeader? header = null,
        TrustAct act = TrustAct.Issue,
        string matter = "urn:example:licence",
        string? file = null,
        DateTimeOffset? at = null,
        TrustFolderOptions? options = null) =>
        (await JudgeAsync(key, issuer, header, act, matter, file, at, options)).Refusal?.Code;

    public static JwsSigningHeader With(params TestCertificate[] chain) =>
        JwsSigningHeader.Of("test+jwt") with { OmitKeyId = true, Certificates = [.. chain.Select(one => (ReadOnlyMemory<byte>)one.Der)] };

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

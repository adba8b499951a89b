using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust.Dids;

public class DidResolverTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SigningKey Key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private static readonly string ByKey = DidKey.Create(Key.VerificationKey).Value;
    private static readonly string ByJwk = DidJwk.Create(Key.PublicJwk).Value;

    [Fact]
    public async Task A_DID_answers_to_its_own_key_ids()
    {
        var id = ByKey["did:key:".Length..];
        foreach (var keyId in new[] { string.Empty, ByKey, $"{ByKey}#{id}", $"#{id}", id })
        {
            (await FindAsync(ByKey, keyId)).Keys.Should().ContainSingle().Which.Owner.Value.Should().Be(ByKey);
        }

        foreach (var keyId in new[] { string.Empty, ByJwk, $"{ByJwk}#0", "#0", "0" })
        {
            (await FindAsync(ByJwk, keyId)).Keys.Should().ContainSingle().Which.Owner.Value.Should().Be(ByJwk);
        }
    }

    [Fact]
    public async Task Without_an_issuer_the_key_id_names_the_DID()
    {
        var found = await FindAsync(null, $"{ByJwk}#0");
        found.Keys.Should().ContainSingle().Which.Owner.Value.Should().Be(ByJwk);
        found.Keys[0].Key.Thumbprint.Should().Be(Key.VerificationKey.Thumbprint);
    }

    [Theory]
    [InlineData("#1", DidRefusalCodes.NoSuchKey)]
    [InlineData("did:jwk:e30#0", DidRefusalCodes.NoSuchKey)]
    public async Task Another_key_id_is_not_its_own(string keyId, string code) => (await CodeAsync(ByJwk, keyId)).Should().Be(code);

    [Theory]
    [InlineData("did:web:example.gov", DidRefusalCodes.MethodNotSupported)]
    [InlineData("https://example.gov", SignatureRefusalCodes.KeyNotFound)]
    [InlineData("did:key:z6Mk", DidRefusalCodes.Malformed)]
    [InlineData("did:key:", DidRefusalCodes.Malformed)]
    [InlineData("did:jwk:e30", KeyRefusalCodes.Malformed)]
    [InlineData(null, SignatureRefusalCodes.KeyNotFound)]
    public async Task What_is_no_such_DID_has_no_key(string? issuer, string code) => (await CodeAsync(issuer, string.Empty)).Should().Be(code);

    private static ValueTask<KeyFinding> FindAsync(string? issuer, string keyId) =>
        new DidResolver().FindAsync(new KeyReference { Profile = "test", Issuer = issuer, KeyId = Encoding.UTF8.GetBytes(keyId) }, At);

    private static async Task<string> CodeAsync(string? issuer, string keyId)
    {
        var found = await FindAsync(issuer, keyId);
        found.Keys.Should().BeEmpty();
        return found.Checks.Should().ContainSingle().Which.Reason!.Code;
    }
}

using System.Text;
using DpiBlocks;
using DpiBlocks.Credentials;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace RightToWork;

/// <summary>A worker with a wallet: one key, and the permissions that are bound to it.</summary>
internal sealed class Worker(TimeProvider clock) : IDisposable
{
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Es256);

    public Jwk PublicKey => _key.PublicJwk;

    /// <summary>Shows what the law asks for, to one employer, in answer to its challenge.</summary>
    public async Task<byte[]> PresentAsync(byte[] credential, Challenge challenge)
    {
        if (!CredentialReader.TryRead(credential, out var read, out var refusal)
            || !SdJwtHolder.TryPresent((SdJwtCredential)read, Employer.Asks, out var presentation, out refusal))
        {
            throw new InvalidOperationException($"{refusal.Code}: {refusal.Message}");
        }

        return await presentation.BindAsync(_key, challenge.Audience, challenge.Nonce, clock);
    }

    /// <summary>Signs whatever text it is given, as a wallet in a forger's hands would (RFC 9901, 4.3).</summary>
    public async Task<byte[]> PresentAsIsAsync(byte[] text, Challenge challenge)
    {
        var claims = $$"""{"iat":{{clock.GetUtcNow().ToUnixTimeSeconds()}},"aud":"{{challenge.Audience}}","nonce":"{{challenge.Nonce}}","sd_hash":"{{Digest.Of(text)}}"}""";
        var proof = await Jws.SignAsync(_key, new JwsSigningHeader { Type = "kb+jwt", OmitKeyId = true }, Encoding.UTF8.GetBytes(claims));
        return [.. text, .. proof];
    }

    public void Dispose() => _key.Dispose();
}

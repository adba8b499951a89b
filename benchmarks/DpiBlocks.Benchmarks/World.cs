using System.Collections.Immutable;
using System.Security.Cryptography;
using DpiBlocks.Credentials;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Benchmarks;

/// <summary>One issuer whose key is known, as a verifier has it ready; and the bare platform key beside it.</summary>
internal sealed class World : IKeyResolver, ITrustPolicy
{
    public static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly KeyFinding _finding;

    public World()
    {
        Signer = SigningKey.Generate(SignatureAlgorithm.Es256, KeyId.Parse("issuer-1"));
        Bare = ECDsa.Create();
        var jwk = System.Text.Json.JsonDocument.Parse(Signer.ExportPrivateJwk()).RootElement;
        Bare.ImportParameters(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Bytes(jwk, "x"), Y = Bytes(jwk, "y") },
            D = Bytes(jwk, "d"),
        });
        Issuer = "https://issuer.example";
        _finding = Found(Issuer);
    }

    public SigningKey Signer { get; }

    public ECDsa Bare { get; }

    public string Issuer { get; }

    /// <summary>The hash of something to sign, and its signature by the bare key.</summary>
    public (byte[] Hash, byte[] Signature) Floor()
    {
        var hash = SHA256.HashData(RandomNumberGenerator.GetBytes(1000));
        return (hash, Bare.SignHash(hash));
    }

    public CredentialVerifier CreateVerifier() => new(this, this, status: null, VerdictPolicy.Strict, TimeProvider.System);

    public ValueTask<KeyFinding> FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(reference.Issuer == Issuer ? _finding : Found(reference.Issuer ?? Issuer));

    public ValueTask<ImmutableArray<Check>> JudgeAsync(TrustQuestion question, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Trusted);

    /// <summary>Both sides must give the same answer before they are compared.</summary>
    public static void Prove(bool same)
    {
        if (!same)
        {
            throw new InvalidOperationException("The two sides do not give the same answer: nothing to compare.");
        }
    }

    private static readonly ImmutableArray<Check> Trusted = [Check.Passed(string.Empty)];

    private KeyFinding Found(string issuer) => new([Check.Passed(string.Empty)], [new ResolvedKey(Signer.VerificationKey, PartyId.Parse(issuer))]);

    private static byte[] Bytes(System.Text.Json.JsonElement jwk, string name) =>
        System.Buffers.Text.Base64Url.DecodeFromChars(jwk.GetProperty(name).GetString());
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Credentials.Tests.Support;

/// <summary>Makes SD-JWTs by hand, so that each can have one defect and be signed properly all the same.</summary>
internal sealed class SdJwtSample
{
    public const string Issuer = "https://issuer.example";
    public const string Audience = "https://verifier.example";
    public const string Nonce = "n-0S6_WzA2Mj-0S6_WzA2Mj";
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    public static readonly SigningKey IssuerKey = SigningKey.Generate(SignatureAlgorithm.Es256);
    public static readonly SigningKey HolderKey = SigningKey.Generate(SignatureAlgorithm.Es256);

    private readonly List<string> _disclosures = [];

    public string Type { get; init; } = "dc+sd-jwt";

    public SigningKey Signer { get; init; } = IssuerKey;

    /// <summary>Gets the members of the payload that every sample has, to be followed by more.</summary>
    public static string Registered => $"\"iss\":\"{Issuer}\",\"vct\":\"urn:example:id\",\"iat\":1799990000,\"exp\":1800100000";

    public static string Confirmation => $"\"cnf\":{{\"jwk\":{Encoding.UTF8.GetString(HolderKey.PublicJwk.ToUtf8())}}}";

    public static string DigestOf(string disclosure) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(disclosure)));

    public static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    /// <summary>Adds a disclosure by its JSON text, and gives its digest.</summary>
    public string Disclose(string json)
    {
        var text = Encode(json);
        _disclosures.Add(text);
        return DigestOf(text);
    }

    public SdJwtSample Add(string disclosure)
    {
        _disclosures.Add(disclosure);
        return this;
    }

    /// <summary>Signs a payload: the registered members, and those given.</summary>
    public Task<string> IssueAsync(string members = "") => SignAsync($"{{{Registered}{(members.Length > 0 ? "," : string.Empty)}{members}}}");

    public async Task<string> SignAsync(string payload)
    {
        var jwt = await Jws.SignAsync(Signer, JwsSigningHeader.Of(Type), Encoding.UTF8.GetBytes(payload));
        return Encoding.ASCII.GetString(jwt) + "~" + string.Concat(_disclosures.Select(text => text + "~"));
    }

    /// <summary>Makes the payload of a key binding for what is presented.</summary>
    public static string BindingFor(string presented, string? audience = null, string? nonce = null, long? issuedAt = null) =>
        $$"""{"aud":"{{audience ?? Audience}}","nonce":"{{nonce ?? Nonce}}","iat":{{issuedAt ?? Now.ToUnixTimeSeconds()}},"sd_hash":"{{DigestOf(presented)}}"}""";

    /// <summary>Appends a key binding.</summary>
    public static async Task<string> BindAsync(
        string presented, string? payload = null, SigningKey? key = null, string? type = "kb+jwt", JwsSigningHeader? header = null)
    {
        var proof = await Jws.SignAsync(
            key ?? HolderKey,
            header ?? new JwsSigningHeader { Type = type, OmitKeyId = true },
            Encoding.UTF8.GetBytes(payload ?? BindingFor(presented)));
        return presented + Encoding.ASCII.GetString(proof);
    }
}

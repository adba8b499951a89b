namespace DpiBlocks.Cli.Tests;

/// <summary>An issuer, a list and a holder's credential, all made with the tool.</summary>
public sealed class World : IDisposable
{
    public const string List = "https://issuer.example/status/1";
    public const string Audience = "https://verifier.example";

    public World()
    {
        Dpi.Write("issuer.pub.jwk", Dpi.Do("key", "create", "--alg", "ES256", "--out", "issuer.jwk", "--kid", "k1"));
        Dpi.Write("holder.pub.jwk", Dpi.Do("key", "create", "--alg", "ES256", "--out", "holder.jwk"));
        Dpi.Do("status", "create", "--bits", "2", "--uri", List, "--key", "issuer.jwk", "--store", "status.db");
        Dpi.Write("claims.json", """{"name":"Ada","birth_date":"1815-12-10","address":{"city":"London","street":"1 Any Street"}}""");
        Issue("cred.txt", "--holder", "holder.pub.jwk", "--status-store", "status.db", "--status-uri", List, "--status-index", "42");
        Publish();
        Present("pres.txt", "n-1");
    }

    public Dpi Dpi { get; } = new();

    public void Issue(string output, params string[] more) => Dpi.Do(
        ["issue", "--format", "dc+sd-jwt", "--key", "issuer.jwk", "--issuer", "https://issuer.example", "--type", "https://issuer.example/person",
            "--claims", "claims.json", "--disclosable", "/name,/birth_date,/address/city", "--expires", "2099-01-01T00:00:00Z", "--out", output, .. more]);

    public void Publish() => Dpi.Do("status", "publish", "--store", "status.db", "--uri", List, "--key", "issuer.jwk", "--format", "jwt", "--ttl", "3600", "--out", "list.jwt", "--force");

    public void Set(string value) => Dpi.Do("status", "set", "--store", "status.db", "--uri", List, "--index", "42", "--value", value);

    public void Present(string output, string nonce, string disclose = "/name") =>
        Dpi.Do("present", "cred.txt", "--disclose", disclose, "--key", "holder.jwk", "--audience", Audience, "--nonce", nonce, "--out", output);

    public DpiResult Verify(string file, params string[] more) => Dpi.Run(["verify", file, "--json", "--trust", "issuer.pub.jwk", .. more]);

    public DpiResult VerifyFully(string file, string nonce = "n-1") => Verify(file, "--status", "list.jwt", "--audience", Audience, "--nonce", nonce);

    public void Dispose() => Dpi.Dispose();
}

using DpiBlocks;
using DpiBlocks.Credentials;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Cryptography;
using DpiBlocks.Trust;

using var key = SigningKey.Generate(SignatureAlgorithm.Es256);
var badge = await new SdJwtVcIssuer(TimeProvider.System).IssueAsync(
    key, new SdJwtVcContent { Issuer = "https://council.example", Type = "urn:example:badge", Claims = """{"name":"Ada"}"""u8.ToArray() });

var folder = Directory.CreateTempSubdirectory().FullName;      // whom we trust: keys, certificates or policies in a folder
File.WriteAllBytes(Path.Combine(folder, "council.jwk"), key.PublicJwk.ToUtf8());
var trust = TrustFolder.Load(folder);
var verifier = new CredentialVerifier(trust, trust, status: null, VerdictPolicy.Strict, TimeProvider.System);
var verdict = await verifier.VerifyAsync(badge, new VerificationRequest());
Console.WriteLine(verdict.TryGetValue(out var credential, out var refusal) ? $"{credential.Issuer} says {credential.Claims}" : refusal.Code);

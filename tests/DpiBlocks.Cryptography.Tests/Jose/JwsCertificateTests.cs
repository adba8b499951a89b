using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

/// <summary>Tokens that bring certificates, verified by a resolver that knows one root.</summary>
public sealed class JwsCertificateTests : IDisposable
{
    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _strangerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _leaf;
    private readonly X509Certificate2 _strangerRoot;
    private readonly X509Certificate2 _strangerLeaf;

    public JwsCertificateTests()
    {
        (_root, _leaf) = Chain(_rootKey, "CN=root");
        (_strangerRoot, _strangerLeaf) = Chain(_strangerKey, "CN=stranger");
    }

    [Fact]
    [Attack("JWS-05")]
    public async Task A_chain_to_the_known_root_is_accepted_and_no_other()
    {
        (await CodeOf(_leafKey, _leaf)).Should().BeNull();
        (await CodeOf(_leafKey, _leaf, _root)).Should().BeNull();

        // self-signed; to a root that nobody knows; out of order
        (await CodeOf(_strangerKey, SelfSigned(_strangerKey))).Should().Be(X509RefusalCodes.Untrusted);
        (await CodeOf(_leafKey, _strangerLeaf, _strangerRoot)).Should().Be(X509RefusalCodes.Untrusted);
        (await CodeOf(_leafKey, _root, _leaf)).Should().Be(X509RefusalCodes.ChainInvalid);
        (await CodeOf(_leafKey, _leaf, _strangerRoot)).Should().Be(X509RefusalCodes.ChainInvalid);

        // the leaf is good, but another key has signed
        (await CodeOf(_strangerKey, _leaf, _root)).Should().Be(SignatureRefusalCodes.Invalid);
    }

    public void Dispose()
    {
        foreach (var one in (IDisposable[])[_rootKey, _leafKey, _strangerKey, _root, _leaf, _strangerRoot, _strangerLeaf])
        {
            one.Dispose();
        }
    }

    private (X509Certificate2 Root, X509Certificate2 Leaf) Chain(ECDsa key, string name)
    {
        var rootRequest = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var root = rootRequest.CreateSelfSigned(Signed.Now.AddDays(-1), Signed.Now.AddDays(1));
        var leafRequest = new CertificateRequest("CN=leaf", _leafKey, HashAlgorithmName.SHA256);
        leafRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        leafRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        return (root, leafRequest.Create(root, Signed.Now.AddDays(-1), Signed.Now.AddDays(1), [1]));
    }

    private static X509Certificate2 SelfSigned(ECDsa key) =>
        new CertificateRequest("CN=leaf", key, HashAlgorithmName.SHA256).CreateSelfSigned(Signed.Now.AddDays(-1), Signed.Now.AddDays(1));

    private async Task<string?> CodeOf(ECDsa key, params X509Certificate2[] certificates)
    {
        var x5c = string.Join(',', certificates.Select(certificate => $"\"{Convert.ToBase64String(certificate.RawData)}\""));
        var header = Base64Url.EncodeToString(Signed.Bytes($$"""{"alg":"ES256","typ":"test+jwt","x5c":[{{x5c}}]}"""));
        var input = $"{header}.{Base64Url.EncodeToString(Signed.Bytes(Signed.Payload))}";
        var token = $"{input}.{Base64Url.EncodeToString(key.SignData(Signed.Bytes(input), HashAlgorithmName.SHA256))}";
        Certificate.TryParse(_root.RawData, out var root, out _).Should().BeTrue();
        return await Signed.CodeOf(token, verifier: Signed.Verifier(new CertificateKeys(new CertificateChecker([root!]))));
    }

    private sealed class CertificateKeys(CertificateChecker checker) : IKeyResolver
    {
        public ValueTask<KeyFinding> FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(checker.TryCheck(reference.Certificates, CertificateProfile.Signing, at, out var certificate, out var refusal)
                ? new KeyFinding([Check.Passed(string.Empty)], [new ResolvedKey(certificate.Key, PartyId.Parse(Signed.Issuer))])
                : new KeyFinding([new Check { Name = string.Empty, Outcome = CheckOutcome.Failed, Reason = refusal }], ImmutableArray<ResolvedKey>.Empty));
    }
}

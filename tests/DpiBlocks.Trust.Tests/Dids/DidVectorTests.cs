using System.Buffers.Text;
using System.Text.Json;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust.Dids;

public class DidVectorTests
{
    [Fact]
    public void Every_did_key_of_the_method_expands_to_the_published_key()
    {
        var (expanded, left) = (0, new Dictionary<string, int>());
        foreach (var path in SharedFiles.FilesOf("vectors/did/did-key"))
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var (did, document) in DocumentsOf(file.RootElement))
            {
                if (Path.GetFileName(path) == "bls12381.json")
                {
                    // BLS12-381 keys sign with BBS alone, which is not built yet.
                    DidKey.TryResolve(Did.Parse(did), out _, out var refusal).Should().BeFalse();
                    refusal!.Code.Should().Be(DidRefusalCodes.Malformed);
                    left["bls12381"] = left.GetValueOrDefault("bls12381") + 1;
                    continue;
                }

                ShouldExpand(did, document);
                expanded++;
            }
        }

        expanded.Should().Be(24);
        left.Should().BeEquivalentTo(new Dictionary<string, int> { ["bls12381"] = 6 });
    }

    [Fact]
    public void Every_did_key_of_the_wallet_fixtures_expands_to_the_published_key()
    {
        var (expanded, left) = (0, new List<string>());
        foreach (var path in SharedFiles.FilesOf("vectors/did/credo-fixtures"))
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(path));
            var did = file.RootElement.GetProperty("id").GetString()!;
            if (!did.StartsWith("did:key:", StringComparison.Ordinal))
            {
                left.Add(did.Split(':')[1]);      // did:peer, and did:example, which is no method
                continue;
            }

            ShouldExpand(did, file.RootElement);
            expanded++;
        }

        expanded.Should().Be(7);
        left.GroupBy(method => method).ToDictionary(group => group.Key, group => group.Count())
            .Should().BeEquivalentTo(new Dictionary<string, int> { ["example"] = 3, ["peer"] = 10 });
    }

    [Fact]
    public void Every_did_jwk_expands_to_the_published_key()
    {
        var seen = 0;
        using var signing = Read("vectors/did/did-jwk/test-vectors.json");
        using var more = Read("vectors/did/did-jwk/signatures-test-vectors.json");
        using var encryption = Read("vectors/did/did-jwk/encryption-test-vectors.json");
        foreach (var algorithms in new[] { signing.RootElement.GetProperty("signatures"), more.RootElement, encryption.RootElement })
        {
            foreach (var document in algorithms.EnumerateObject().SelectMany(algorithm => algorithm.Value.EnumerateArray()).Select(one => one.GetProperty("didDocument")))
            {
                ShouldExpandJwk(document.GetProperty("id").GetString()!, document);
                seen++;
            }
        }

        using var examples = Read("vectors/did/did-jwk/spec-examples.json");
        foreach (var example in examples.RootElement.GetProperty("examples").EnumerateArray())
        {
            ShouldExpandJwk(example.GetProperty("did").GetString()!, example.GetProperty("did_document"));
            seen++;
        }

        seen.Should().Be(38);
    }

    private static JsonDocument Read(string relative) => JsonDocument.Parse(File.ReadAllBytes(SharedFiles.PathOf(relative)));

    private static IEnumerable<(string Did, JsonElement Document)> DocumentsOf(JsonElement root)
    {
        foreach (var member in root.EnumerateObject())
        {
            if (member.Name == "didDocument")
            {
                foreach (var document in member.Value.EnumerateObject())
                {
                    yield return (document.Name, document.Value);
                }
            }
            else
            {
                yield return (member.Name, member.Value.GetProperty("didDocument"));
            }
        }
    }

    private static void ShouldExpandJwk(string did, JsonElement document)
    {
        DidJwk.TryResolve(Did.Parse(did), out var jwk, out var refusal).Should().BeTrue(refusal?.Code);
        Jwk.TryRead(document.GetProperty("verificationMethod")[0].GetProperty("publicKeyJwk"), out var expected, out refusal).Should().BeTrue(refusal?.Code);
        jwk!.Thumbprint.Should().Be(expected!.Thumbprint);
        jwk.Algorithm.Should().Be(expected.Algorithm);
        jwk.KeyId.Should().Be(expected.KeyId);
    }

    private static void ShouldExpand(string did, JsonElement document)
    {
        DidKey.TryResolve(Did.Parse(did), out var jwk, out var refusal).Should().BeTrue($"{did} {refusal?.Code}");
        using var written = JsonDocument.Parse(jwk!.ToUtf8());
        var method = MethodOf(document);
        if (method.TryGetProperty("publicKeyJwk", out var published))
        {
            foreach (var name in new[] { "kty", "crv", "x", "y", "n", "e" })
            {
                Member(written.RootElement, name).Should().Be(Member(published, name), did);
            }

            return;
        }

        var bytes = Base58.Decode(method.GetProperty("publicKeyBase58").GetString()!);
        var x = Base64Url.DecodeFromChars(Member(written.RootElement, "x"));
        if (bytes.Length == 32)
        {
            x.Should().Equal(bytes);
            return;
        }

        bytes.Should().HaveCount(33, "a compressed point");
        x.Should().Equal(bytes[1..]);
        (Base64Url.DecodeFromChars(Member(written.RootElement, "y"))[^1] & 1).Should().Be(bytes[0] & 1);
    }

    private static JsonElement MethodOf(JsonElement document)
    {
        foreach (var name in new[] { "verificationMethod", "publicKey", "keyAgreement" })
        {
            if (document.TryGetProperty(name, out var methods) && methods[0].ValueKind is JsonValueKind.Object)
            {
                return methods[0];
            }
        }

        throw new InvalidOperationException("The document has no key.");
    }

    private static string? Member(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}

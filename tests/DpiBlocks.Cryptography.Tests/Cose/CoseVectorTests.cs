using System.Text;
using System.Text.Json;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Cryptography.Tests.Cose;

/// <summary>Every file of cose-wg/Examples: those with one signature are verified, all others are refused as another kind of message.</summary>
public class CoseVectorTests
{
    private static readonly CoseProfile Profile = new() { Algorithms = SignatureAlgorithm.All };

    // Good signatures that are refused nevertheless, each for its reason.
    private static readonly Dictionary<string, string> Differences = new(StringComparer.Ordinal)
    {
        ["sign1-tests/sign-pass-01"] = CoseRefusalCodes.AlgorithmNotAllowed,       // its algorithm stands in the unprotected header alone
        ["sign1-tests/sign-pass-03"] = CoseRefusalCodes.WrongType,                 // it has no tag, and this profile demands one
        ["hashsig/hsssig-sig-01"] = CoseRefusalCodes.AlgorithmNotAllowed,          // HSS-LMS is not supported
        ["eddsa-examples/eddsa-sig-02"] = SignatureRefusalCodes.AlgorithmKeyMismatch,      // Ed448 is not supported
        ["ecdsa-examples/ecdsa-sig-04"] = SignatureRefusalCodes.AlgorithmKeyMismatch,      // ES512 with P-256: the curve names the hash (RFC 9864)
    };

    [Fact]
    public void Messages_with_one_signature_are_judged_as_published()
    {
        var outcomes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, root) in Files())
        {
            if (root.GetProperty("input").TryGetProperty("sign0", out var sign))
            {
                outcomes[name] = Judge(root, sign, Profile);
                var isGood = !root.TryGetProperty("fail", out var fail) || !fail.GetBoolean();
                outcomes[name].Should().Be(
                    Differences.TryGetValue(name, out var code) ? code : isGood ? "valid" : ExpectedFailure(name), "of {0}", name);
            }
        }

        outcomes.Should().HaveCount(21);
        outcomes.Values.Count(outcome => outcome == "valid").Should().Be(10);
    }

    [Fact]
    [Attack("COS-03")]
    public void All_other_messages_are_refused_as_another_kind()
    {
        var seen = 0;
        foreach (var (name, root) in Files())
        {
            if (!root.GetProperty("input").TryGetProperty("sign0", out _))
            {
                seen++;
                CoseSign1.TryParse(Bytes(root), Profile, out _, out var refusal).Should().BeFalse(name);
                refusal!.Code.Should().BeOneOf([CoseRefusalCodes.WrongType], name);
            }
        }

        seen.Should().Be(129);
    }

    [Fact]
    public void A_message_without_tag_is_verified_where_the_profile_allows_it()
    {
        var root = Load("sign1-tests/sign-pass-03");
        var sign = root.GetProperty("input").GetProperty("sign0");
        Judge(root, sign, Profile with { Tag = CoseTagging.Optional }).Should().Be("valid");
        Judge(root, sign, Profile with { Tag = CoseTagging.Forbidden }).Should().Be("valid");
    }

    [Fact]
    public void What_is_signed_is_byte_for_byte_what_is_published()
    {
        var seen = 0;
        foreach (var (_, root) in Files())
        {
            if (root.GetProperty("input").TryGetProperty("sign0", out var sign)
                && CoseSign1.TryParse(Bytes(root), Profile with { Tag = CoseTagging.Optional }, out var message, out _)
                && !root.TryGetProperty("fail", out _))
            {
                message.GetSigningInput(Aad(sign)).Should().Equal(ToBeSigned(root));
                seen++;
            }
        }

        seen.Should().Be(13);
    }

    [Fact]
    public void An_empty_protected_map_is_signed_as_an_empty_string()
    {
        var root = Load("sign1-tests/sign-pass-01");
        var payload = Encoding.UTF8.GetBytes(root.GetProperty("input").GetProperty("plaintext").GetString()!);
        SigStructure.Encode([0xA0], [], payload).Should().Equal(ToBeSigned(root));
        SigStructure.Encode([], [], payload).Should().Equal(ToBeSigned(root));
    }

    private static string ExpectedFailure(string name) => name switch
    {
        "sign1-tests/sign-fail-01" => CoseRefusalCodes.WrongType,                                                    // tag 998
        "sign1-tests/sign-fail-03" or "sign1-tests/sign-fail-04" => CoseRefusalCodes.AlgorithmNotAllowed,            // -999, "unknown"
        _ => SignatureRefusalCodes.Invalid,
    };

    private static string Judge(JsonElement root, JsonElement sign, CoseProfile profile)
    {
        if (!CoseSign1.TryParse(Bytes(root), profile, out var message, out var refusal))
        {
            return refusal.Code;
        }

        var key = Key(sign.GetProperty("key"));
        if (key is null || !key.Algorithms.Contains(message.Algorithm))
        {
            return SignatureRefusalCodes.AlgorithmKeyMismatch;
        }

        var signed = message.ToSignedMessage("test", null, null, Aad(sign));
        return key.Verify(signed.Algorithm, signed.SigningInput.Span, signed.Signature.Span) ? "valid" : SignatureRefusalCodes.Invalid;
    }

    private static VerificationKey? Key(JsonElement key)
    {
        if (!key.TryGetProperty("crv", out var crv))
        {
            return null;
        }

        if (EllipticCurve.TryFromName(crv.GetString(), out var curve))
        {
            VerificationKeys.TryFromEc(curve, Member(key, "x"), Member(key, "y"), out var ec, out _).Should().BeTrue();
            return ec;
        }

        return VerificationKeys.TryFromEd25519(Member(key, "x"), out var okp, out _) ? okp : null;
    }

    private static byte[] Member(JsonElement key, string name)
    {
        if (key.TryGetProperty($"{name}_hex", out var hex))
        {
            return Convert.FromHexString(hex.GetString()!);
        }

        StrictBase64Url.TryDecode(key.GetProperty(name).GetString()!, out var bytes).Should().BeTrue();
        return bytes!;
    }

    private static byte[] Bytes(JsonElement root) => Convert.FromHexString(root.GetProperty("output").GetProperty("cbor").GetString()!);

    private static byte[] ToBeSigned(JsonElement root) =>
        Convert.FromHexString(root.GetProperty("intermediates").GetProperty("ToBeSign_hex").GetString()!);

    private static byte[] Aad(JsonElement sign) =>
        sign.TryGetProperty("external", out var external) ? Convert.FromHexString(external.GetString()!) : [];

    private static JsonElement Load(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.PathOf($"vectors/cose/{name}.json")));
        return document.RootElement.Clone();
    }

    private static IEnumerable<(string Name, JsonElement Root)> Files()
    {
        var folder = SharedFiles.PathOf("vectors/cose");
        foreach (var file in SharedFiles.FilesOf("vectors/cose"))
        {
            var name = Path.ChangeExtension(Path.GetRelativePath(folder, file), null);
            yield return (name, Load(name));
        }
    }
}

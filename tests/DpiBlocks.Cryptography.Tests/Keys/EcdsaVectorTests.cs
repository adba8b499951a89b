using System.Formats.Asn1;

namespace DpiBlocks.Cryptography.Tests.Keys;

public class EcdsaVectorTests
{
    [Theory]
    [InlineData("ecdsa_secp256r1_sha256_p1363", "ES256", 262, 173)]
    [InlineData("ecdsa_secp384r1_sha384_p1363", "ES384", 280, 193)]
    [InlineData("ecdsa_secp521r1_sha512_p1363", "ES512", 318, 231)]
    [InlineData("ecdsa_secp256k1_sha256_p1363", "ES256K", 252, 167)]
    [Attack("SIG-01", "SIG-04", "SIG-05")]
    public void Signatures_of_two_numbers_are_judged_as_published(string file, string name, int cases, int valid)
    {
        var (seen, accepted) = (0, 0);
        foreach (var (group, test) in Wycheproof.Cases(file))
        {
            var (key, algorithm) = KeyOf(group, name);
            var verified = key.Verify(algorithm, test.Hex("msg"), test.Hex("sig"));
            verified.Should().Be(test.IsValid(), "case {0}: {1}", test.Id(), test.Text("comment"));
            if (group.TryGetProperty("publicKeyJwk", out var json))
            {
                Jwk.TryRead(json, out var jwk, out _).Should().BeTrue();
                jwk!.Thumbprint.Should().Be(key.Thumbprint);
            }

            seen++;
            accepted += verified ? 1 : 0;
        }

        (seen, accepted).Should().Be((cases, valid));
    }

    // The API takes two numbers of fixed length only. As they are, signatures in DER are all refused; read strictly in the test
    // and turned into two numbers, they are judged as published.
    [Theory]
    [InlineData("ecdsa_secp256r1_sha256", "ES256", 484, 174)]
    [InlineData("ecdsa_secp384r1_sha384", "ES384", 504, 194)]
    [InlineData("ecdsa_secp521r1_sha512", "ES512", 542, 232)]
    [InlineData("ecdsa_secp256k1_sha256", "ES256K", 476, 168)]
    [Attack("SIG-04")]
    public void Signatures_in_der_are_refused_as_such_and_judged_as_published_when_turned(string file, string name, int cases, int valid)
    {
        var (seen, accepted) = (0, 0);
        foreach (var (group, test) in Wycheproof.Cases(file))
        {
            var (key, algorithm) = KeyOf(group, name);
            key.Verify(algorithm, test.Hex("msg"), test.Hex("sig")).Should().BeFalse("case {0} is DER", test.Id());
            var verified = TryTurn(test.Hex("sig"), key, out var signature) && key.Verify(algorithm, test.Hex("msg"), signature);
            verified.Should().Be(test.IsValid(), "case {0}: {1}", test.Id(), test.Text("comment"));
            seen++;
            accepted += verified ? 1 : 0;
        }

        (seen, accepted).Should().Be((cases, valid));
    }

    // Bitcoin demands the smaller s. RFC 8812 does not, and nothing here names a thing by the bytes of its signature.
    [Fact]
    [Attack("SIG-02")]
    public void Bitcoin_s_vectors_differ_in_the_larger_s_alone()
    {
        var (seen, differences) = (0, new List<int>());
        foreach (var (group, test) in Wycheproof.Cases("ecdsa_secp256k1_sha256_bitcoin"))
        {
            var (key, algorithm) = KeyOf(group, "ES256K");
            var verified = TryTurn(test.Hex("sig"), key, out var signature) && key.Verify(algorithm, test.Hex("msg"), signature);
            if (verified != test.IsValid())
            {
                test.Text("comment").Should().ContainEquivalentOf("signature malleability");
                differences.Add(test.Id());
            }

            seen++;
        }

        seen.Should().Be(463);
        differences.Should().Equal(1, 388);
    }

    // RFC 9864: the hash is part of an algorithm's name, so a signature over another hash is none.
    [Theory]
    [InlineData("ecdsa_secp256r1_sha512_p1363", "ES256", 332)]
    [InlineData("ecdsa_secp384r1_sha512_p1363", "ES384", 318)]
    [Attack("SIG-05")]
    public void A_signature_over_another_hash_is_refused(string file, string name, int cases)
    {
        var seen = 0;
        foreach (var (group, test) in Wycheproof.Cases(file))
        {
            var (key, algorithm) = KeyOf(group, name);
            key.Verify(algorithm, test.Hex("msg"), test.Hex("sig")).Should().BeFalse("case {0}", test.Id());
            seen++;
        }

        seen.Should().Be(cases);
    }

    private static (VerificationKey Key, SignatureAlgorithm Algorithm) KeyOf(System.Text.Json.JsonElement group, string name)
    {
        VerificationKeys.TryFromSubjectPublicKeyInfo(group.Hex("publicKeyDer"), out var key, out var refusal).Should().BeTrue(refusal?.ToString());
        key!.Algorithms.Should().ContainSingle().Which.Jose.Should().Be(name);
        return (key, key.Algorithms[0]);
    }

    private static bool TryTurn(byte[] der, VerificationKey key, out byte[] signature)
    {
        var length = EllipticCurve.All.Single(curve => curve.Algorithm == key.Algorithms[0]).CoordinateBytes;
        signature = new byte[2 * length];
        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.DER);
            var reader = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var (r, s) = (reader.ReadInteger(), reader.ReadInteger());
            reader.ThrowIfNotEmpty();
            return r.Sign > 0 && s.Sign > 0 && r.GetByteCount(isUnsigned: true) <= length && s.GetByteCount(isUnsigned: true) <= length
                && r.TryWriteBytes(signature.AsSpan(length - r.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true)
                && s.TryWriteBytes(signature.AsSpan(signature.Length - s.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}

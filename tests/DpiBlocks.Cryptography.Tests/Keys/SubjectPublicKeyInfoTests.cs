using System.Formats.Asn1;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography.Tests.Keys;

public class SubjectPublicKeyInfoTests
{
    private const string Pss = "1.2.840.113549.1.1.10";
    private const string Mgf1 = "1.2.840.113549.1.1.8";
    private const string Sha256Oid = "2.16.840.1.101.3.4.2.1";
    private const string Sha384Oid = "2.16.840.1.101.3.4.2.2";

    private static readonly byte[] Key = Pkcs1PublicKey.Write(((ImportedKey)TestKeys.Of("PS256").VerificationKey).Material);

    // The same octets without the one that makes the number positive.
    private static byte[] Negative
    {
        get
        {
            var sequence = new AsnReader(Key, AsnEncodingRules.DER).ReadSequence();
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteInteger(sequence.ReadIntegerBytes().Span[1..]);
                writer.WriteEncodedValue(sequence.ReadEncodedValue().Span);
            }

            return writer.Encode();
        }
    }

    [Fact]
    public void An_rsa_key_is_for_all_six_and_a_pss_key_for_three()
    {
        using var rsa = RSA.Create(2048);
        Algorithms(rsa.ExportSubjectPublicKeyInfo()).Should().HaveCount(6);
        Algorithms(Write(Pss, _ => { })).Should().Equal("PS256", "PS384", "PS512");
    }

    [Theory]
    [InlineData(Sha256Oid, Mgf1, Sha256Oid, 32, null)]
    [InlineData(Sha384Oid, Mgf1, Sha384Oid, 48, null)]
    [InlineData(Sha256Oid, Mgf1, Sha256Oid, 32, 1)]
    public void The_parameters_of_a_pss_key_choose_the_algorithm(string hash, string mask, string maskHash, int salt, int? trailer) =>
        Algorithms(Write(Pss, writer => WriteParameters(writer, hash, mask, maskHash, salt, trailer)))
            .Should().Equal(hash is Sha256Oid ? "PS256" : "PS384");

    [Theory]
    [InlineData(Sha256Oid, Mgf1, Sha256Oid, 20, null)]
    [InlineData(Sha256Oid, Mgf1, Sha384Oid, 32, null)]
    [InlineData(Sha256Oid, Mgf1, "1.3.14.3.2.26", 32, null)]
    [InlineData(Sha256Oid, "1.2.3", Sha256Oid, 32, null)]
    [InlineData("1.3.14.3.2.26", Mgf1, "1.3.14.3.2.26", 20, null)]
    [InlineData(Sha256Oid, Mgf1, Sha256Oid, 32, 2)]
    [Attack("SIG-07")]
    public void Parameters_of_a_pss_key_that_fit_no_algorithm_are_refused(string hash, string mask, string maskHash, int salt, int? trailer) =>
        CodeOf(Write(Pss, writer => WriteParameters(writer, hash, mask, maskHash, salt, trailer))).Should().Be(KeyRefusalCodes.Unsupported);

    [Fact]
    public void An_empty_sequence_of_pss_parameters_means_sha_1_and_is_refused() =>
        CodeOf(Write(Pss, writer =>
        {
            using (writer.PushSequence())
            {
            }
        })).Should().Be(KeyRefusalCodes.Unsupported);

    [Fact]
    public void What_is_not_der_or_has_more_than_it_should_is_refused()
    {
        using var platform = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var good = platform.ExportSubjectPublicKeyInfo();
        VerificationKeys.TryFromSubjectPublicKeyInfo(good, out _, out _).Should().BeTrue();

        CodeOf([.. good, 0]).Should().Be(KeyRefusalCodes.Malformed);
        CodeOf(good[..^1]).Should().Be(KeyRefusalCodes.Malformed);
        CodeOf([good[0], 0x81, .. good[1..]]).Should().Be(KeyRefusalCodes.Malformed, "a length in BER");
        CodeOf([]).Should().Be(KeyRefusalCodes.Malformed);
        CodeOf(Write("1.2.840.113549.1.1.1", _ => { })).Should().Be(KeyRefusalCodes.Malformed, "RSA needs its NULL");
        CodeOf(Write("1.3.101.112", writer => writer.WriteNull())).Should().Be(KeyRefusalCodes.Malformed, "Ed25519 has no parameters");
        CodeOf(Write("1.3.101.113", _ => { })).Should().Be(KeyRefusalCodes.Unsupported, "Ed448");
        CodeOf(Write("1.2.840.113549.1.1.1", writer => writer.WriteNull(), unused: 1)).Should().Be(KeyRefusalCodes.Malformed);
        CodeOf(Write("1.2.840.113549.1.1.1", writer => writer.WriteNull(), key: Negative)).Should().Be(KeyRefusalCodes.Malformed, "a modulus below zero");
        CodeOf(Write("1.2.840.10045.2.1", writer => writer.WriteObjectIdentifier("1.3.36.3.3.2.8.1.1.7"))).Should().Be(KeyRefusalCodes.Unsupported, "brainpool");
        good[^1] ^= 1;
        CodeOf(good).Should().Be(KeyRefusalCodes.InvalidPoint);
    }

    [Fact]
    public void A_key_for_key_agreement_verifies_nothing() =>
        CodeOf(SubjectPublicKeyInfo.Write(DecryptionKey.Generate("X25519").PublicKey!.Material)).Should().Be(KeyRefusalCodes.UseViolation);

    private static IEnumerable<string> Algorithms(byte[] der)
    {
        VerificationKeys.TryFromSubjectPublicKeyInfo(der, out var key, out var refusal).Should().BeTrue(refusal?.ToString());
        return key!.Algorithms.Select(algorithm => algorithm.Jose);
    }

    private static string CodeOf(byte[] der)
    {
        VerificationKeys.TryFromSubjectPublicKeyInfo(der, out _, out var refusal).Should().BeFalse();
        return refusal!.Code;
    }

    private static byte[] Write(string oid, Action<AsnWriter> parameters, int unused = 0, byte[]? key = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(oid);
                parameters(writer);
            }

            writer.WriteBitString(unused == 0 ? key ?? Key : [.. Key[..^1], 0], unused);
        }

        return writer.Encode();
    }

    private static void WriteParameters(AsnWriter writer, string hash, string mask, string maskHash, int salt, int? trailer)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Tag(0)))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(hash);
                writer.WriteNull();
            }

            using (writer.PushSequence(Tag(1)))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(mask);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(maskHash);
                }
            }

            using (writer.PushSequence(Tag(2)))
            {
                writer.WriteInteger(salt);
            }

            if (trailer is { } value)
            {
                using (writer.PushSequence(Tag(3)))
                {
                    writer.WriteInteger(value);
                }
            }
        }

        static Asn1Tag Tag(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);
    }
}

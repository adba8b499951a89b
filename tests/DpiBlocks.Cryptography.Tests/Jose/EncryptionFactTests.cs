using System.Security.Cryptography;
using System.Text;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

/// <summary>Examples of the encryption standards, as facts, so that a clone without the shared vectors proves the core.</summary>
public class EncryptionFactTests
{
    [Fact]
    public void The_key_agreement_example_of_RFC_7518_is_computed()
    {
        // RFC 7518, Appendix C
        using var alice = Read("""{"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps","d":"0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo"}""");
        using var bob = Read("""{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}""");
        alice.TryAgree(bob.PublicKey!, out var secret).Should().BeTrue();
        bob.TryAgree(alice.PublicKey!, out var same).Should().BeTrue();

        same.Should().Equal(secret);
        secret.Should().StartWith([158, 86, 217, 29, 129, 113, 53, 211]);
        StrictBase64Url.Encode(ConcatKdf.Derive(secret, "A128GCM", "Alice"u8, "Bob"u8, 16)).Should().Be("VqqN6vgjbSBcIijNcacQGg");
    }

    [Fact]
    public void A_longer_key_is_derived_in_rounds()
    {
        // NIST SP 800-56A, 5.8.1: each round hashes its number first; the length is part of what is hashed.
        var key = ConcatKdf.Derive("secret"u8, "A192CBC-HS384", "U"u8, [], 48);
        byte[] Round(byte number) => SHA256.HashData([0, 0, 0, number, .. "secret"u8, 0, 0, 0, 13, .. "A192CBC-HS384"u8, 0, 0, 0, 1, .. "U"u8, 0, 0, 0, 0, 0, 0, 1, 128]);

        key.Should().Equal([.. Round(1), .. Round(2)[..16]]);
    }

    [Fact]
    public void The_X25519_example_of_RFC_8037_is_computed()
    {
        // RFC 8037, A.6
        using var alice = Read("""{"kty":"OKP","crv":"X25519","x":"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo","d":"dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo"}""");
        Jwk.TryParse("""{"kty":"OKP","crv":"X25519","kid":"Bob","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}"""u8.ToArray(), out var bob, out _).Should().BeTrue();

        alice.TryAgree(bob!.EncryptionKey!, out var secret).Should().BeTrue();
        Convert.ToHexStringLower(secret!).Should().Be("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
    }

    [Fact]
    public void The_key_wrap_example_of_RFC_3394_is_computed()
    {
        // RFC 3394, 4.1
        var (kek, key) = (Convert.FromHexString("000102030405060708090A0B0C0D0E0F"), Convert.FromHexString("00112233445566778899AABBCCDDEEFF"));
        var wrapped = AesKeyWrap.Wrap(kek, key);

        Convert.ToHexString(wrapped).Should().Be("1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5");
        AesKeyWrap.TryUnwrap(kek, wrapped, out var unwrapped).Should().BeTrue();
        unwrapped.Should().Equal(key);
        for (var i = 0; i < wrapped.Length; i++)
        {
            wrapped[i] ^= 1;
            AesKeyWrap.TryUnwrap(kek, wrapped, out _).Should().BeFalse();
            wrapped[i] ^= 1;
        }

        foreach (var length in (int[])[0, 8, 16, 23, 25])
        {
            AesKeyWrap.TryUnwrap(kek, new byte[length], out _).Should().BeFalse();
        }
    }

    [Fact]
    public void The_CBC_and_HMAC_example_of_RFC_7518_is_computed()
    {
        // RFC 7518, B.1
        var key = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var iv = Convert.FromHexString("1af38c2dc2b96ffdd86694092341bc04");
        var plaintext = "A cipher system must not be required to be secret, and it must be able to fall into the hands of the enemy without inconvenience"u8.ToArray();
        var aad = "The second principle of Auguste Kerckhoffs"u8.ToArray();
        var (ciphertext, tag) = ContentEncryption.A128CbcHs256.Encrypt(key, iv, plaintext, aad);

        Convert.ToHexStringLower(tag).Should().Be("652c3fa36b0a7c5b3219fab3a30bc1c4");
        Convert.ToHexStringLower(ciphertext).Should().StartWith("c80edfa32ddf39d5ef00c0b468834279a2e46a1b8049f792f76bfe54b903a9c9").And.EndWith("bd34d848b3d69550a67646344427ade54b8851ffb598f7f80074b9473c82e2db").And.HaveLength(288);
        ContentEncryption.A128CbcHs256.Decrypt(key, iv, ciphertext, tag, aad).Should().Equal(plaintext);
    }

    [Fact]
    public void The_key_wrap_JWE_of_RFC_7516_is_decrypted()
    {
        // RFC 7516, A.3.7
        var compact = "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ"
            + ".AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.U0m_YmjN04DJvceFICbCVQ";
        using var key = Read("""{"kty":"oct","k":"GawgguFyGrWKav7AX4VKUg"}""");

        Jwe.TryDecrypt(Signed.Bytes(compact), [key], JweProfile.Default, out var jwe, out var refusal).Should().BeTrue(refusal?.Code);
        Encoding.UTF8.GetString(jwe!.Plaintext.Span).Should().Be("Live long and prosper.");
    }

    [Fact]
    public void The_JSON_JWE_of_RFC_7516_is_decrypted_by_its_second_recipient()
    {
        // RFC 7516, A.4.7; the first recipient's key is RSA1_5, and left out here. The jku is passed over.
        var json = """
            {"protected":"eyJlbmMiOiJBMTI4Q0JDLUhTMjU2In0","unprotected":{"jku":"https://server.example.com/keys.jwks"},
            "recipients":[{"header":{"alg":"RSA1_5","kid":"2011-04-29"},"encrypted_key":"AA"},
            {"header":{"alg":"A128KW","kid":"7"},"encrypted_key":"6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ"}],
            "iv":"AxY8DCtDaGlsbGljb3RoZQ","ciphertext":"KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY","tag":"Mz-VPPyU4RlcuYv1IwIvzw"}
            """;
        using var key = Read("""{"kty":"oct","kid":"7","k":"GawgguFyGrWKav7AX4VKUg"}""");

        Jwe.TryDecryptJson(Signed.Bytes(json), [key], JweProfile.Default, out var jwe, out var refusal).Should().BeTrue(refusal?.Code);
        Encoding.UTF8.GetString(jwe!.Plaintext.Span).Should().Be("Live long and prosper.");
    }

    [Fact]
    public void The_key_agreement_JWE_of_RFC_7520_is_decrypted()
    {
        // RFC 7520, 5.4
        using var key = Read("""{"kty":"EC","kid":"peregrin.took@tuckborough.example","use":"enc","crv":"P-384","x":"YU4rRUzdmVqmRtWOs2OpDE_T5fsNIodcG8G5FWPrTPMyxpzsSOGaQLpe2FpxBmu2","y":"A8-yxCHxkfBz3hKZfI1jUYMjUhsEveZ9THuwFjH2sCNdtksRJU7D5-SkgaFL1ETP","d":"iTx2pk7wW-GqJkHcEkFQb2EFyYcO7RugmaW3mRrQVAOUiPommT0IdnYK2xDlZh-j"}""");
        var compact =
            "eyJhbGciOiJFQ0RILUVTK0ExMjhLVyIsImtpZCI6InBlcmVncmluLnRvb2tAdHVja2Jvcm91Z2guZXhhbXBsZSIsImVwayI6eyJrdHkiOiJFQyIsImNydiI6"
            + "IlAtMzg0IiwieCI6InVCbzRrSFB3Nmtiang1bDB4b3dyZF9vWXpCbWF6LUdLRlp1NHhBRkZrYllpV2d1dEVLNml1RURzUTZ3TmROZzMiLCJ5Ijoic3AzcDVT"
            + "R2haVkMyZmFYdW1JLWU5SlUyTW84S3BvWXJGRHI1eVBOVnRXNFBnRXdaT3lRVEEtSmRhWTh0YjdFMCJ9LCJlbmMiOiJBMTI4R0NNIn0.0DJjBXri_kBcC46I"
            + "kU5_Jk9BqaQeHdv2.mH-G2zVqgztUtnW_.tkZuOO9h95OgHJmkkrfLBisku8rGf6nzVxhRM3sVOhXgz5NJ76oID7lpnAi_cPWJRCjSpAaUZ5dOR3Spy7QuEk"
            + "mKx8-3RCMhSYMzsXaEwDdXta9Mn5B7cCBoJKB0IgEnj_qfo1hIi-uEkUpOZ8aLTZGHfpl05jMwbKkTe2yK3mjF6SBAsgicQDVCkcY9BLluzx1RmC3ORXaM0J"
            + "aHPB93YcdSDGgpgBWMVrNU1ErkjcMqMoT_wtCex3w03XdLkjXIuEr2hWgeP-nkUZTPU9EoGSPj6fAS-bSz87RCPrxZdj_iVyC6QWcqAu07WNhjzJEPc4jVnt"
            + "RJ6K53NgPQ5p99l3Z408OUqj4ioYezbS6vTPlQ.WuGzxmcreYjpHGJoa17EBg";

        Jwe.TryDecrypt(Signed.Bytes(compact), [key], JweProfile.Default, out var jwe, out var refusal).Should().BeTrue(refusal?.Code);
        Encoding.UTF8.GetString(jwe!.Plaintext.Span).Should().StartWith("You can trust us to stick with you through thick and thin");
    }

    private static DecryptionKey Read(string jwk)
    {
        DecryptionKey.TryParseJwk(Signed.Bytes(jwk), out var key, out var refusal).Should().BeTrue(refusal?.Message);
        return key!;
    }
}

namespace DpiBlocks.Cryptography.Tests.Keys;

public class WycheproofCoverageTests
{
    private static readonly Dictionary<string, string> DoNotApply = new(StringComparer.Ordinal)
    {
        ["aes_ccm"] = "AES-CCM is no algorithm of JOSE, and COSE_Encrypt is not supported",
        ["aes_kwp"] = "key wrap with padding is no algorithm of JOSE",
        ["chacha20_poly1305"] = "no registered JOSE algorithm; COSE_Encrypt is not supported",
        ["xchacha20_poly1305"] = "no registered algorithm",
        ["ecdh_secp256r1_ecpoint"] = "points come as JWK coordinates, never as encoded points",
        ["ecdh_secp256r1"] = "points come as JWK, never as SubjectPublicKeyInfo: the webcrypto files hold the same cases as JWK",
        ["ecdh_secp384r1"] = "points come as JWK, never as SubjectPublicKeyInfo: the webcrypto files hold the same cases as JWK",
        ["ecdsa_brainpoolP256r1_sha256_p1363"] = "curve not supported",
        ["ecdsa_brainpoolP256r1_sha256"] = "curve not supported",
        ["ecdsa_brainpoolP384r1_sha384_p1363"] = "curve not supported",
        ["ecdsa_brainpoolP512r1_sha512_p1363"] = "curve not supported",
        ["ecdsa_secp256r1_sha512"] = "no algorithm joins P-256 and SHA-512; the p1363 file proves that such signatures are refused",
        ["ecdsa_secp384r1_sha256"] = "no algorithm joins P-384 and SHA-256",
        ["ed448"] = "Ed448 is not supported",
        ["hkdf_sha256"] = "HKDF is not used",
        ["hkdf_sha384"] = "HKDF is not used",
        ["hkdf_sha512"] = "HKDF is not used",
        ["hmac_sha256"] = "no symmetric signatures: whoever can check one can also make it",
        ["hmac_sha384"] = "no symmetric signatures: whoever can check one can also make it",
        ["hmac_sha512"] = "no symmetric signatures: whoever can check one can also make it",
        ["pbkdf2_hmacsha256"] = "encryption by password (PBES2) is not supported",
        ["rsa_oaep_2048_sha1_mgf1sha1"] = "RSA-OAEP with SHA-1 is not supported",
    };

    // What the tests in the folder Jose run.
    private static readonly string[] ApplyToJose =
    [
        "a128cbc_hs256", "a192cbc_hs384", "a256cbc_hs512", "aes_gcm", "aes_wrap", "ecdh_secp256r1_webcrypto", "ecdh_secp384r1_webcrypto", "ecdh_secp521r1_webcrypto",
        "rsa_oaep_2048_sha256_mgf1sha256", "x25519_jwk", "x25519", "json_web_crypto", "json_web_encryption", "json_web_signature",
    ];

    // What the tests in this folder run.
    private static readonly string[] Apply =
    [
        "ecdsa_secp256k1_sha256_bitcoin", "ecdsa_secp256k1_sha256_p1363", "ecdsa_secp256k1_sha256", "ecdsa_secp256r1_sha256_p1363",
        "ecdsa_secp256r1_sha256", "ecdsa_secp256r1_sha512_p1363", "ecdsa_secp384r1_sha384_p1363", "ecdsa_secp384r1_sha384",
        "ecdsa_secp384r1_sha512_p1363", "ecdsa_secp521r1_sha512_p1363", "ecdsa_secp521r1_sha512", "ed25519", "json_web_key", "mldsa_44_verify",
        "mldsa_65_verify", "rsa_pkcs1_2048_sig_gen", "rsa_pss_2048_sha256_mgf1_0", "rsa_pss_2048_sha256_mgf1_32_params",
        "rsa_pss_2048_sha256_mgf1_32", "rsa_pss_2048_sha384_mgf1_48", "rsa_pss_3072_sha256_mgf1_32", "rsa_pss_4096_sha384_mgf1_48",
        "rsa_pss_4096_sha512_mgf1_64", "rsa_signature_2048_sha256", "rsa_signature_2048_sha384", "rsa_signature_2048_sha512",
        "rsa_signature_3072_sha256",
    ];

    [Fact]
    public void Wycheproof_files_that_do_not_apply()
    {
        var files = SharedFiles.FilesOf("vectors/wycheproof").Select(path => Path.GetFileName(path).Replace("_test.json", string.Empty, StringComparison.Ordinal));

        files.Should().BeEquivalentTo([.. Apply, .. ApplyToJose, .. DoNotApply.Keys]);
        DoNotApply.Values.Should().OnlyContain(reason => reason.Length > 0);
    }

    [Fact]
    public void Every_file_that_applies_is_named_by_a_test()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "DpiBlocks.Cryptography.Tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith($"{nameof(WycheproofCoverageTests)}.cs", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .ToList();

        Apply.Concat(ApplyToJose).Where(file => !sources.Exists(source => source.Contains($"\"{file}\"", StringComparison.Ordinal)
            || source.Contains($"{file}_test.json", StringComparison.Ordinal))).Should().BeEmpty();
    }
}

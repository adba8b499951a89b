using System.Diagnostics;
using System.Text;
using CsCheck;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

public class JosePropertyTests
{
    private const string Letters = "{}[]\",:.eyJ0Aa=\\u\0\u00ff ";

    private static readonly DecryptionKey Key = DecryptionKey.Generate("P-256");
    private static readonly JwsProfile Open =
        Signed.Requirements.Profile with { AllowUnencodedPayload = true, AllowUnprotectedHeader = true, AllowHeaderKey = true, IgnoreHeaderAddresses = true, AllowMissingType = true };

    [Fact]
    public async Task No_byte_of_a_token_can_be_changed()
    {
        var token = Signed.Bytes(Signed.Token());
        var verifier = Signed.Verifier();
        (await verifier.VerifyAsync(token, Signed.Requirements)).IsAccepted.Should().BeTrue();

        for (var i = 0; i < token.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = (byte[])token.Clone();
                changed[i] ^= (byte)(1 << bit);
                (await verifier.VerifyAsync(changed, Signed.Requirements)).IsAccepted.Should().BeFalse($"byte {i}, bit {bit}");
            }
        }
    }

    [Fact]
    public async Task No_byte_of_a_token_can_be_replaced_left_out_or_put_in()
    {
        var token = Signed.Bytes(Signed.Token());
        var verifier = Signed.Verifier();
        await Gen.Select(Gen.Int[0, token.Length - 1], Gen.Byte, Gen.Int[0, 2]).SampleAsync(async change =>
        {
            var (at, value, how) = change;
            byte[] changed = how switch
            {
                0 => [.. token[..at], value, .. token[(at + 1)..]],
                1 => [.. token[..at], value, .. token[at..]],
                _ => [.. token[..at], .. token[(at + 1)..]],
            };
            return changed.AsSpan().SequenceEqual(token) || !(await verifier.VerifyAsync(changed, Signed.Requirements)).IsAccepted;
        });
    }

    [Fact]
    [Attack("JWE-05")]
    public void No_byte_of_an_encrypted_message_can_be_changed()
    {
        var token = Jwe.Encrypt("content"u8, JweRecipient.Of(Key.PublicKey!, KeyManagementAlgorithm.EcdhEsA128Kw), ContentEncryption.A128CbcHs256);
        Jwe.TryDecrypt(token, [Key], JweProfile.Default, out _, out _).Should().BeTrue();

        Gen.Select(Gen.Int[0, token.Length - 1], Gen.Byte[1, 255]).Sample(change =>
        {
            var changed = (byte[])token.Clone();
            changed[change.Item1] ^= change.Item2;
            return !Jwe.TryDecrypt(changed, [Key], JweProfile.Default, out _, out _);
        });
    }

    [Fact]
    public void Any_content_is_read_again()
    {
        var gen = Gen.Select(Gen.Byte.Array[0, 300], Gen.Byte.Array[0, 40], Gen.Int[0, ContentEncryption.All.Length - 1]);
        gen.Sample(sample =>
        {
            var (content, aad, encryption) = (sample.Item1, sample.Item2, ContentEncryption.All[sample.Item3]);
            var recipient = JweRecipient.Of(Key.PublicKey!, KeyManagementAlgorithm.EcdhEsA256Kw);
            var header = new JweEncryptionHeader { PartyUInfo = aad };
            return Jwe.TryDecrypt(Jwe.Encrypt(content, recipient, encryption, header), [Key], JweProfile.Default, out var compact, out _)
                && compact.Plaintext.Span.SequenceEqual(content)
                && Jwe.TryDecryptJson(Jwe.EncryptJson(content, [recipient], encryption, additionalData: aad), [Key], JweProfile.Default, out var json, out _)
                && json.Plaintext.Span.SequenceEqual(content) && json.AdditionalData.Span.SequenceEqual(aad);
        });
    }

    [Fact]
    public void Any_payload_that_is_signed_is_read_again() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Bool).Sample(sample =>
        {
            var (payload, unencoded) = sample;
            var attached = Jws.SignAsync(Signed.Key, JwsSigningHeader.Of("test+jwt"), payload).AsTask().GetAwaiter().GetResult();
            var detached = Jws.SignDetachedAsync(Signed.Key, JwsSigningHeader.Of("test+jwt"), payload, unencoded).AsTask().GetAwaiter().GetResult();
            return Jws.TryParse(attached, Open, out var first, out _) && first.Payload.Span.SequenceEqual(payload) && IsRight(first)
                && Jws.TryParseDetached(detached, payload, Open, out var second, out _) && IsRight(second);
        });

    [Fact]
    public void No_bytes_make_a_parser_throw_or_take_long()
    {
        var seeds = Seeds();
        var mutated = Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Select(Gen.Int[0, 100_000], Gen.Byte).Array[1, 6], Gen.Int[0, 3])
            .Select((which, changes, cut) => Mutate(seeds[which], changes, cut));
        Gen.OneOf(Gen.Byte.Array[0, 200], Gen.Int[0, Letters.Length - 1].Array[0, 200].Select(text => Encoding.Latin1.GetBytes([.. text.Select(at => Letters[at])])), mutated).Sample(
            bytes =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var watch = Stopwatch.StartNew();
                Jws.TryParse(bytes, Open, out _, out _);
                Jws.TryParseDetached(bytes, bytes, Open, out _, out _);
                JwsJson.TryParse(bytes, Open, JwsSigners.All, out _, out _);
                Jwe.TryDecrypt(bytes, [Key], JweProfile.Default, out _, out _);
                Jwe.TryDecryptJson(bytes, [Key], JweProfile.Default, out _, out _);
                if (StrictJson.TryParse(bytes, JsonLimits.Token, out var document, out _))
                {
                    using (document)
                    {
                        JwtClaims.TryRead(document.RootElement, out _, out _);
                        NumericDate.TryRead(document.RootElement, out _);
                    }
                }

                return watch.Elapsed < TimeSpan.FromSeconds(1) && GC.GetAllocatedBytesForCurrentThread() - before < 64L << 20;
            },
            iter: 3_000);
    }

    private static byte[][] Seeds()
    {
        var recipient = JweRecipient.Of(Key.PublicKey!, KeyManagementAlgorithm.EcdhEsA128Kw);
        return
        [
            Signed.Bytes(Signed.Token()),
            Signed.Bytes(Signed.Token("""{"alg":"ES256","typ":"test+jwt","crit":["b64"],"b64":false,"x5c":["AQID"],"jwk":{"kty":"EC"},"kid":"\u00e9"}""")),
            JwsJson.SignAsync([(Signed.Key, JwsSigningHeader.Of("test+jwt")), (Signed.Key, JwsSigningHeader.Of("test+jwt"))], new byte[9]).AsTask().GetAwaiter().GetResult(),
            Jwe.Encrypt("content"u8, recipient, ContentEncryption.A128CbcHs256),
            Jwe.EncryptJson("content"u8, [recipient, recipient], ContentEncryption.A128Gcm, additionalData: "open"u8),
            Signed.Bytes(Signed.Payload),
        ];
    }

    private static byte[] Mutate(byte[] seed, (int At, byte Value)[] changes, int cut)
    {
        var bytes = (byte[])seed.Clone();
        foreach (var (at, value) in changes)
        {
            bytes[at % bytes.Length] = value;
        }

        return cut == 0 ? bytes[..(changes[0].At % bytes.Length)] : bytes;
    }

    private static bool IsRight(Jws jws) => Signed.Key.VerificationKey.Verify(jws.Header.Algorithm, jws.SigningInput.Span, jws.Signature.Span);
}

using CsCheck;
using DpiBlocks.Cryptography.Cose;
using static DpiBlocks.Cryptography.Tests.Cose.CoseMessages;

namespace DpiBlocks.Cryptography.Tests.Cose;

public class CoseMutationTests
{
    private static readonly CoseProfile Loose = new()
    {
        Algorithms = SignatureAlgorithm.All,
        Tag = CoseTagging.Optional,
        CwtTag = CoseTagging.Optional,
        AllowRepeatedLabels = true,
    };

    private static readonly string[] Seeds =
    [
        "d28443a10126a10442313154546869732069732074686520636f6e74656e742e4140",
        "d83dd28449a301260442313103004a3031a0584fa70175636f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818636f61703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f007420b7140",
        "a70175636f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818636f61703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f007420b71",
        "a4010220012158 20bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff2258 2020138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e",
        "bf6346756ef563416d7421ff",
        "9f018202039f0405ffff",
        "c1fb41d452d9ec200000",
        "c249010000000000000000",
        "7f657374726561646d696e67ff",
    ];

    [Fact]
    public void A_message_with_any_byte_changed_is_refused_but_for_its_unprotected_header()
    {
        // d2 84 | 4a a3 01 26 04 42 31 31 18 2a 00 | a1 18 2b 41 07 | payload | signature
        var message = Sign("a301260442313118" + "2a00", "a1182b4107");
        var good = Accepted(message);
        var unprotectedAt = message.AsSpan().IndexOf(Convert.FromHexString("a1182b4107"));
        var unprotected = Enumerable.Range(unprotectedAt, 5).ToHashSet();
        for (var at = 0; at < message.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = (byte[])message.Clone();
                changed[at] ^= (byte)(1 << bit);
                if (!CoseSign1.TryParse(changed, Profile, out var read, out _))
                {
                    continue;
                }

                if (unprotected.Contains(at))
                {
                    Verify(read).Should().BeTrue();
                    read.KeyId.ToArray().Should().Equal(good.KeyId.ToArray(), "what is unprotected changes nothing in the outcome");
                    read.Algorithm.Should().BeSameAs(good.Algorithm);
                    read.Payload.ToArray().Should().Equal(Payload);
                }
                else
                {
                    Verify(read).Should().BeFalse("byte {0} was changed", at);
                }
            }
        }
    }

    [Fact]
    public void Any_change_of_good_bytes_is_answered_without_an_exception() =>
        Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Select(Gen.Int[0, 1000], Gen.Byte, Gen.Int[0, 2]).Array[1, 8]).Sample((seed, changes) =>
        {
            var bytes = Convert.FromHexString(Seeds[seed].Replace(" ", string.Empty, StringComparison.Ordinal)).ToList();
            foreach (var (at, value, kind) in changes)
            {
                var place = at % (bytes.Count + 1);
                if (kind == 0)
                {
                    bytes.Insert(place, value);
                }
                else if (kind == 1 && place < bytes.Count)
                {
                    bytes[place] = value;
                }
                else if (place < bytes.Count)
                {
                    bytes.RemoveAt(place);
                }
            }

            Read([.. bytes]);
        }, iter: 20_000);

    [Fact]
    public void Any_bytes_are_answered_without_an_exception() => Gen.Byte.Array[0, 200].Sample(bytes => Read(bytes), iter: 20_000);

    [Fact]
    public void Any_bytes_of_a_mebibyte_cost_little()
    {
        var seen = 0;
        foreach (var first in new byte[] { 0x00, 0x5A, 0x5F, 0x7F, 0x81, 0x9A, 0x9F, 0xA1, 0xBA, 0xBF, 0xC1, 0xD2, 0xDB, 0xF9, 0xFF })
        {
            var bytes = new byte[1024 * 1024];
            bytes.AsSpan().Fill(first);
            Bounded.Run(TimeSpan.FromSeconds(1), 64 * 1024 * 1024, () => StrictCbor.TryParse(bytes, CborLimits.Document, out _, out _));
            seen++;
        }

        seen.Should().Be(15);
    }

    // Everything that reads bytes from outside; each must say yes with a value or no with a reason.
    private static void Read(byte[] bytes)
    {
        Agree(StrictCbor.TryParse(bytes, CborLimits.Token, out var value, out var refusal), value, refusal);
        Agree(StrictCbor.TryParseDeterministic(bytes, CborLimits.Token, out var deterministic, out refusal), deterministic, refusal);
        Agree(CoseSign1.TryParse(bytes, Loose, out var message, out refusal), message, refusal);
        Agree(CoseSign1.TryParseDetached(bytes, Payload, Loose, out var detached, out refusal), detached, refusal);
        Agree(CoseKey.TryParse(bytes, out var key, out refusal), key, refusal);
        Agree(CwtClaims.TryRead(bytes, CborLimits.Token, out var claims, out refusal), claims, refusal);
        if (message is not null)
        {
            Verify(message).Should().BeFalse("nobody signed it");
            _ = message.Type ?? message.ContentType;
        }

        if (value is not null)
        {
            value.Encoded.ToArray().Should().Equal(bytes);
        }
    }

    private static void Agree(bool done, object? value, Refusal? refusal) =>
        (done ? value is not null && refusal is null : value is null && refusal is not null).Should().BeTrue();
}

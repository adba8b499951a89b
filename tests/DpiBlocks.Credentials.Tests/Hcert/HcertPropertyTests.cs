using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using DpiBlocks.Credentials.Hcert;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials.Tests.Hcert;

public sealed class HcertPropertyTests
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    private static readonly HcertForge Good = new();
    private static readonly CredentialVerifier Verifier = HcertTrust.In(HcertForge.Austria.Der).Verifier();

    // Zlib leaves two things open: the level its header tells, and the bits behind the end of the last block. Another text may then
    // hold the very same message; nothing else may pass, and what passes is the same certificate.
    [Fact]
    public void No_other_character_in_any_place_of_the_text_is_accepted_unless_the_message_is_the_same()
    {
        var text = Good.Text();
        var message = Good.Message();
        HcertContainer.TryUnpack(Encoding.ASCII.GetBytes(text), out var unpacked, out _).Should().BeTrue();
        var (judged, same) = (0, 0);
        var changed = Encoding.ASCII.GetBytes(text);
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var character in Alphabet + "a_\n")
            {
                if (character == text[at])
                {
                    continue;
                }

                changed[at] = (byte)character;
                judged++;
                var verdict = Judge(changed);
                if (verdict.IsAccepted)
                {
                    same++;
                    HcertContainer.TryUnpack(changed, out var other, out _).Should().BeTrue();
                    other.Should().Equal(unpacked, "the text differs at {0} alone", at);
                }
            }

            changed[at] = (byte)text[at];
        }

        judged.Should().Be(text.Length * 47 + text.Count(character => !Alphabet.Contains(character)));
        same.Should().BeLessThan(100);
        message.Length.Should().Be(unpacked!.Length);
    }

    // Bytes of the message: the unprotected header is not signed, and an unknown label or another key id in it changes nothing.
    [Fact]
    public void No_bit_of_the_message_can_be_turned_but_those_of_the_unprotected_header()
    {
        var forge = Good with { UnprotectedKeyId = Good.SignerKeyId };
        var message = forge.Message();
        var plain = Judge(Packed(message)).GetValueOrThrow();

        // d2 84 <protected> <unprotected> …: behind the tag, the array and the protected header.
        var start = 2 + 1 + message[2] - 0x40;
        var end = start + 1 + 1 + 1 + HcertKeyId.Length + 1;      // a map without a length, the label, the string's length, the key id, the end
        var turned = 0;
        for (var at = 0; at < message.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                message[at] ^= (byte)(1 << bit);
                var verdict = Judge(Packed(message));
                if (verdict.IsAccepted)
                {
                    at.Should().BeInRange(start, end - 1);
                    turned++;
                    verdict.GetValueOrThrow().ClaimsUtf8.ToArray().Should().Equal(plain.ClaimsUtf8.ToArray());
                }

                message[at] ^= (byte)(1 << bit);
            }
        }

        turned.Should().BeGreaterThanOrEqualTo(HcertKeyId.Length * 8);      // the eight bytes of the second key id at least
    }

    [Fact]
    public void Bytes_and_texts_at_random_are_refused_and_never_throw_hang_or_grow() =>
        Gen.OneOf(
                Gen.Byte.Array[0, 5_000],
                Gen.Char[Alphabet].Array[0, 5_000].Select(text => Encoding.ASCII.GetBytes("HC1:" + new string(text))),
                Gen.Byte.Array[0, 1_000].Select(bytes => Encoding.ASCII.GetBytes(HcertContainer.Pack(bytes))),
                Gen.Byte.Array[0, 60].Select(bytes => Encoding.ASCII.GetBytes(HcertContainer.Pack([0xD2, 0x84, 0x43, 0xA1, 0x01, 0x26, 0xA0, .. bytes]))))
            .Sample(bytes => !Bounded(bytes).IsAccepted, iter: 5_000, threads: 1);

    [Fact]
    public void A_certificate_changed_at_random_is_refused_and_never_makes_anything_throw_hang_or_grow()
    {
        var message = Good.Message();
        Gen.Select(Gen.Int[0, message.Length - 1].Array[1, 4], Gen.Byte.Array[4], Gen.Int[0, 12]).Sample(
            (places, values, cut) =>
            {
                var changed = (byte[])message.Clone();
                for (var i = 0; i < places.Length; i++)
                {
                    changed[places[i]] = values[i];
                }

                var verdict = Bounded(Packed(cut < 10 ? changed : changed[..(changed.Length * cut / 13)]));
                return !verdict.IsAccepted || changed.AsSpan().SequenceEqual(message) || OnlyInUnprotected(changed, message);
            },
            iter: 5_000,
            threads: 1);
    }

    // The content is signed anew, so that nothing hides the reader of the content.
    [Fact]
    public void Signed_content_at_random_never_makes_anything_throw_hang_or_grow()
    {
        Gen.Byte.Array[0, 300].Sample(
            bytes => !Bounded(Encoding.ASCII.GetBytes((Good with { Claim = writer => Write(writer, bytes) }).Text())).IsAccepted, iter: 1_000, threads: 1);

        static void Write(System.Formats.Cbor.CborWriter writer, byte[] bytes)
        {
            writer.WriteStartMap(1);
            writer.WriteInt32(1);
            if (DpiBlocks.Cryptography.Cose.StrictCbor.TryParse(bytes, DpiBlocks.Cryptography.Cose.CborLimits.Token, out _, out _))
            {
                writer.WriteEncodedValue(bytes);
            }
            else
            {
                writer.WriteByteString(bytes);
            }

            writer.WriteEndMap();
        }
    }

    private static byte[] Packed(byte[] message) => Encoding.ASCII.GetBytes("HC1:" + Base45.Encode(BoundedInflate.Deflate(message)));

    private static bool OnlyInUnprotected(byte[] changed, byte[] message)
    {
        var start = 2 + 1 + message[2] - 0x40;
        return changed.AsSpan(0, start).SequenceEqual(message.AsSpan(0, start)) && changed.AsSpan(start + 2).SequenceEqual(message.AsSpan(start + 2));
    }

    private static Verification<VerifiedCredential> Judge(byte[] text) =>
        Verifier.VerifyAsync(text, new VerificationRequest { At = HcertForge.At }).AsTask().GetAwaiter().GetResult();

    private static Verification<VerifiedCredential> Bounded(byte[] text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        var verdict = Judge(text);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(1));
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(8 * 1024 * 1024);
        return verdict;
    }
}

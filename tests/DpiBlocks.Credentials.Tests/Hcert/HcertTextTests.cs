using System.IO.Compression;
using System.Text;
using DpiBlocks.Credentials.Hcert;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials.Tests.Hcert;

/// <summary>The way from the text to the signed message: prefix, Base45, zlib.</summary>
public sealed class HcertTextTests
{
    private static readonly HcertForge Good = new();

    [Theory]
    [Attack("HCT-01")]
    [InlineData("{0}!")]
    [InlineData("{0}\n")]
    [InlineData("{0}\r\n")]
    [InlineData("{0}!!!")]
    [InlineData("{0}HC1:lower")]
    [InlineData("{0}\u00e4\u00e4")]
    [InlineData("{0}\0\0\0")]
    public void Behind_the_Base45_there_must_be_nothing(string form)
    {
        var text = Good.Text();
        Accepts(text);
        Refuses(form.Replace("{0}", text, StringComparison.Ordinal), HcertRefusalCodes.Base45);
    }

    [Fact]
    [Attack("HCT-01")]
    public void Base45_behind_the_stream_is_refused_as_well()
    {
        var text = Even();
        Accepts(text);
        Refuses(text + "000", HcertRefusalCodes.Malformed);
        Refuses(text + "00", HcertRefusalCodes.Malformed);
        Refuses(text + text["HC1:".Length..], HcertRefusalCodes.Malformed);
    }

    [Fact]
    [Attack("HCT-01")]
    public void Lower_case_is_refused()
    {
        var text = Good.Text();
        Accepts(text);
        Refuses("HC1:" + text[4..].ToLowerInvariant(), HcertRefusalCodes.Base45);
        var letter = text.IndexOfAny([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ"], 4);
        Refuses(text[..letter] + char.ToLowerInvariant(text[letter]) + text[(letter + 1)..], HcertRefusalCodes.Base45);
    }

    [Theory]
    [Attack("HCT-01")]
    [InlineData('_')]
    [InlineData('&')]
    [InlineData('=')]
    [InlineData('"')]
    [InlineData('\t')]
    [InlineData('\u00df')]
    [InlineData('\u0660')]
    public void Every_character_must_be_of_the_alphabet(char character)
    {
        var text = Good.Text();
        Accepts(text);
        Refuses(text[..20] + character + text[21..], HcertRefusalCodes.Base45);
    }

    [Fact]
    [Attack("HCT-02")]
    public void Groups_beyond_their_bytes_and_lone_characters_are_refused()
    {
        var even = Even();
        Accepts(even);
        Refuses(even[..7] + ":::" + even[10..], HcertRefusalCodes.Base45);
        Refuses(even[..7] + "GGW" + even[10..], HcertRefusalCodes.Base45);           // 65536
        Refuses(even + "0", HcertRefusalCodes.Base45);                               // length 1 mod 3
        var odd = Odd();
        Accepts(odd);
        Refuses(odd[..^2] + "V5", HcertRefusalCodes.Base45);                         // 256
        Refuses(odd[..^2] + "::", HcertRefusalCodes.Base45);
        Refuses(odd[..^1], HcertRefusalCodes.Base45);
    }

    [Fact]
    [Attack("HCT-03")]
    public void A_bomb_is_refused_before_it_goes_off()
    {
        var bomb = HcertContainer.Pack(new byte[2_500_000]);
        bomb.Length.Should().BeLessThan(4_296);
        Bounded.Run(TimeSpan.FromMilliseconds(100), 512 * 1024, () =>
        {
            HcertCredential.TryParse(bomb, out _, out var refusal).Should().BeFalse();
            refusal!.Code.Should().Be(HcertRefusalCodes.TooLarge);
        });
    }

    [Theory]
    [Attack("HCT-03")]
    [InlineData(64 * 1024, false)]
    [InlineData((64 * 1024) + 1, true)]
    public void The_limit_is_64_KiB(int length, bool tooLarge)
    {
        HcertCredential.TryParse(HcertContainer.Pack(new byte[length]), out _, out var refusal).Should().BeFalse();
        (refusal!.Code == HcertRefusalCodes.TooLarge).Should().Be(tooLarge);
    }

    [Fact]
    [Attack("HCT-03")]
    public void One_whole_zlib_stream_is_demanded()
    {
        var message = Good.Message();
        var stream = BoundedInflate.Deflate(message);
        Accepts(Packed(stream));
        Refuses(Packed([.. stream, .. stream]), HcertRefusalCodes.Malformed);        // two of them
        Refuses(Packed([.. stream, 0]), HcertRefusalCodes.Malformed);
        Refuses(Packed(stream[..^1]), HcertRefusalCodes.Malformed);                  // cut
        Refuses(Packed(stream[..(stream.Length / 2)]), HcertRefusalCodes.Malformed);
        Refuses(Packed([.. stream[..^1], (byte)(stream[^1] ^ 1)]), HcertRefusalCodes.Malformed);      // wrong checksum
        Refuses(Packed(stream[2..]), HcertRefusalCodes.Malformed);                   // no header
        Refuses(Packed(message), HcertRefusalCodes.Malformed);                       // not compressed
        Refuses(Packed(Gzip(message)), HcertRefusalCodes.Malformed);
        Refuses(Packed([]), HcertRefusalCodes.Malformed);
    }

    [Fact]
    [Attack("HCT-04")]
    public void Another_prefix_or_none_is_refused()
    {
        var text = Good.Text();
        Accepts(text);
        foreach (var prefix in new[] { "HC2:", "HC0:", "HL0:", "hc1:", "HC1", "HC1;", " HC1:", "" })
        {
            HcertCredential.TryParse(prefix + text[4..], out _, out var refusal).Should().BeFalse();
            refusal!.Code.Should().Be(HcertRefusalCodes.Prefix, "of {0}", prefix);
        }

        Refuses("HC2:" + text[4..], HcertRefusalCodes.Prefix);                       // through the one entry for all formats
        Refuses(text[4..], CredentialRefusalCodes.FormatUnknown);
        Refuses("HL0:" + text[4..], CredentialRefusalCodes.FormatUnknown);
    }

    [Fact]
    [Attack("HCT-14")]
    public void A_text_longer_than_a_QR_code_is_refused_unread()
    {
        var good = Good.Text();
        Accepts(good);
        Refuses(good + new string('0', 4_297 - good.Length), HcertRefusalCodes.TooLarge);
        HcertCredential.TryParse(good + new string('0', 4_296 - good.Length), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().NotBe(HcertRefusalCodes.TooLarge);

        var long_ = Encoding.ASCII.GetBytes("HC1:" + new string('0', 16 * 1024 * 1024));
        Bounded.Run(TimeSpan.FromMilliseconds(5), 1024, () => HcertCredential.TryParse(long_, out _, out _).Should().BeFalse());
    }

    // Texts whose stream ends in a whole group and in a pair: the length of a name decides.
    private static string Even() => OfLength(0);

    private static string Odd() => OfLength(2);

    private static string OfLength(int modulo) =>
        Enumerable.Range(1, 60).Select(length => (Good with { Payload = DccSamples.WithEntry(DccSamples.Vaccination, "is", new string('x', length)) }).Text())
            .First(text => (text.Length - 4) % 3 == modulo);

    private static byte[] Gzip(byte[] data)
    {
        using var target = new MemoryStream();
        using (var stream = new GZipStream(target, CompressionLevel.Optimal))
        {
            stream.Write(data);
        }

        return target.ToArray();
    }

    private static string Packed(byte[] stream) => "HC1:" + Base45.Encode(stream);

    private static void Accepts(string text) => HcertForge.Judge(text).Refusal.Should().BeNull();

    private static void Refuses(string text, string code)
    {
        var verdict = HcertForge.Judge(text);
        verdict.IsAccepted.Should().BeFalse();
        verdict.Refusal!.Code.Should().Be(code);
        verdict.Checks.Should().ContainSingle().Which.Name.Should().Be("format");
    }
}

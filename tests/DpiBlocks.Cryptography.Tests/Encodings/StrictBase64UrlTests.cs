using System.Text;
using CsCheck;

namespace DpiBlocks.Cryptography.Tests.Encodings;

public class StrictBase64UrlTests
{
    // RFC 4648, 10, without the padding; RFC 7515, appendix C.
    [Theory]
    [InlineData("", "")]
    [InlineData("66", "Zg")]
    [InlineData("666f", "Zm8")]
    [InlineData("666f6f", "Zm9v")]
    [InlineData("666f6f62", "Zm9vYg")]
    [InlineData("666f6f6261", "Zm9vYmE")]
    [InlineData("666f6f626172", "Zm9vYmFy")]
    [InlineData("03ecffe0c1", "A-z_4ME")]
    public void Bytes_and_text_stand_for_each_other(string hex, string text)
    {
        var bytes = Convert.FromHexString(hex);
        var utf8 = Encoding.ASCII.GetBytes(text);

        StrictBase64Url.Encode(bytes).Should().Be(text);
        StrictBase64Url.EncodeToUtf8(bytes).Should().Equal(utf8);
        StrictBase64Url.TryDecode(utf8, out var decoded).Should().BeTrue();
        decoded.Should().Equal(bytes);
        StrictBase64Url.TryDecode(text, out decoded).Should().BeTrue();
        decoded.Should().Equal(bytes);
        Span<byte> destination = stackalloc byte[bytes.Length];
        StrictBase64Url.TryDecode(utf8, destination, out var written).Should().BeTrue();
        destination[..written].ToArray().Should().Equal(bytes);
    }

    [Theory]
    [InlineData("QQ", "QQ==")]              // padding
    [InlineData("QQ", "QQ=")]
    [InlineData("QUI", "QUI=")]
    [InlineData("QQ", "Q Q")]               // white space
    [InlineData("QQ", " QQ")]
    [InlineData("QQ", "QQ\n")]
    [InlineData("QQ", "Q\r\nQ")]
    [InlineData("QQ", "QQ\t")]
    [InlineData("--__", "++//")]            // the other alphabet
    [InlineData("QQ", "QR")]                // bits left over
    [InlineData("QUI", "QUJ")]
    [InlineData("QUJD", "QUJDR")]           // length 1 modulo 4
    [InlineData("QQ", "Q")]
    [InlineData("QQ", "Q\0")]
    [InlineData("QQ", "Qé")]
    [InlineData("QUJD", "QUJ\u0100")]
    [InlineData("QUJD", "QU.D")]
    [Attack("JWS-14")]
    public void A_second_text_for_the_same_bytes_is_refused(string good, string bad)
    {
        StrictBase64Url.TryDecode(good, out _).Should().BeTrue();
        StrictBase64Url.TryDecode(Encoding.UTF8.GetBytes(good), out _).Should().BeTrue();

        StrictBase64Url.TryDecode(bad, out var bytes).Should().BeFalse();
        bytes.Should().BeNull();
        StrictBase64Url.TryDecode(Encoding.UTF8.GetBytes(bad), out bytes).Should().BeFalse();
        bytes.Should().BeNull();
        StrictBase64Url.TryDecode(Encoding.UTF8.GetBytes(bad), new byte[16], out var written).Should().BeFalse();
        written.Should().Be(0);
    }

    [Fact]
    public void A_destination_that_is_too_small_is_told_by_false()
    {
        StrictBase64Url.TryDecode("Zm9v"u8, new byte[2], out var written).Should().BeFalse();
        written.Should().Be(0);
    }

    [Fact]
    public void Any_bytes_round_trip() => Gen.Byte.Array[0, 300].Sample(bytes =>
        StrictBase64Url.TryDecode(StrictBase64Url.Encode(bytes), out var back) && back.SequenceEqual(bytes)
        && StrictBase64Url.TryDecode(StrictBase64Url.EncodeToUtf8(bytes), out back) && back.SequenceEqual(bytes));

    [Fact]
    public void What_is_accepted_is_what_would_be_written() => Gen.Byte.Array[0, 12].Sample(text =>
        !StrictBase64Url.TryDecode(text, out var bytes) || StrictBase64Url.EncodeToUtf8(bytes).SequenceEqual(text));

    [Fact]
    public void Near_misses_are_accepted_only_when_canonical() => Gen.Char["QRZz09-_+/= \n"].Array[0, 9].Sample(text =>
        !StrictBase64Url.TryDecode(text, out var bytes) || StrictBase64Url.Encode(bytes) == new string(text));

    [Fact]
    public void Reading_into_a_destination_allocates_nothing()
    {
        var text = new byte[4000];
        Array.Fill(text, (byte)'A');
        var destination = new byte[3000];
        Bounded.Run(TimeSpan.FromSeconds(1), 64 /* the watch itself */, () => StrictBase64Url.TryDecode(text, destination, out _));
    }
}

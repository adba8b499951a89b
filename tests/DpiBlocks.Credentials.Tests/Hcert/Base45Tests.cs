using System.Text;
using CsCheck;
using DpiBlocks.Credentials.Hcert;

namespace DpiBlocks.Credentials.Tests.Hcert;

public sealed class Base45Tests
{
    [Theory]
    [InlineData("AB", "BB8")]                                   // RFC 9285, 4.3, example 1
    [InlineData("Hello!!", "%69 VD92EX0")]                      // example 2
    [InlineData("base-45", "UJCLQE7W581")]                      // example 3
    [InlineData("ietf!", "QED8WEX0")]                           // 4.4
    [InlineData("", "")]
    public void The_examples_of_RFC_9285_go_both_ways(string bytes, string text)
    {
        Base45.Encode(Encoding.ASCII.GetBytes(bytes)).Should().Be(text);
        Base45.TryDecode(Encoding.ASCII.GetBytes(text), out var decoded).Should().BeTrue();
        Encoding.ASCII.GetString(decoded!).Should().Be(bytes);
    }

    [Theory]
    [Attack("HCT-02")]
    [InlineData("FGW", 0xFFFF)]                                 // RFC 9285, 6: the last group there is …
    [InlineData("U5", 0xFF)]                                    // … and the last pair
    public void The_greatest_values_are_decoded(string text, int value)
    {
        Base45.TryDecode(Encoding.ASCII.GetBytes(text), out var bytes).Should().BeTrue();
        bytes!.Aggregate(0, (sum, one) => (sum << 8) | one).Should().Be(value);
    }

    [Theory]
    [Attack("HCT-01", "HCT-02")]
    [InlineData("GGW")]                                         // RFC 9285, 6: 65536
    [InlineData(":::")]                                         // 91124
    [InlineData("V5")]                                          // 256
    [InlineData("::")]
    [InlineData("BB8V5")]
    [InlineData("B")]                                           // length 1 mod 3
    [InlineData("BB8B")]
    [InlineData("bB8")]
    [InlineData("BB8\n")]
    [InlineData("BB8 \n")]
    [InlineData("B_8")]
    [InlineData("=69 VD92EX0")]
    [InlineData("BB\u00fc")]
    [InlineData("B\0 ")]
    [InlineData("BB8b5")]
    [InlineData("BB8B~")]
    public void Anything_else_is_refused(string text) =>
        Base45.TryDecode(Encoding.UTF8.GetBytes(text), out _).Should().BeFalse();

    [Fact]
    public void Exactly_the_45_characters_of_the_alphabet_are_decoded()
    {
        const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
        for (var i = 0; i < 256; i++)
        {
            foreach (var text in new byte[][] { [(byte)i, (byte)'0', (byte)'0'], [(byte)'0', (byte)i, (byte)'0'], [(byte)'0', (byte)'0', (byte)i], [(byte)i, (byte)'0'], [(byte)'0', (byte)i] })
            {
                var value = Alphabet.IndexOf((char)i);
                var place = Array.IndexOf(text, (byte)i) switch { 0 => 1, 1 => 45, _ => 2025 };
                var fits = value * (i == '0' ? 0 : place) <= (text.Length == 3 ? 65535 : 255);
                Base45.TryDecode(text, out _).Should().Be(value >= 0 && fits, "of {0}", i);
            }
        }
    }

    [Fact]
    public void Any_bytes_go_both_ways() =>
        Gen.Byte.Array[0, 300].Sample(bytes =>
            Base45.TryDecode(Encoding.ASCII.GetBytes(Base45.Encode(bytes)), out var decoded) && decoded.SequenceEqual(bytes));

    [Fact]
    public void No_two_texts_mean_the_same_bytes() =>
        Gen.Char["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"].Array[0, 20].Sample(characters =>
        {
            var text = new string(characters);
            return !Base45.TryDecode(Encoding.ASCII.GetBytes(text), out var bytes) || Base45.Encode(bytes) == text;
        });

    [Fact]
    public void A_destination_that_is_too_short_is_a_fault_of_the_caller()
    {
        var act = () => Base45.TryDecode("BB8"u8, stackalloc byte[1], out _);
        act.Should().Throw<ArgumentException>();
    }
}

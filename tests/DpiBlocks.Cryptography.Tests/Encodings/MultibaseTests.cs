using CsCheck;

namespace DpiBlocks.Cryptography.Tests.Encodings;

public class MultibaseTests
{
    // W3C Controlled Identifiers 1.0, 2.4, and the base58 draft (draft-msporny-base58-03, 5).
    [Theory]
    [InlineData("48656c6c6f20576f726c6421", "z2NEpo7TZRRrLZSi2U")]
    [InlineData("0000287fb4cd", "z11233QC4")]
    [InlineData("", "z")]
    [InlineData("00", "z1")]
    public void Bytes_and_base58_stand_for_each_other(string hex, string text)
    {
        var bytes = Convert.FromHexString(hex);

        Multibase.EncodeBase58Btc(bytes).Should().Be(text);
        Multibase.TryDecode(text, out var back).Should().BeTrue();
        back.Should().Equal(bytes);
    }

    [Fact]
    public void The_published_rows_of_the_two_alphabets_are_read_and_all_others_refused()
    {
        var (read, refused) = (0, 0);
        foreach (var path in SharedFiles.FilesOf("vectors/did/multibase/tests", "*.csv"))
        {
            var rows = File.ReadAllLines(path).Select(line => line.Split(", ", 2)).ToList();
            var expected = rows[0][1].Trim('"').Replace("\\x00", "\0", StringComparison.Ordinal);
            foreach (var row in rows.Skip(1))
            {
                var accepted = Multibase.TryDecode(row[1].Trim('"'), out var bytes);
                accepted.Should().Be(row[0] is "base58btc" or "base64url", row[0]);
                if (accepted)
                {
                    System.Text.Encoding.ASCII.GetString(bytes!).Should().Be(expected);
                    read++;
                }
                else
                {
                    refused++;
                }
            }
        }

        (read, refused).Should().Be((6, 75));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2NEpo7TZRRrLZSi2U")]
    [InlineData("Z2NEpo7TZRRrLZSi2U")]
    [InlineData("z2NEpo7TZRRrLZSi2U0")]
    [InlineData("z2NEpo7TZRRrLZSi2l")]
    [InlineData("z2NEpo7TZRRrLZSi2 U")]
    [InlineData("uQQ==")]
    [InlineData("mQQ")]
    public void What_is_in_no_known_alphabet_is_refused(string text) => Multibase.TryDecode(text, out _).Should().BeFalse();

    [Fact]
    public void Any_bytes_round_trip() => Gen.Byte.Array[0, 200].Sample(bytes =>
        Multibase.TryDecode(Multibase.EncodeBase58Btc(bytes), out var back) && back.SequenceEqual(bytes)
        && Multibase.TryDecode(Multibase.EncodeBase64Url(bytes), out back) && back.SequenceEqual(bytes));

    [Fact]
    public void Any_text_is_the_only_one_of_its_bytes() => Gen.Char["z123456789ABCXYZabcxyz0OIl "].Array[0, 20].Sample(text =>
        !Multibase.TryDecode("z" + new string(text), out var bytes) || Multibase.EncodeBase58Btc(bytes) == "z" + new string(text));

    [Fact]
    public void A_long_text_costs_little()
    {
        var longest = "z" + new string('x', 8_191);
        Bounded.Run(TimeSpan.FromSeconds(1), 64 * 1024, () => Multibase.TryDecode(longest, out _).Should().BeTrue());
        var longer = longest + "x";
        Bounded.Run(TimeSpan.FromMilliseconds(50), 1024, () => Multibase.TryDecode(longer, out _).Should().BeFalse());
        Multibase.TryDecode("u" + new string('A', 1_000_000), out _).Should().BeFalse();
    }
}

using System.Text;

namespace DpiBlocks.Abstractions.Tests.Identifiers;

public sealed class DigestTests
{
    // FIPS 180-4 as published by NIST: SHA-256 of "abc".
    private const string OfAbc = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD";

    [Fact]
    public void It_is_the_SHA_256_of_the_bytes()
    {
        var bytes = new byte[32];
        Digest.Of("abc"u8).CopyTo(bytes);
        Convert.ToHexString(bytes).Should().Be(OfAbc);
        new Digest(bytes).Should().Be(Digest.Of("abc"u8));
    }

    [Fact]
    public void It_is_written_in_base64url_without_padding() =>
        Digest.Of("abc"u8).ToString().Should().Be("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");

    [Fact]
    public void Every_bit_counts()
    {
        var bytes = new byte[32];
        for (var bit = 0; bit < 256; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            new Digest(bytes).Should().NotBe(default(Digest));
            bytes[bit / 8] = 0;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void It_has_32_bytes(int length) =>
        FluentActions.Invoking(() => new Digest(Encoding.ASCII.GetBytes(new string('x', length)))).Should().Throw<ArgumentException>();
}

using System.IO.Compression;
using CsCheck;

namespace DpiBlocks.Cryptography.Tests.Encodings;

public class BoundedInflateTests
{
    private static readonly byte[] Text = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * i % 251))];

    [Fact]
    public void What_was_deflated_inflates()
    {
        Inflate(BoundedInflate.Deflate(Text), Text.Length).Should().Equal(Text);
        Inflate(BoundedInflate.Deflate([]), 0).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4999)]
    [InlineData(5000)]
    [InlineData(5001)]
    [InlineData(1_000_000)]
    public void A_wrong_expectation_changes_nothing(int expected)
    {
        BoundedInflate.TryInflateZlib(BoundedInflate.Deflate(Text), 10_000, out var inflated, out var failure, expected).Should().BeTrue();
        failure.Should().Be(InflateFailure.None);
        inflated.Should().Equal(Text);
    }

    [Fact]
    [Attack("STL-04", "HCT-03")]
    public void A_stream_of_exactly_the_limit_inflates_and_one_byte_more_does_not()
    {
        var data = BoundedInflate.Deflate(Text);
        Inflate(data, Text.Length).Should().Equal(Text);
        Refused(data, Text.Length - 1).Should().Be(InflateFailure.TooLarge);
        Refused(data, 0).Should().Be(InflateFailure.TooLarge);
    }

    [Fact]
    [Attack("STL-04", "HCT-03")]
    public void A_bomb_costs_no_more_than_its_limit()
    {
        const int limit = 64 * 1024;
        var bomb = BoundedInflate.Deflate(new byte[100_000_000]);
        bomb.Length.Should().BeLessThan(110_000);
        Bounded.Run(TimeSpan.FromMilliseconds(200), limit, () => Refused(bomb, limit).Should().Be(InflateFailure.TooLarge));
        Inflate(BoundedInflate.Deflate(new byte[limit]), limit).Should().HaveCount(limit);
    }

    [Fact]
    [Attack("STL-04", "HCT-03")]
    public void A_stream_cut_anywhere_is_truncated()
    {
        var data = BoundedInflate.Deflate(Text);
        Inflate(data, Text.Length).Should().Equal(Text);
        for (var length = 0; length < data.Length; length++)
        {
            Refused(data[..length], 10_000).Should().Be(InflateFailure.Truncated, "it was cut at {0}", length);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100_000)]
    [Attack("STL-04", "HCT-03")]
    public void Bytes_after_the_end_are_refused(int count)
    {
        var data = BoundedInflate.Deflate(Text);
        Inflate(data, 10_000).Should().Equal(Text);
        Refused([.. data, .. new byte[count]], 10_000).Should().Be(InflateFailure.TrailingData);
    }

    [Fact]
    [Attack("STL-04", "HCT-03")]
    public void Two_streams_are_not_one()
    {
        var data = BoundedInflate.Deflate(Text);
        Refused([.. data, .. data], 100_000).Should().Be(InflateFailure.TrailingData);
    }

    [Fact]
    [Attack("STL-04", "HCT-03")]
    public void A_wrong_checksum_is_refused()
    {
        var data = BoundedInflate.Deflate(Text);
        Inflate(data, 10_000).Should().Equal(Text);
        for (var i = 1; i <= 4; i++)
        {
            var wrong = (byte[])data.Clone();
            wrong[^i] ^= 1;
            Refused(wrong, 10_000).Should().Be(InflateFailure.Malformed);
        }
    }

    [Fact]
    [Attack("STL-04", "HCT-03")]
    public void Other_wrappings_than_zlib_are_refused()
    {
        Refused(Compress(stream => new GZipStream(stream, CompressionLevel.Optimal)), 10_000).Should().Be(InflateFailure.Malformed);
        Refused(Compress(stream => new DeflateStream(stream, CompressionLevel.Optimal)), 10_000).Should().Be(InflateFailure.Malformed);
        Refused(Text, 10_000).Should().Be(InflateFailure.Malformed);
        Inflate(Compress(stream => new ZLibStream(stream, CompressionLevel.NoCompression)), 10_000).Should().Equal(Text);
    }

    [Fact]
    public void A_large_list_outgrows_every_buffer()
    {
        var list = new byte[5 * 1024 * 1024];
        list[^1] = 1;
        Inflate(BoundedInflate.Deflate(list), list.Length).AsSpan().SequenceEqual(list).Should().BeTrue();
        BoundedInflate.TryInflateZlib(BoundedInflate.Deflate(list), list.Length, out var inflated, out _, expectedLength: 100).Should().BeTrue();
        inflated.AsSpan().SequenceEqual(list).Should().BeTrue();
        Refused(BoundedInflate.Deflate(list), list.Length - 1).Should().Be(InflateFailure.TooLarge);
    }

    [Fact]
    public void A_stream_that_needs_a_dictionary_is_refused() =>
        Refused([0x78, 0xBB, 0, 0, 0, 1, 3, 0, 0, 0, 0, 1], 10_000).Should().Be(InflateFailure.Malformed);

    [Fact]
    public void Any_bytes_round_trip_at_every_level() =>
        Gen.Select(Gen.Byte.Array[0, 40_000], Gen.Byte[0, 255], Gen.Int[0, 3]).Sample((bytes, mask, level) =>
        {
            var plain = Array.ConvertAll(bytes, value => (byte)(value & mask));
            var data = Compress(stream => new ZLibStream(stream, (CompressionLevel)level), plain);
            return Inflate(data, plain.Length).AsSpan().SequenceEqual(plain)
                && Refused(data[..^1], 50_000) == InflateFailure.Truncated
                && Refused([.. data, 0], 50_000) == InflateFailure.TrailingData;
        }, iter: 300);

    [Fact]
    public void Any_change_of_a_stream_is_answered_without_an_exception() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 10_000]).Sample((at, value, cut) =>
        {
            var data = BoundedInflate.Deflate(Text);
            data[at % data.Length] = value;
            var length = cut % (data.Length + 1);
            BoundedInflate.TryInflateZlib(data.AsMemory(0, length), 10_000, out var inflated, out var failure).Should().Be(failure == InflateFailure.None);
            (inflated is null || inflated.AsSpan().SequenceEqual(Text)).Should().BeTrue();
        }, iter: 2000);

    private static byte[] Compress(Func<Stream, Stream> wrap, byte[]? plain = null)
    {
        using var target = new MemoryStream();
        using (var stream = wrap(target))
        {
            stream.Write(plain ?? Text);
        }

        return target.ToArray();
    }

    private static byte[] Inflate(byte[] data, int limit)
    {
        BoundedInflate.TryInflateZlib(data, limit, out var inflated, out var failure).Should().BeTrue("not {0}", failure);
        return inflated!;
    }

    private static InflateFailure Refused(byte[] data, int limit)
    {
        BoundedInflate.TryInflateZlib(data, limit, out var inflated, out var failure).Should().BeFalse();
        inflated.Should().BeNull();
        return failure;
    }
}

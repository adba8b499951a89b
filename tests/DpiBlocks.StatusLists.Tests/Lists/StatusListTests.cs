using System.IO.Compression;
using CsCheck;

namespace DpiBlocks.StatusLists.Tests.Lists;

public sealed class StatusListTests
{
    // Token Status List, 4.1: the two examples, and how they are compressed there.
    [Fact]
    [Attack("STL-05")]
    public void The_example_of_one_bit_is_read_from_the_least_significant_bit()
    {
        Decode(1, "78dadbb918000217015d").Should().Equal(1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1);
    }

    [Fact]
    [Attack("STL-05")]
    public void The_example_of_two_bits_is_read_from_the_least_significant_bit()
    {
        Decode(2, "78da3be9f2130003df0207").Should().Equal(1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3);
    }

    [Fact]
    [Attack("STL-05")]
    public void The_same_bytes_read_with_other_bits_or_in_the_other_order_say_something_else()
    {
        // Why bits are part of what is signed: nothing in the bytes themselves tells.
        Decode(1, "78da3be9f2130003df0207").Should().NotEqual(Decode(2, "78da3be9f2130003df0207")).And.HaveCount(24);
        var mirrored = Decode(1, "78dadbb918000217015d").Chunk(8).SelectMany(bits => bits.Reverse());
        mirrored.Should().NotEqual(Decode(1, "78dadbb918000217015d"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void What_was_set_is_found_again_and_nothing_else_is_touched(int bits) =>
        Gen.Select(Gen.Int[1, 3000], Gen.Select(Gen.Int, Gen.Byte).List[0, 200]).Sample((count, changes) =>
        {
            var expected = new byte[((((count * bits) + 7) / 8) * 8) / bits];
            var builder = new StatusListBuilder(bits, count);
            foreach (var (index, value) in changes)
            {
                var at = (int)((uint)index % (uint)expected.Length);
                expected[at] = (byte)(value & ((1 << bits) - 1));
                builder.Set(at, new StatusValue(expected[at]));
            }

            StatusList.TryDecode(bits, builder.Build().Compress(), out var list, out _).Should().BeTrue();
            Values(list!).Should().Equal(expected);
        });

    [Theory]
    [InlineData(1, 1024)]
    [InlineData(2, 512)]
    [InlineData(4, 256)]
    [InlineData(8, 128)]
    [Attack("STL-01")]
    public void An_index_outside_the_list_has_no_status(int bits, long count)
    {
        var list = new StatusListBuilder(bits, count).Build();
        list.Count.Should().Be(count);
        list.TryGet(0, out _).Should().BeTrue();
        list.TryGet(count - 1, out _).Should().BeTrue();
        foreach (var index in (long[])[count, count + 1, 1L << 31, 1L << 32, (1L << 32) + 1, 1L << 62, long.MaxValue, -1, -count, long.MinValue])
        {
            list.TryGet(index, out var value).Should().BeFalse();
            value.Should().Be(StatusValue.Valid);
        }
    }

    [Fact]
    public void A_lookup_allocates_nothing()
    {
        var list = new StatusListBuilder(1, 1 << 20).Set(77, StatusValue.Invalid).Build();
        var found = 0;
        Bounded.Run(TimeSpan.FromSeconds(1), 64, () =>      // 40 bytes are the clock's
        {
            for (var index = 0L; index < 1 << 20; index++)
            {
                found += list.TryGet(index, out var value) ? value.Value : 0;
            }
        });
        found.Should().Be(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [Attack("STL-05")]
    public void Bits_other_than_1_2_4_and_8_are_refused(long bits) => Refuse(bits, Zlib([0, 0])).Should().Be("status.malformed");

    [Fact]
    [Attack("STL-04")]
    public void A_list_cut_anywhere_is_refused_and_never_read_as_zeros()
    {
        var bytes = new byte[4096];
        for (var i = 0; i < bytes.Length; i += 3)
        {
            bytes[i] = (byte)(i * 7);
        }

        var whole = Zlib(bytes);
        StatusList.TryDecode(1, whole, out _, out _).Should().BeTrue();
        for (var length = 0; length < whole.Length; length++)
        {
            Refuse(1, whole[..length]).Should().Be("status.malformed");
        }
    }

    [Fact]
    [Attack("STL-04")]
    public void Something_behind_the_list_a_second_member_a_wrong_checksum_and_another_format_are_refused()
    {
        var whole = Zlib([0xB9, 0xA3]);
        StatusList.TryDecode(1, whole, out _, out _).Should().BeTrue();
        Refuse(1, [.. whole, 0]).Should().Be("status.malformed");
        Refuse(1, [.. whole, .. whole]).Should().Be("status.malformed");
        Refuse(1, [.. whole[..^1], (byte)(whole[^1] ^ 1)]).Should().Be("status.malformed");
        Refuse(1, Gzip([0xB9, 0xA3])).Should().Be("status.malformed");
        Refuse(1, [.. Gzip([0xB9]), .. Gzip([0xA3])]).Should().Be("status.malformed");
        Refuse(1, [0xB9, 0xA3]).Should().Be("status.malformed");
        Refuse(1, []).Should().Be("status.malformed");
    }

    [Fact]
    [Attack("STL-04")]
    public void A_hundred_kilobytes_that_inflate_to_a_hundred_megabytes_are_refused_before_they_do()
    {
        var bomb = Zlib(new byte[100_000_000]);
        bomb.Length.Should().BeLessThan(200_000);
        Bounded.Run(TimeSpan.FromSeconds(1), 64 * 1024 * 1024, () => Refuse(1, bomb).Should().Be("status.too_large"));
    }

    [Fact]
    [Attack("STL-04")]
    public void A_list_of_exactly_16_MiB_is_read_and_one_byte_more_is_not()
    {
        StatusList.TryDecode(1, Zlib(new byte[StatusList.MaxBytes]), out var list, out _).Should().BeTrue();
        list!.Count.Should().Be(134_217_728);
        Refuse(1, Zlib(new byte[StatusList.MaxBytes + 1])).Should().Be("status.too_large");
    }

    [Fact]
    public void No_more_memory_is_taken_than_the_list_needs()
    {
        var compressed = Zlib(new byte[128 * 1024]);
        Bounded.Run(TimeSpan.FromSeconds(1), 512 * 1024, () => StatusList.TryDecode(1, compressed, out _, out _).Should().BeTrue());
    }

    [Fact]
    public void Any_bytes_are_decoded_or_refused()
    {
        var good = Zlib([.. Enumerable.Range(0, 2000).Select(i => (byte)(i % 5))]);
        Gen.OneOf(Gen.Byte.Array[0, 300], Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Mutate)).Sample(bytes =>
        {
            var decoded = StatusList.TryDecode(1, bytes, out var list, out var refusal);
            (decoded ? list!.Length <= StatusList.MaxBytes : refusal!.Code.StartsWith("status.", StringComparison.Ordinal)).Should().BeTrue();
        });

        byte[] Mutate(int at, byte value)
        {
            var copy = good.ToArray();
            copy[at] = value;
            return copy;
        }
    }

    [Fact]
    public void A_builder_refuses_what_no_list_can_hold()
    {
        FluentActions.Invoking(() => new StatusListBuilder(3, 8)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new StatusListBuilder(1, 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new StatusListBuilder(8, StatusList.MaxBytes + 1L)).Should().Throw<ArgumentOutOfRangeException>();
        var builder = new StatusListBuilder(2, 8);
        FluentActions.Invoking(() => builder.Set(8, StatusValue.Valid)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => builder.Set(-1, StatusValue.Valid)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => builder.Set(0, new StatusValue(4))).Should().Throw<ArgumentOutOfRangeException>();
        builder.Build();
        FluentActions.Invoking(() => builder.Set(0, StatusValue.Valid)).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(builder.Build).Should().Throw<InvalidOperationException>();
    }

    private static string Refuse(long bits, byte[] compressed)
    {
        StatusList.TryDecode(bits, compressed, out var list, out var refusal).Should().BeFalse();
        list.Should().BeNull();
        return refusal!.Code;
    }

    private static byte[] Decode(int bits, string hex)
    {
        StatusList.TryDecode(bits, Convert.FromHexString(hex), out var list, out _).Should().BeTrue();
        return Values(list!);
    }

    private static byte[] Values(StatusList list) =>
        [.. Enumerable.Range(0, (int)list.Count).Select(index => list.TryGet(index, out var value) ? value.Value : byte.MaxValue)];

    private static byte[] Zlib(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var stream = new ZLibStream(target, CompressionLevel.SmallestSize))
        {
            stream.Write(bytes);
        }

        return target.ToArray();
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var stream = new GZipStream(target, CompressionLevel.SmallestSize))
        {
            stream.Write(bytes);
        }

        return target.ToArray();
    }
}

using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Cryptography.Tests.Cose;

public class StrictCborTests
{
    private const int Million = 1_000_000;

    [Theory]
    [InlineData("5b7fffffffffffffff", "5b000000000000000100")]
    [InlineData("7b7fffffffffffffff", "7b000000000000000161")]
    [InlineData("9b7fffffffffffffff", "9b000000000000000100")]
    [InlineData("bb7fffffffffffffff", "bb00000000000000010000")]
    [InlineData("5bffffffffffffffff", "5b0000000000000000")]
    [InlineData("9bffffffffffffffff", "9b0000000000000000")]
    [InlineData("bbffffffffffffffff", "bb0000000000000000")]
    [InlineData("825b7fffffffffffffff00", "825b00000000000000010000")]
    [InlineData("5a7fffffff", "5a0000000100")]
    [InlineData("9a7fffffff", "9a0000000100")]
    [Attack("CBR-01")]
    public void A_huge_declared_length_is_malformed_and_costs_nothing(string huge, string twin)
    {
        Accepted(twin);
        var bytes = Convert.FromHexString(huge);
        string? code = null;
        Bounded.Run(TimeSpan.FromMilliseconds(100), bytes.Length <= 9 ? 1024 : 2048, () =>
            code = StrictCbor.TryParse(bytes, CborLimits.Token, out _, out var refusal) ? null : refusal.Code);
        code.Should().Be(CborRefusalCodes.Malformed);
    }

    [Theory]
    [InlineData("81", "00", "")]
    [InlineData("9f", "00", "ff")]
    [InlineData("a100", "00", "")]
    [InlineData("bf00", "00", "ff")]
    [InlineData("d9d9f7", "00", "")]
    [InlineData("c6", "00", "")]
    [Attack("CBR-02")]
    public void Nesting_stops_at_32(string open, string inner, string close)
    {
        Accepted(Nested(open, inner, close, 32));
        Code(Nested(open, inner, close, 33)).Should().Be(CborRefusalCodes.TooDeep);
        var hostile = Convert.FromHexString(string.Concat(Enumerable.Repeat(open, Million / open.Length * 2)));
        Bounded.Run(TimeSpan.FromMilliseconds(100), 64 * 1024, () => Code(hostile, CborLimits.Document).Should().Be(CborRefusalCodes.TooDeep));
    }

    [Theory]
    [InlineData("5f", "5f4100ff")]
    [InlineData("7f", "7f6161ff")]
    [Attack("CBR-02")]
    public void Strings_in_pieces_do_not_nest(string open, string twin)
    {
        Accepted(twin);
        Code(open + twin + "ff").Should().Be(CborRefusalCodes.Malformed);
        var hostile = Convert.FromHexString(string.Concat(Enumerable.Repeat(open, Million)));
        Bounded.Run(TimeSpan.FromMilliseconds(100), 64 * 1024, () => Code(hostile, CborLimits.Document).Should().Be(CborRefusalCodes.Malformed));
    }

    [Theory]
    [InlineData("a201000100", "a201000200")]
    [InlineData("a20100180100", "a20100180200")]                                          // 1 in one byte and in two
    [InlineData("a201001b000000000000000100", "a201001b000000000000000200")]
    [InlineData("a220003b000000000000000000", "a220003b000000000000000100")]
    [InlineData("a26161006161f6", "a26161006162f6")]
    [InlineData("a26161007f6161ff00", "a26161007f6162ff00")]                              // "a" whole and in pieces
    [InlineData("a24101005f4101ff00", "a2410100610100")]                                  // bytes are not text
    [InlineData("a2f600f600", "a2f600f700")]
    [InlineData("a2f93c0000fa3f80000000", "a2f93c000001f6")]                              // 1.0 is not 1
    [InlineData("a2810100810100", "a2810100810200")]
    [InlineData("81a201000100", "81a201000200")]
    [InlineData("a101a201000100", "a101a201000200")]
    [Attack("CBR-03")]
    public void A_key_twice_is_refused_however_encoded(string twice, string twin)
    {
        Accepted(twin);
        Code(twice).Should().Be(CborRefusalCodes.DuplicateKey);
    }

    [Fact]
    [Attack("CBR-03")]
    public void A_key_twice_is_found_in_a_large_map()
    {
        var keys = Enumerable.Range(0, 999).Select(i => $"19{i:x4}00").ToArray();
        Accepted("b903e8" + string.Concat(keys) + "1903e700");
        Code("b903e8" + string.Concat(keys) + "19000000").Should().Be(CborRefusalCodes.DuplicateKey);
        Code("b903e8" + string.Concat(keys) + "1903e600").Should().Be(CborRefusalCodes.DuplicateKey);
    }

    [Theory]
    [InlineData("1817", "17")]
    [InlineData("1900ff", "18ff")]
    [InlineData("1a0000ffff", "19ffff")]
    [InlineData("1b00000000ffffffff", "1affffffff")]
    [InlineData("3817", "37")]
    [InlineData("580100", "4100")]
    [InlineData("780161", "6161")]
    [InlineData("980100", "8100")]
    [InlineData("b8010000", "a10000")]
    [InlineData("d81700", "d700")]
    [InlineData("9f00ff", "8100")]
    [InlineData("bf0000ff", "a10000")]
    [InlineData("5f4100ff", "4100")]
    [InlineData("7f6161ff", "6161")]
    [InlineData("a202000100", "a201000200")]
    [InlineData("a220000100", "a201002000")]
    [InlineData("a2200018ff00", "a218ff002000")]              // RFC 7049 sorted the shorter key first, RFC 8949 does not
    [InlineData("fa3f800000", "f93c00")]
    [InlineData("fb3ff0000000000000", "f93c00")]
    [InlineData("fb47efffffe0000000", "fa7f7fffff")]
    [InlineData("fa7fc00000", "f97e00")]
    [InlineData("811817", "8117")]
    [InlineData("a1181700", "a11700")]
    [InlineData("a1001817", "a10017")]
    [InlineData("d71817", "d717")]
    [Attack("CBR-04")]
    public void Another_encoding_than_the_deterministic_one_is_refused_where_it_is_demanded(string other, string deterministic)
    {
        StrictCbor.TryParseDeterministic(Convert.FromHexString(deterministic), CborLimits.Token, out _, out var none).Should().BeTrue("not {0}", none);
        StrictCbor.TryParseDeterministic(Convert.FromHexString(other), CborLimits.Token, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(CborRefusalCodes.Noncanonical);
        Convert.ToHexStringLower(Accepted(other).Encoded.Span).Should().Be(other, "elsewhere the bytes are kept as they came");
    }

    [Theory]
    [InlineData("00")]
    [InlineData("a0")]
    [InlineData("6161")]
    [InlineData("9fff")]
    [Attack("CBR-05")]
    public void Bytes_after_the_end_are_refused(string whole)
    {
        Accepted(whole);
        foreach (var more in new[] { "00", "ff", "f6", whole, "5b7fffffffffffffff" })
        {
            Code(whole + more).Should().Be(CborRefusalCodes.TrailingData);
        }
    }

    [Theory]
    [InlineData("61ff", "6161")]
    [InlineData("62c0af", "62c2a9")]                                      // overlong
    [InlineData("63eda080", "63ee8080")]                                  // half of a surrogate pair
    [InlineData("7f61c361a9ff", "7f62c3a96161ff")]                        // a character cut in two by the pieces
    [InlineData("a161ff00", "a1616100")]
    [InlineData("f97e01", "f97e00")]                                      // NaN with a payload
    [InlineData("f9fe00", "f97c00")]                                      // NaN with a sign
    [InlineData("fa7fc00001", "fa7fc00000")]
    [InlineData("fb7ff8000000000001", "fb7ff8000000000000")]
    [InlineData("fb7ff0000000000001", "fb7ff0000000000000")]              // signalling NaN
    [InlineData("f818", "f820")]                                          // a simple value that has one byte
    [InlineData("f814", "f4")]
    [InlineData("c000", "c074323031332d30332d32315432303a30343a30305a")]
    [InlineData("c06161", "c07819323031332d30332d32315432303a30343a30302b30313a3030")]
    [InlineData("c074323031332d30322d33305432303a30343a30305a", "c074323031332d30332d32315432303a30343a30305a")]      // 30 February
    [InlineData("c16130", "c100")]
    [InlineData("c1f97e00", "c1f93c00")]
    [InlineData("c1f97c00", "c120")]
    [InlineData("c200", "c240")]
    [InlineData("c36161", "c34161")]
    [InlineData("1c", "00")]                                              // reserved
    [InlineData("fc", "f4")]
    [InlineData("1f", "00")]
    [InlineData("df00", "d700")]
    [InlineData("ff", "f4")]
    [InlineData("18", "1818")]
    [InlineData("8201", "820100")]
    [InlineData("a1", "a0")]
    [InlineData("a101", "a10100")]
    [InlineData("9f00", "9f00ff")]
    [InlineData("bf00ff", "bf0000ff")]
    [InlineData("5f6161ff", "5f4161ff")]                                  // text among bytes
    [InlineData("7f4161ff", "7f6161ff")]
    [InlineData("5f00ff", "5f40ff")]
    [InlineData("81ff", "80")]
    [InlineData("c1", "c100")]
    [InlineData("", "00")]
    [Attack("CBR-06")]
    public void What_is_not_well_formed_or_not_valid_is_refused(string bad, string twin)
    {
        Accepted(twin);
        Code(bad).Should().Be(CborRefusalCodes.Malformed);
    }

    [Theory]
    [InlineData("f90001", 5.960464477539063e-8)]
    [InlineData("f93c00", 1.0)]
    [InlineData("f97bff", 65504.0)]
    [InlineData("f98000", -0.0)]
    [Attack("CBR-06")]
    public void A_half_float_is_read_exactly(string hex, double value)
    {
        Accepted(hex).TryGetDouble(out var read).Should().BeTrue();
        BitConverter.DoubleToInt64Bits(read).Should().Be(BitConverter.DoubleToInt64Bits(value));
    }

    [Fact]
    [Attack("CBR-06")]
    public void A_bignum_of_a_mebibyte_is_refused_and_costs_nothing()
    {
        var limits = new CborLimits(4 * 1024 * 1024);
        byte[] largest = [0xC2, 0x59, 0x04, 0x00, .. Enumerable.Repeat((byte)1, 1024)];
        StrictCbor.TryParse(largest, limits, out _, out var none).Should().BeTrue("not {0}", none);
        byte[] huge = [0xC2, 0x5A, 0x00, 0x10, 0x00, 0x00, .. Enumerable.Repeat((byte)1, 1024 * 1024)];
        Bounded.Run(TimeSpan.FromMilliseconds(100), 16 * 1024, () => Code(huge, limits).Should().Be(CborRefusalCodes.TooLarge));
    }

    [Fact]
    public void Every_limit_holds_to_the_last()
    {
        var limits = new CborLimits(30) { MaxItems = 4, MaxEntries = 3, MaxValues = 9 };
        foreach (var (last, over) in new[]
        {
            ("581c" + Zeros(28), "581d" + Zeros(29)),
            ("84" + Zeros(4), "85" + Zeros(5)),
            ("9f" + Zeros(4) + "ff", "9f" + Zeros(5) + "ff"),
            ("a3000001000200", "a40000010002000300"),
            ("bf000001000200ff", "bf0000010002000300ff"),
            ("838200008200c60000", "848200008200c6000000"),
        })
        {
            StrictCbor.TryParse(Convert.FromHexString(last), limits, out _, out var none).Should().BeTrue("{0} gave {1}", last, none);
            Code(Convert.FromHexString(over), limits).Should().Be(CborRefusalCodes.TooLarge, over);
        }
    }

    [Fact]
    public void Many_small_values_cost_memory_in_proportion()
    {
        byte[] array = [0x99, 0x27, 0x10, .. new byte[10_000]];
        byte[] many = [0x8A, .. Enumerable.Repeat(array, 10).SelectMany(bytes => bytes)];
        Bounded.Run(TimeSpan.FromSeconds(1), 16 * 1024 * 1024, () => Code(many, CborLimits.Document).Should().Be(CborRefusalCodes.TooLarge));
        many[0] = 0x89;
        Bounded.Run(TimeSpan.FromSeconds(1), 16 * 1024 * 1024, () => StrictCbor.TryParse(many.AsMemory(0, many.Length - 10_003), CborLimits.Document, out _, out _).Should().BeTrue());
    }

    private static string Zeros(int count) => string.Concat(Enumerable.Repeat("00", count));

    private static string Nested(string open, string inner, string close, int depth) =>
        string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth));

    private static CborValue Accepted(string hex)
    {
        StrictCbor.TryParse(Convert.FromHexString(hex), CborLimits.Token, out var value, out var refusal).Should().BeTrue("{0} gave {1}", hex, refusal);
        return value!;
    }

    private static string Code(string hex) => Code(Convert.FromHexString(hex), CborLimits.Token);

    private static string Code(byte[] bytes, CborLimits limits)
    {
        StrictCbor.TryParse(bytes, limits, out var value, out var refusal).Should().BeFalse();
        value.Should().BeNull();
        return refusal!.Code;
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Cryptography.Tests.Status;

public sealed class StatusListClaimTests
{
    [Theory]
    [InlineData("""{"status_list":{"idx":0,"uri":"https://example.com/statuslists/1"}}""", 0)]
    [InlineData("""{"status_list":{"idx":9223372036854775807,"uri":"https://example.com/statuslists/1","more":1},"other":{}}""", long.MaxValue)]
    [Attack("STL-01")]
    public void A_reference_in_JSON_is_read(string json, long index)
    {
        Read(json, out var reference, out var refusal).Should().BeTrue(refusal?.ToString());
        reference.Should().Be(new StatusReference("status_list", new Uri("https://example.com/statuslists/1")) { Index = index });
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1.0")]
    [InlineData("\"5\"")]
    [InlineData("9223372036854775808")]
    [InlineData("1e400")]
    [InlineData("null")]
    [InlineData("[5]")]
    [Attack("STL-01")]
    public void An_index_that_is_no_whole_number_from_zero_is_refused(string idx)
    {
        Read($"{{\"status_list\":{{\"idx\":{idx},\"uri\":\"https://example.com/statuslists/1\"}}}}", out var reference, out var refusal).Should().BeFalse();
        reference.Should().BeNull();
        refusal!.Code.Should().Be("status.malformed");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"status_list\"")]
    [InlineData("""{"status_list":[]}""")]
    [InlineData("""{"status_list":{"uri":"https://example.com/statuslists/1"}}""")]
    [InlineData("""{"status_list":{"idx":0}}""")]
    [InlineData("""{"status_list":{"idx":0,"uri":7}}""")]
    [InlineData("""{"status_list":{"idx":0,"uri":"/statuslists/1"}}""")]
    [InlineData("""{"status_list":{"idx":0,"uri":""}}""")]
    public void A_reference_of_another_form_is_refused(string json)
    {
        Read(json, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be("status.malformed");
    }

    [Fact]
    public void Other_mechanisms_alone_are_no_error_and_no_reference()
    {
        Read("""{"identifier_list":{"id":"AA"}}""", out var reference, out _).Should().BeTrue();
        reference.Should().BeNull();
    }

    [Theory]
    [InlineData("a16b7374617475735f6c697374a2636964780763757269696874747073 3a2f2f61", true)]      // idx 7
    [InlineData("a16b7374617475735f6c697374a2636964782063757269696874747073 3a2f2f61", false)]     // idx -1
    [InlineData("a16b7374617475735f6c697374a263696478f94700637572696968747470733a2f2f61", false)]  // idx 7.0
    [InlineData("a16b7374617475735f6c697374a2636964786137637572696968747470733a2f2f61", false)]    // idx "7"
    [InlineData("a16b7374617475735f6c697374a2636964781b8000000000000000637572696968747470733a2f2f61", false)]
    [InlineData("a16b7374617475735f6c697374a263696478076375726941 61", false)]                     // uri of bytes
    [InlineData("a16b7374617475735f6c697374a16369647807", false)]
    [InlineData("a0", false)]
    [InlineData("80", false)]
    [Attack("STL-01")]
    public void A_reference_in_CBOR_is_read_or_refused(string hex, bool isGood)
    {
        StrictCbor.TryParse(Convert.FromHexString(hex.Replace(" ", "")), CborLimits.Token, out var value, out _).Should().BeTrue();
        StatusListClaim.TryRead(value!, out var reference, out var refusal).Should().Be(isGood);
        (refusal?.Code).Should().Be(isGood ? null : "status.malformed");
        (reference?.Index).Should().Be(isGood ? 7 : null);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var reference = new StatusReference("status_list", new Uri("https://example.com/statuslists/1")) { Index = 1_234_567 };
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            StatusListClaim.WriteTo(writer, reference);
        }

        Read(Encoding.UTF8.GetString(buffer.WrittenSpan), out var read, out _).Should().BeTrue();
        read.Should().Be(reference);
        StrictCbor.TryParse(StatusListClaim.ToCbor(reference), CborLimits.Token, out var value, out _).Should().BeTrue();
        StatusListClaim.TryRead(value!, out read, out _).Should().BeTrue();
        read.Should().Be(reference);
    }

    [Theory]
    [InlineData("status_list", 0, "https://example.com/statuslists/1", true)]
    [InlineData("status_list", -1, "https://example.com/statuslists/1", false)]
    [InlineData("identifier_list", 0, "https://example.com/statuslists/1", false)]
    [InlineData("status_list", 0, "statuslists/1", false)]
    [InlineData("status_list", 0, "/statuslists/1", false)]
    public void What_could_not_be_read_is_not_written(string mechanism, long index, string address, bool good)
    {
        var reference = new StatusReference(mechanism, new Uri(address, UriKind.RelativeOrAbsolute)) { Index = index };
        StatusListClaim.CanState(reference).Should().Be(good);
        using var writer = new Utf8JsonWriter(new ArrayBufferWriter<byte>());
        foreach (var write in new Action[] { () => StatusListClaim.ToCbor(reference), () => StatusListClaim.WriteTo(writer, reference) })
        {
            (Record.Exception(write) is null).Should().Be(good);
        }
    }

    private static bool Read(string json, out StatusReference? reference, out Refusal? refusal)
    {
        StrictJson.TryParse(Encoding.UTF8.GetBytes(json), JsonLimits.Token, out var document, out _).Should().BeTrue();
        using (document)
        {
            return StatusListClaim.TryRead(document!.RootElement, out reference, out refusal);
        }
    }
}

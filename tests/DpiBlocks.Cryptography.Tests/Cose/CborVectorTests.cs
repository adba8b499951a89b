using System.Formats.Cbor;
using System.Globalization;
using System.Text.Json;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Cryptography.Tests.Cose;

public class CborVectorTests
{
    // RFC 8949, 3.3: a simple value below 32 has one form only, a single byte; RFC 7049, from which the file comes, still allowed this.
    private const string NoLongerWellFormed = "f818";

    [Fact]
    public void Every_value_of_appendix_A_is_read_as_it_is_printed_there()
    {
        var seen = 0;
        var refused = new List<string>();
        using var file = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.PathOf("vectors/cbor/appendix_a.json")));
        foreach (var entry in file.RootElement.EnumerateArray())
        {
            seen++;
            var hex = entry.GetProperty("hex").GetString()!;
            var bytes = Convert.FromHexString(hex);
            bytes.Should().Equal(Convert.FromBase64String(entry.GetProperty("cbor").GetString()!));
            if (!StrictCbor.TryParse(bytes, CborLimits.Token, out var value, out _))
            {
                refused.Add(hex);
                continue;
            }

            value.Encoded.ToArray().Should().Equal(bytes);
            value.IsDeterministic.Should().Be(entry.GetProperty("roundtrip").GetBoolean(), "of {0}", hex);
            if (entry.TryGetProperty("decoded", out var decoded))
            {
                ShouldBe(value, decoded, hex);
            }
            else
            {
                CborDiagnostic.Print(value).Should().Be(entry.GetProperty("diagnostic").GetString());
            }

            Convert.ToHexString(Rewrite(value)).Should().BeEquivalentTo(hex);
        }

        seen.Should().Be(82);
        refused.Should().Equal(NoLongerWellFormed);
    }

    private static void ShouldBe(CborValue value, JsonElement expected, string hex)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Array:
                value.Items.Should().HaveCount(expected.GetArrayLength(), hex);
                value.Items.Zip(expected.EnumerateArray()).ToList().ForEach(pair => ShouldBe(pair.First, pair.Second, hex));
                break;
            case JsonValueKind.Object:
                value.Entries.Should().HaveCount(expected.GetPropertyCount(), hex);
                foreach (var member in expected.EnumerateObject())
                {
                    value.TryGet(member.Name, out var found).Should().BeTrue(hex);
                    ShouldBe(found!, member.Value, hex);
                }

                break;
            case JsonValueKind.String:
                value.TryGetText(out var text).Should().BeTrue(hex);
                text.Should().Be(expected.GetString());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                value.TryGetBoolean(out var flag).Should().BeTrue(hex);
                flag.Should().Be(expected.GetBoolean());
                break;
            case JsonValueKind.Null:
                value.IsNull.Should().BeTrue(hex);
                break;
            case JsonValueKind.Number when value.TryGetDouble(out var number):
                BitConverter.DoubleToInt64Bits(number).Should().Be(BitConverter.DoubleToInt64Bits(expected.GetDouble()), hex);
                break;
            default:
                CborDiagnostic.Print(value).Should().Be(expected.GetRawText());
                break;
        }
    }

    // What was read and is written again by the platform's writer is the same bytes, where the encoding is the deterministic one.
    private static byte[] Rewrite(CborValue value)
    {
        if (!value.IsDeterministic)
        {
            return value.Encoded.ToArray();
        }

        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteEncodedValue(value.Encoded.Span);
        return writer.Encode();
    }
}

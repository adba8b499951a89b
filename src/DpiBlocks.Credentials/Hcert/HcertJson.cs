using System.Buffers;
using System.Formats.Cbor;
using System.Text.Encodings.Web;
using System.Text.Json;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>The content of a health certificate from CBOR to JSON and back. Both say the same; what JSON cannot say is refused.</summary>
internal static class HcertJson
{
    private const ulong DateTimeTag = 0;

    // The text is handed to programs, not put into web pages.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes CBOR as JSON. Gives null when it holds bytes, a tag other than that of a time in text, a map with other keys than text, or a number that is none.</summary>
    public static ReadOnlyMemory<byte>? FromCbor(CborValue value)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Max(256, value.Encoded.Length * 3 / 2));
        using var writer = new Utf8JsonWriter(buffer, Options);
        if (!TryWrite(value, writer))
        {
            return null;
        }

        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Writes JSON that was parsed strictly as CBOR: maps and arrays of definite length, members in their order.</summary>
    public static void WriteTo(CborWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartMap(json.GetPropertyCount());
                foreach (var property in json.EnumerateObject())
                {
                    writer.WriteTextString(property.Name);
                    WriteTo(writer, property.Value);
                }

                writer.WriteEndMap();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray(json.GetArrayLength());
                foreach (var item in json.EnumerateArray())
                {
                    WriteTo(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteTextString(json.GetString()!);
                break;
            case JsonValueKind.Number when json.TryGetInt64(out var number):
                writer.WriteInt64(number);
                break;
            case JsonValueKind.Number:
                writer.WriteDouble(json.GetDouble());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.WriteBoolean(json.GetBoolean());
                break;
            default:
                writer.WriteNull();
                break;
        }
    }

    private static bool TryWrite(CborValue value, Utf8JsonWriter writer)
    {
        switch (value.Kind)
        {
            case CborKind.TextString when value.TryGetUtf8(out var text):
                writer.WriteStringValue(text.Span);
                return true;
            case CborKind.UnsignedInteger or CborKind.NegativeInteger when value.TryGetInt64(out var number):
                writer.WriteNumberValue(number);
                return true;
            case CborKind.FloatingPoint when value.TryGetDouble(out var number) && double.IsFinite(number):
                writer.WriteNumberValue(number);
                return true;
            case CborKind.Boolean when value.TryGetBoolean(out var boolean):
                writer.WriteBooleanValue(boolean);
                return true;
            case CborKind.Null:
                writer.WriteNullValue();
                return true;
            case CborKind.Array:
                return TryWriteArray(value, writer);
            case CborKind.Map:
                return TryWriteMap(value, writer);
            case CborKind.Tag when value.TryGetTag(out var tag, out var content) && tag is DateTimeTag:
                return TryWrite(content, writer);      // the schema of 1.0 left open whether the time of a sample is tagged
            default:
                return false;
        }
    }

    private static bool TryWriteArray(CborValue array, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in array.Items)
        {
            if (!TryWrite(item, writer))
            {
                return false;
            }
        }

        writer.WriteEndArray();
        return true;
    }

    private static bool TryWriteMap(CborValue map, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in map.Entries)
        {
            if (!key.TryGetUtf8(out var name))
            {
                return false;
            }

            writer.WritePropertyName(name.Span);
            if (!TryWrite(value, writer))
            {
                return false;
            }
        }

        writer.WriteEndObject();
        return true;
    }
}

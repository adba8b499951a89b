using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DpiBlocks.Consent;

/// <summary>A JSON object that is put together member by member. A member whose value is null is left out.</summary>
/// <remarks>A value is a text, a whole number, another such object, a list of texts or of such objects, or JSON that was read.</remarks>
internal sealed class JsonMembers : IEnumerable<KeyValuePair<string, object>>
{
    // Never part of a web page: as short as JSON allows, since what is read has a limit.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly OrderedDictionary<string, object> _members = new(StringComparer.Ordinal);

    public object? this[string name]
    {
        set
        {
            if (value is not null)
            {
                _members[name] = value;
            }
        }
    }

    public bool Has(string name) => _members.ContainsKey(name);

    public byte[] ToUtf8()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, this);
        }

        return buffer.ToArray();
    }

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteStringValue(StrictUtf8.GetBytes(text));      // the writer itself would put another letter for half of a pair
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case JsonMembers members:
                writer.WriteStartObject();
                foreach (var (name, member) in members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteStartArray();
                foreach (var item in (IEnumerable<object>)value)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
        }
    }
}

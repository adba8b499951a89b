using System.Buffers;
using System.Text.Json;
using DpiBlocks.JsonSchema.Documents;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary>The names of the members that a keyword spoke of, which are its annotation (Core, 10.3.2); gathered only where somebody will read them.</summary>
internal readonly struct MemberNames(bool annotating)
{
    private readonly List<int>? _members = annotating ? [] : null;

    public void Add(int member)
    {
        if (_members is not null && (_members.Count == 0 || _members[^1] != member))      // in their order
        {
            _members.Add(member);
        }
    }

    public string? ToJson(JsonTable document)
    {
        if (_members is null)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartArray();
        foreach (var member in _members)
        {
            writer.WriteStringValue(document.Text(member));
        }

        writer.WriteEndArray();
        writer.Flush();
        return Utf8Text.Text(buffer.WrittenSpan);
    }
}

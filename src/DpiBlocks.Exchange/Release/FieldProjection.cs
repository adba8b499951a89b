using System.Collections.Immutable;
using System.Text.Json;

namespace DpiBlocks.Exchange;

/// <summary>Cuts a record down to some of its fields.</summary>
internal static class FieldProjection
{
    /// <summary>Writes the fields that the paths name, each with all that lies beneath it, and nothing else.</summary>
    public static bool TryProject(ReadOnlyMemory<byte> record, ImmutableArray<FieldPath> fields, out ReadOnlyMemory<byte> content)
    {
        content = default;
        if (!StrictJson.TryParse(record, JsonLimits.Document, out var document, out _))
        {
            return false;
        }

        using (document)
        {
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                return false;
            }

            var root = new Node();
            foreach (var field in fields)
            {
                root.Add(field.Value.Split('/'));
            }

            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                Write(document.RootElement, root, writer);
            }

            content = buffer.ToArray();
            return true;
        }
    }

    private static void Write(JsonElement element, Node node, Utf8JsonWriter writer)
    {
        if (node.IsWhole)
        {
            element.WriteTo(writer);
        }
        else if (element.ValueKind is JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var member in element.EnumerateObject())
            {
                if (node.Find(member.Name) is { } child && child.Fits(member.Value))
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, child, writer);
                }
            }

            writer.WriteEndObject();
        }
        else
        {
            // The elements alike, so that no element's place tells of another's.
            var child = node.Find("*")!;
            writer.WriteStartArray();
            foreach (var item in element.EnumerateArray().Where(child.Fits))
            {
                Write(item, child, writer);
            }

            writer.WriteEndArray();
        }
    }

    private sealed class Node
    {
        private readonly Dictionary<string, Node> _children = new(StringComparer.Ordinal);

        public bool IsWhole { get; private set; }

        public void Add(ReadOnlySpan<string> names)
        {
            if (names.IsEmpty)
            {
                IsWhole = true;
                return;
            }

            if (!_children.TryGetValue(names[0], out var child))
            {
                _children[names[0]] = child = new Node();
            }

            child.Add(names[1..]);
        }

        public Node? Find(string name) => _children.GetValueOrDefault(name);

        // A path that leads further into something that has no inside names nothing.
        public bool Fits(JsonElement element) => IsWhole || element.ValueKind switch
        {
            JsonValueKind.Object => true,
            JsonValueKind.Array => _children.ContainsKey("*"),
            _ => false,
        };
    }
}

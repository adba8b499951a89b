using System.Buffers;
using System.Text.Json;

namespace DpiBlocks.JsonSchema.Evaluation;

/// <summary>Writes the standard output formats (Core, 12.4).</summary>
internal sealed class OutputWriter(IBufferWriter<byte> output, SchemaOutputFormat format)
{
    // As deep as schemas may be applied within schemas, which is more than the writer allows of itself.
    private static readonly JsonWriterOptions Options = new() { MaxDepth = int.MaxValue };

    /// <summary>Writes that no verdict could be given, which is not valid.</summary>
    public void WriteRefusal(string why)
    {
        var unit = new OutputUnit(parent: null) { Error = why };
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteBoolean("valid", false);
        if (format is not SchemaOutputFormat.Flag)
        {
            WriteList(writer, "errors", [unit]);
        }

        writer.WriteEndObject();
    }

    public void Write(bool isValid, OutputCollector? collected)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        if (collected?.Root is not { } root)
        {
            writer.WriteBoolean("valid", isValid);
        }
        else
        {
            Truncate(root, collected.IsFull);
            if (format is SchemaOutputFormat.Basic)
            {
                writer.WriteBoolean("valid", isValid);
                WriteList(writer, isValid ? "annotations" : "errors", OutputTree.Flat(root, isValid));
            }
            else
            {
                WriteUnit(writer, format is SchemaOutputFormat.Detailed ? Condense(root) : root);
            }
        }

        writer.WriteEndObject();
    }

    // The format has no place to say that a list is cut off, but a unit can.
    private static void Truncate(OutputUnit root, bool isFull)
    {
        if (isFull)
        {
            root.Children.Add(new OutputUnit(root)
            {
                IsValid = root.IsValid,
                Error = root.IsValid ? null : "More was found than is listed.",
                Annotation = root.IsValid ? "\"More was found than is listed.\"" : null,
            });
        }
    }

    // Core, 12.4.3: what has nothing to say goes, and what only passes on is replaced by what it passes on.
    private static OutputUnit Condense(OutputUnit unit)
    {
        for (var i = 0; i < unit.Children.Count; i++)
        {
            unit.Children[i] = Condense(unit.Children[i]);
        }

        unit.Children.RemoveAll(child => child.IsValid != unit.IsValid || (child.Children.Count == 0 && child.Error is null && child.Annotation is null));
        return unit.Children.Count == 1 && unit.Parent is not null && unit.Annotation is null ? unit.Children[0] : unit;
    }

    private void WriteList(Utf8JsonWriter writer, string name, IEnumerable<OutputUnit> units)
    {
        writer.WriteStartArray(name);
        foreach (var unit in units)
        {
            writer.WriteStartObject();
            WriteUnit(writer, unit, nested: format is not SchemaOutputFormat.Basic);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteUnit(Utf8JsonWriter writer, OutputUnit unit, bool nested = true)
    {
        writer.WriteBoolean("valid", unit.IsValid);
        writer.WriteString("keywordLocation", unit.KeywordLocation);
        if (unit.AbsoluteKeywordLocation is not null)
        {
            writer.WriteString("absoluteKeywordLocation", unit.AbsoluteKeywordLocation);
        }

        writer.WriteString("instanceLocation", unit.InstanceLocation);
        if (unit.Annotation is not null)
        {
            writer.WritePropertyName("annotation");
            writer.WriteRawValue(unit.Annotation);
        }

        if (nested && unit.Children.Count > 0)
        {
            WriteList(writer, unit.IsValid ? "annotations" : "errors", unit.Children);
        }
        else if (unit.Error is not null)
        {
            writer.WriteString("error", unit.Error);
        }
    }
}

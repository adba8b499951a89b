using System.Collections.Immutable;
using System.Text.Json;

namespace DpiBlocks.Consent;

/// <summary>The members that artefacts and decisions write alike. What has no value is left out.</summary>
internal static class SharedMembers
{
    public static void WriteText(this Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, StrictUtf8.GetBytes(text));      // the writer itself would put another letter for half of a pair
        }
    }

    public static void WriteTexts(this Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        if (!texts.Any())
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(StrictUtf8.GetBytes(text));
        }

        writer.WriteEndArray();
    }

    public static void WriteRange(this Utf8JsonWriter writer, DataRange? range)
    {
        if (range is { } value)
        {
            writer.WriteStartObject("range");
            writer.WriteString("from", Rfc3339.Format(value.From));
            writer.WriteString("to", Rfc3339.Format(value.To));
            writer.WriteEndObject();
        }
    }

    public static void WriteFilters(this Utf8JsonWriter writer, ImmutableArray<RecordCondition> filters)
    {
        if (filters.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("filters");
        foreach (var filter in filters)
        {
            writer.WriteStartObject();
            writer.WriteText("field", filter.Field.Value);
            writer.WriteText("comparison", filter.Comparison);
            writer.WriteText("value", filter.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static DataRange? Range(this MemberReader reader, string name)
    {
        if (!reader.Has(name))
        {
            return null;
        }

        var range = reader.Object(name);
        var read = new DataRange(range.Time("from"), range.Time("to"));
        return read.From < read.To ? read : range.Refuse<DataRange>("to");
    }

    public static ImmutableArray<RecordCondition> Filters(this MemberReader reader, string name) =>
        reader.Has(name) ? [.. reader.Objects(name).Select(ReadFilter)] : [];

    private static RecordCondition ReadFilter(MemberReader filter) => new(
        FieldPath.TryParse(filter.Text("field"), out var field) ? field : filter.Refuse<FieldPath>("field"),
        filter.Text("comparison") is "eq" or "ne" or "lt" or "le" or "gt" or "ge" ? filter.Text("comparison") : filter.Refuse<string>("comparison")!,
        filter.Text("value"));
}

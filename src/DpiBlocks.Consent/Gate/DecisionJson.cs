using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Consent;

/// <summary>Decisions and questions as canonical JSON: the hash of a decision is its name, the hash of a question tells whether it is the same one.</summary>
internal static class DecisionJson
{
    public static byte[] Write(DisclosureDecision decision, DisclosureRequest request, ConsentRecord? record, DateTimeOffset at) => CanonicalJson.Write(writer =>
    {
        if (record is null)
        {
            writer.WriteString("basis", StrictUtf8.GetBytes($"{request.Basis.Kind} {request.Basis.Reference}"));
        }
        else
        {
            writer.WriteString("consent", record.Hash.ToString());
            writer.WriteString("consent_id", record.Id.Value);
        }

        writer.WriteString("at", Rfc3339.Format(at));
        writer.WriteString("subject", decision.Subject.Value);
        writer.WriteString("recipient", request.Recipient.Value);
        writer.WriteString("question", HashOf(request).ToString());
        WriteTexts(writer, "fields", decision.Fields.Select(field => field.Value));
        WriteTexts(writer, "resources", decision.Resources);
        WriteFilters(writer, decision.Filters);
        writer.WriteString("valid_until", Rfc3339.Format(decision.ValidUntil));
        WriteRange(writer, decision.Range);
        if (decision.KeepFor is { } keep)
        {
            writer.WriteNumber("keep_for", (long)keep.TotalSeconds);
        }

        WriteTexts(writer, "duties", decision.Duties);
    });

    public static bool TryRead(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out DisclosureDecision? decision)
    {
        decision = null;
        if (!StrictJson.TryParse(json, JsonLimits.Presentation, out var document, out _))
        {
            return false;
        }

        using (document)
        {
            var reader = new MemberReader(document.RootElement);
            decision = new DisclosureDecision
            {
                Id = Digest.Of(json.Span),
                Subject = reader.Value<SubjectId>("subject"),
                Fields = [.. reader.Texts("fields").Where(text => FieldPath.TryParse(text, out _)).Select(FieldPath.Parse)],
                Resources = reader.Texts("resources"),
                Filters = [.. reader.Objects("filters").Select(ReadFilter)],
                ValidUntil = reader.Time("valid_until"),
                Range = reader.Has("range") ? new DataRange(reader.Object("range").Time("from"), reader.Object("range").Time("to")) : null,
                KeepFor = reader.Has("keep_for") ? TimeSpan.FromSeconds(reader.Number("keep_for", int.MaxValue)) : null,
                Duties = reader.Has("duties") ? reader.Texts("duties") : [],
            };
            decision = reader.Refusal is null ? decision : null;
        }

        return decision is not null;
    }

    /// <summary>Hashes all of a question but which decision it continues, so that its pages are the same question.</summary>
    public static Digest HashOf(DisclosureRequest request) => Digest.Of(CanonicalJson.Write(writer =>
    {
        writer.WriteString("recipient", request.Recipient.Value);
        writer.WriteString("purpose", request.Purpose.Value);
        writer.WriteString("basis", StrictUtf8.GetBytes($"{request.Basis.Kind} {request.Basis.Reference}"));
        writer.WriteString("data_set", StrictUtf8.GetBytes(request.DataSet));
        WriteTexts(writer, "fields", request.Fields.Select(field => field.Value));
        WriteTexts(writer, "resources", request.Resources.IsDefault ? [] : request.Resources);
        WriteTexts(writer, "fields_used", request.FieldsUsed.IsDefault ? [] : request.FieldsUsed.Select(field => field.Value));
        WriteRange(writer, request.Range);
        if (request.Subject is { } subject)
        {
            writer.WriteString("subject", subject.Value);
        }
    }));

    private static void WriteFilters(Utf8JsonWriter writer, ImmutableArray<RecordCondition> filters)
    {
        writer.WriteStartArray("filters");
        foreach (var filter in filters)
        {
            writer.WriteStartObject();
            writer.WriteString("field", StrictUtf8.GetBytes(filter.Field.Value));
            writer.WriteString("comparison", StrictUtf8.GetBytes(filter.Comparison));
            writer.WriteString("value", StrictUtf8.GetBytes(filter.Value));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static RecordCondition ReadFilter(MemberReader filter) => new(
        FieldPath.TryParse(filter.Text("field"), out var field) ? field : filter.Refuse<FieldPath>("field"), filter.Text("comparison"), filter.Text("value"));

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(StrictUtf8.GetBytes(text));
        }

        writer.WriteEndArray();
    }

    private static void WriteRange(Utf8JsonWriter writer, DataRange? range)
    {
        if (range is { } value)
        {
            writer.WriteStartObject("range");
            writer.WriteString("from", Rfc3339.Format(value.From));
            writer.WriteString("to", Rfc3339.Format(value.To));
            writer.WriteEndObject();
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

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
        writer.WriteString("question", HashOf(request, countsEvidence: record is null).ToString());
        writer.WriteTexts("fields", decision.Fields.Select(field => field.Value));
        writer.WriteTexts("resources", decision.Resources);
        writer.WriteFilters(decision.Filters);
        writer.WriteString("valid_until", Rfc3339.Format(decision.ValidUntil));
        writer.WriteRange(decision.Range);
        writer.WriteText("keep_for", decision.KeepFor?.ToString("c", CultureInfo.InvariantCulture));
        writer.WriteTexts("duties", decision.Duties);
    });

    public static bool TryRead(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out DisclosureDecision? decision, out DateTimeOffset at)
    {
        (decision, at) = (null, default);
        if (!StrictJson.TryParse(json, JsonLimits.Presentation, out var document, out _))
        {
            return false;
        }

        using (document)
        {
            var reader = new MemberReader(document.RootElement);
            at = reader.Time("at");
            decision = new DisclosureDecision
            {
                Id = Digest.Of(json.Span),
                Subject = reader.Value<SubjectId>("subject"),
                Fields = [.. reader.Texts("fields").Where(text => FieldPath.TryParse(text, out _)).Select(FieldPath.Parse)],
                Resources = reader.Has("resources") ? reader.Texts("resources") : [],
                Filters = reader.Filters("filters"),
                ValidUntil = reader.Time("valid_until"),
                Range = reader.Range("range"),
                KeepFor = reader.Has("keep_for") ? TimeSpan.TryParseExact(reader.Text("keep_for"), "c", CultureInfo.InvariantCulture, out var keep) ? keep : reader.Refuse<TimeSpan>("keep_for") : null,
                Duties = reader.Has("duties") ? reader.Texts("duties") : [],
            };
            decision = reader.Refusal is null ? decision : null;
        }

        return decision is not null;
    }

    /// <summary>
    /// Hashes all of a question but which decision it continues, so that its pages are the same question. A consent that is sent along is compared with
    /// the one that is kept, and need not come with each page; any other evidence is part of the question.
    /// </summary>
    public static Digest HashOf(DisclosureRequest request, bool countsEvidence) => Digest.Of(CanonicalJson.Write(writer =>
    {
        writer.WriteString("recipient", request.Recipient.Value);
        writer.WriteString("purpose", request.Purpose.Value);
        writer.WriteString("basis", StrictUtf8.GetBytes($"{request.Basis.Kind} {request.Basis.Reference}"));
        writer.WriteString("data_set", StrictUtf8.GetBytes(request.DataSet));
        writer.WriteTexts("fields", request.Fields.Select(field => field.Value));
        writer.WriteTexts("resources", request.Resources.IsDefault ? [] : request.Resources);
        writer.WriteTexts("fields_used", request.FieldsUsed.IsDefault ? [] : request.FieldsUsed.Select(field => field.Value));
        writer.WriteRange(request.Range);
        writer.WriteText("subject", request.Subject?.Value);
        writer.WriteText("evidence", !countsEvidence || request.Basis.Evidence.IsEmpty ? null : Digest.Of(request.Basis.Evidence.Span).ToString());
    }));
}

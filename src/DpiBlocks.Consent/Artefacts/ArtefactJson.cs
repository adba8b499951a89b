using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Consent;

/// <summary>A consent artefact as canonical JSON (RFC 8785). A member that has no value is left out; one that is not known is not honoured.</summary>
internal static class ArtefactJson
{
    public const string Version = "dpi-consent/1";

    public static byte[] Write(ConsentArtefact artefact) => CanonicalJson.Write(writer =>
    {
        writer.WriteString("ver", Version);
        writer.WriteString("id", artefact.Id.Value);
        writer.WriteString("subject", artefact.Subject.Value);
        writer.WriteString("given_by", artefact.GivenBy.Value);
        writer.WriteString("given_at", Rfc3339.Format(artefact.GivenAt));
        writer.WriteText("attestor", artefact.Attestor?.Value);
        writer.WriteString("recipient", artefact.Recipient.Value);
        writer.WriteString("provider", artefact.Provider.Value);
        writer.WriteString("purpose", artefact.Purpose.Value);
        writer.WriteText("legal_basis", artefact.LegalBasis);
        WriteNotice(writer, artefact.Notice);
        WriteScopes(writer, artefact.Scopes);
        writer.WriteRange(artefact.Range);
        writer.WriteFilters(artefact.Filters);
        writer.WriteString("mode", NameOf(artefact.Mode));
        WriteFrequency(writer, artefact.Frequency);
        WriteNumber(writer, "uses", artefact.Uses);
        writer.WriteString("not_before", Rfc3339.Format(artefact.NotBefore));
        writer.WriteString("expires_at", Rfc3339.Format(artefact.ExpiresAt));
        writer.WriteText("data_life", artefact.DataLife?.ToString());
        writer.WriteText("erase_at", artefact.EraseAt is { } erase ? Rfc3339.Format(erase) : null);
        WriteTemplate(writer, artefact.Template);
        writer.WriteText("previous", artefact.Previous?.ToString());
    }, JsonLimits.Token);

    public static bool TryRead(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out ConsentArtefact? artefact, [NotNullWhen(false)] out Refusal? refusal) =>
        CanonicalJson.TryRead(json, Version, ConsentRefusalCodes.Malformed, Read, out artefact, out refusal);

    private static ConsentArtefact Read(MemberReader reader)
    {
        var artefact = new ConsentArtefact
        {
            Id = reader.Value<ConsentId>("id"),
            Subject = reader.Value<SubjectId>("subject"),
            GivenBy = reader.Value<SubjectId>("given_by"),
            GivenAt = reader.Time("given_at"),
            Attestor = reader.Has("attestor") ? reader.Value<PartyId>("attestor") : null,
            Recipient = reader.Value<PartyId>("recipient"),
            Provider = reader.Value<PartyId>("provider"),
            Purpose = reader.Value<PurposeCode>("purpose"),
            LegalBasis = reader.Text("legal_basis"),
            Notice = ReadNotice(reader),
            Scopes = [.. reader.Objects("scopes").Select(ReadScope)],
            Range = reader.Range("range"),
            Filters = reader.Filters("filters"),
            Mode = ReadMode(reader),
            Frequency = reader.Has("frequency") ? ReadFrequency(reader.Object("frequency")) : null,
            Uses = reader.Has("uses") ? reader.Number("uses", int.MaxValue) : null,
            NotBefore = reader.Time("not_before"),
            ExpiresAt = reader.Time("expires_at"),
            DataLife = reader.Has("data_life") ? reader.Period("data_life") : null,
            EraseAt = reader.Has("erase_at") ? reader.Time("erase_at") : null,
            Template = reader.Has("template") ? ReadTemplate(reader.Object("template")) : null,
            Previous = reader.Has("previous") ? reader.Hash("previous") : null,
        };
        if (artefact.Scopes.IsEmpty || artefact.NotBefore >= artefact.ExpiresAt)
        {
            reader.Refuse(artefact.Scopes.IsEmpty ? "scopes" : "expires_at");
        }

        return artefact;
    }

    private static ConsentNotice ReadNotice(MemberReader reader)
    {
        if (!reader.Has("notice"))
        {
            reader.Refuse(new Refusal(ConsentRefusalCodes.NoticeMissing, "The consent does not say which notice the person was shown."));
            return new ConsentNotice(string.Empty, string.Empty, string.Empty, default);
        }

        var notice = reader.Object("notice");
        foreach (var name in (ReadOnlySpan<string>)["id", "version", "language", "hash"])
        {
            if (!notice.Has(name))
            {
                reader.Refuse(new Refusal(ConsentRefusalCodes.NoticeMissing, $"The consent does not say the {name} of the notice that the person was shown."));
            }
        }

        return new ConsentNotice(notice.Text("id"), notice.Text("version"), notice.Text("language"), notice.Hash("hash"));
    }

    private static ConsentScope ReadScope(MemberReader scope)
    {
        var fields = scope.Texts("fields").Select(text => FieldPath.TryParse(text, out var path) ? path : scope.Refuse<FieldPath>("fields")).ToImmutableArray();
        return new ConsentScope(scope.Text("data_set"), fields.IsEmpty ? scope.Refuse<ImmutableArray<FieldPath>>("fields") : fields)
        {
            Resources = scope.Has("resources") ? scope.Texts("resources") : [],
        };
    }

    private static ConsentMode ReadMode(MemberReader reader) => reader.Text("mode") switch
    {
        "view" => ConsentMode.View,
        "store" => ConsentMode.Store,
        "query" => ConsentMode.Query,
        "stream" => ConsentMode.Stream,
        _ => reader.Refuse<ConsentMode>("mode"),
    };

    private static ConsentFrequency ReadFrequency(MemberReader frequency) =>
        new(Math.Max(1, frequency.Number("count", ConsentFrequency.MaxCount)), frequency.Period("period"));

    private static TemplateReference ReadTemplate(MemberReader template) => new(template.Text("id"), template.Text("version"));

    private static string NameOf(ConsentMode mode) => mode switch
    {
        ConsentMode.View => "view",
        ConsentMode.Store => "store",
        ConsentMode.Query => "query",
        ConsentMode.Stream => "stream",
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };

    private static void WriteNumber(Utf8JsonWriter writer, string name, int? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
    }

    private static void WriteNotice(Utf8JsonWriter writer, ConsentNotice notice)
    {
        writer.WriteStartObject("notice");
        writer.WriteText("id", notice.Id);
        writer.WriteText("version", notice.Version);
        writer.WriteText("language", notice.Language);
        writer.WriteString("hash", notice.Hash.ToString());
        writer.WriteEndObject();
    }

    private static void WriteScopes(Utf8JsonWriter writer, ImmutableArray<ConsentScope> scopes)
    {
        writer.WriteStartArray("scopes");
        foreach (var scope in scopes)
        {
            writer.WriteStartObject();
            writer.WriteText("data_set", scope.DataSet);
            writer.WriteTexts("fields", scope.Fields.Select(field => field.Value));
            writer.WriteTexts("resources", scope.Resources);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFrequency(Utf8JsonWriter writer, ConsentFrequency? frequency)
    {
        if (frequency is { } value)
        {
            writer.WriteStartObject("frequency");
            writer.WriteNumber("count", value.Count);
            writer.WriteString("period", value.Period.ToString());
            writer.WriteEndObject();
        }
    }

    private static void WriteTemplate(Utf8JsonWriter writer, TemplateReference? template)
    {
        if (template is not null)
        {
            writer.WriteStartObject("template");
            writer.WriteText("id", template.Id);
            writer.WriteText("version", template.Version);
            writer.WriteEndObject();
        }
    }
}

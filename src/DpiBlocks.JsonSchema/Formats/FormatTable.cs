namespace DpiBlocks.JsonSchema.Formats;

/// <summary>The formats that the standard defines (2020-12 Validation, 7.3; draft-07 Validation, 7.3). Others are never asserted.</summary>
internal static class FormatTable
{
    private static readonly Dictionary<string, FormatCheck> Checks = new(StringComparer.Ordinal)
    {
        ["date-time"] = DateTimeFormats.IsDateTime,
        ["date"] = DateTimeFormats.IsDate,
        ["time"] = DateTimeFormats.IsTime,
        ["duration"] = DurationFormat.IsDuration,
        ["email"] = text => MailFormats.IsMailbox(text, international: false),
        ["idn-email"] = text => MailFormats.IsMailbox(text, international: true),
        ["hostname"] = HostFormats.IsHostname,
        ["idn-hostname"] = HostFormats.IsIdnHostname,
        ["ipv4"] = HostFormats.IsIpv4,
        ["ipv6"] = HostFormats.IsIpv6,
        ["uri"] = text => UriFormats.IsReference(text, international: false, absolute: true),
        ["uri-reference"] = text => UriFormats.IsReference(text, international: false, absolute: false),
        ["iri"] = text => UriFormats.IsReference(text, international: true, absolute: true),
        ["iri-reference"] = text => UriFormats.IsReference(text, international: true, absolute: false),
        ["uuid"] = IsUuid,
        ["uri-template"] = UriTemplateFormat.IsTemplate,
        ["json-pointer"] = PointerFormats.IsPointer,
        ["relative-json-pointer"] = PointerFormats.IsRelativePointer,
        ["regex"] = text => Patterns.EcmaPattern.IsPattern(Documents.Utf8Text.Text(text)),
    };

    /// <summary>Finds the check of a format; null for one that the draft does not define.</summary>
    public static FormatCheck? Find(string format, SchemaDraft draft) =>
        draft is SchemaDraft.Draft04 && format is not ("date-time" or "email" or "hostname" or "ipv4" or "ipv6" or "uri") ? null :
        draft is SchemaDraft.Draft07 && (format is "duration" or "uuid") ? null : Checks.GetValueOrDefault(format);

    // RFC 9562, 4.
    private static bool IsUuid(ReadOnlySpan<byte> text)
    {
        if (text.Length != 36)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit((char)text[i]))
            {
                return false;
            }
        }

        return true;
    }
}

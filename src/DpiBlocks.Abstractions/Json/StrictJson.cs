using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace DpiBlocks;

/// <summary>The one reader of outside JSON. What two parsers could read differently is refused (RFC 7493, I-JSON).</summary>
public static class StrictJson
{
    private static readonly Dictionary<string, Refusal> Refusals = new(StringComparer.Ordinal)
    {
        [JsonRefusalCodes.Malformed] = new(JsonRefusalCodes.Malformed, "The text is not one well-formed JSON text."),
        [JsonRefusalCodes.DuplicateMember] = new(JsonRefusalCodes.DuplicateMember, "An object has two members of the same name."),
        [JsonRefusalCodes.TooDeep] = new(JsonRefusalCodes.TooDeep, "The JSON is nested deeper than is allowed."),
        [JsonRefusalCodes.TooLarge] = new(JsonRefusalCodes.TooLarge, "The JSON is larger than is allowed."),
        [JsonRefusalCodes.InvalidString] = new(JsonRefusalCodes.InvalidString, "A string in the JSON is not valid Unicode."),
    };

    /// <summary>Reads one JSON text. Never throws for any bytes.</summary>
    /// <param name="utf8">The text, which must not change while the document is in use.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="document">The document, to be disposed by the caller.</param>
    /// <param name="refusal">Why not: one of <see cref="JsonRefusalCodes"/>.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryParse(
        ReadOnlyMemory<byte> utf8,
        JsonLimits limits,
        [NotNullWhen(true)] out JsonDocument? document,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(limits);
        document = null;
        var code = Inspect(utf8.Span, limits);
        if (code is null)
        {
            try
            {
#pragma warning disable RS0030 // this is the one place
                document = JsonDocument.Parse(utf8, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = limits.MaxDepth });
#pragma warning restore RS0030
            }
            catch (JsonException)
            {
                code = JsonRefusalCodes.DuplicateMember;      // all else was seen by Inspect
            }
        }

        refusal = code is null ? null : Refusals[code];
        return document is not null;
    }

    private static string? Inspect(ReadOnlySpan<byte> utf8, JsonLimits limits)
    {
        if (utf8.Length > limits.MaxBytes)
        {
            return JsonRefusalCodes.TooLarge;
        }

        if (!Utf8.IsValid(utf8))
        {
            return JsonRefusalCodes.InvalidString;
        }

        try
        {
            return InspectTokens(utf8, limits);
        }
        catch (JsonException)
        {
            return JsonRefusalCodes.Malformed;
        }
    }

    private static string? InspectTokens(ReadOnlySpan<byte> utf8, JsonLimits limits)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = limits.MaxDepth + 1 });
        var counts = limits.MaxDepth < 64 ? stackalloc int[64] : new int[limits.MaxDepth + 1];      // children, per depth
        counts[0] = 0;
        var named = false;                                                                          // the value of a member just counted
        while (reader.Read())
        {
            var (depth, token) = (reader.CurrentDepth, reader.TokenType);
            if (token is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                continue;
            }

            var isName = token is JsonTokenType.PropertyName;
            if (isName || token is JsonTokenType.String)
            {
                if (reader.ValueIsEscaped && !IsUnicode(reader.ValueSpan, isName))
                {
                    return JsonRefusalCodes.InvalidString;
                }
            }
            else if (token is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                if (depth >= limits.MaxDepth)
                {
                    return JsonRefusalCodes.TooDeep;
                }

                counts[depth + 1] = 0;
            }

            if (!named && ++counts[depth] > (isName ? limits.MaxMembers : limits.MaxItems))
            {
                return JsonRefusalCodes.TooLarge;
            }

            named = isName;
        }

        return null;
    }

    // The bytes are valid UTF-8 already; only an escape can still name half a surrogate pair.
    private static bool IsUnicode(ReadOnlySpan<byte> text, bool isName)
    {
        var expectLow = false;
        for (var i = 0; i < text.Length; i++)
        {
            var unit = -1;
            if (text[i] == '\\' && text[++i] == 'u')
            {
                unit = int.Parse(text.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                i += 4;
            }

            var isLow = unit is >= 0xDC00 and <= 0xDFFF;
            if (isLow != expectLow || (isName && unit == 0))
            {
                return false;
            }

            expectLow = unit is >= 0xD800 and <= 0xDBFF;
        }

        return !expectLow;
    }
}

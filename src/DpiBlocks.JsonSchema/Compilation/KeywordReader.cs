using System.Text.Json;
using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Keywords;

namespace DpiBlocks.JsonSchema.Compilation;

/// <summary>Reads the keywords of one subschema.</summary>
internal sealed partial class KeywordReader(Compilation compilation, SchemaPlace place)
{
    private readonly List<Keyword> _keywords = [];

    private Dialect Dialect => place.Source.Dialect;

    public List<Keyword> Read()
    {
        // Draft-07 Core, 8.3: beside $ref nothing else counts.
        if (Dialect.IsOld && place.Element.TryGetProperty("$ref", out var alone))
        {
            ReadReference(alone);
            return _keywords;
        }

        foreach (var member in place.Element.EnumerateObject())
        {
            if (!TryReadCore(member.Name, member.Value)
                && !(Dialect.Has(Vocabularies.Applicator) && TryReadApplicator(member.Name, member.Value))
                && !(Dialect.Has(Vocabularies.Unevaluated) && TryReadUnevaluated(member.Name, member.Value))
                && !(Dialect.Has(Vocabularies.Validation) && TryReadAssertion(member.Name, member.Value)))
            {
                ReadAnnotation(member.Name, member.Value);
            }
        }

        return _keywords;
    }

    private bool TryReadCore(string name, JsonElement value)
    {
        switch (name)
        {
            case "$ref":
                ReadReference(value);
                return true;
            case "$dynamicRef" when !Dialect.IsOld:
                var reference = new DynamicReferenceKeyword();
                reference.Target = compilation.NodeOf(compilation.Resolve(place.Source, Text(name, value), At(name), out var anchor));
                reference.Anchor = anchor;
                _keywords.Add(reference);
                return true;
            case "id" when Dialect.IsDraft04:
                Text(name, value);
                return true;
            case "$id" or "$comment" when !Dialect.IsDraft04:
            case "$schema":
                var text = Text(name, value);
                Demand(name != "$id" || Dialect.IsOld || UriText.Cut(text).Fragment.Length == 0, name, "a URI reference without a fragment");
                return true;
            case "$anchor" or "$dynamicAnchor" or "$vocabulary" when !Dialect.IsOld:
                return true;
            case "$defs" when !Dialect.IsOld:
            case "definitions":
                Demand(value.ValueKind is JsonValueKind.Object, name, "an object of schemas");
                return true;
            default:
                return false;
        }
    }

    private void ReadReference(JsonElement value)
    {
        var target = compilation.NodeOf(compilation.Resolve(place.Source, Text("$ref", value), At("$ref"), out _));
        _keywords.Add(new ReferenceKeyword { Target = target });
    }

    private void ReadAnnotation(string name, JsonElement value)
    {
        var appliesTo = Kinds.All;
        if (name == "format" && Dialect.Has(Vocabularies.FormatAnnotation | Vocabularies.FormatAssertion))
        {
            var format = Text(name, value);
            var asserted = compilation.Options.AssertFormats || Dialect.Has(Vocabularies.FormatAssertion);
            if (asserted && Formats.FormatTable.Find(format, Dialect.Draft) is { } check)
            {
                _keywords.Add(new FormatKeyword(format, check, JsonConstant.Of(value)));
                return;
            }

            appliesTo = Kinds.Strings;
        }
        else if (name is "contentEncoding" or "contentMediaType" or "contentSchema" && Dialect.Has(Vocabularies.Content))
        {
            Demand(name == "contentSchema" || value.ValueKind is JsonValueKind.String, name, "a text");
            appliesTo = Kinds.Strings;
        }
        else if (name is "title" or "description" && Dialect.Has(Vocabularies.MetaData))
        {
            Text(name, value);
        }
        else if (name is "deprecated" or "readOnly" or "writeOnly" && Dialect.Has(Vocabularies.MetaData))
        {
            Demand(value.ValueKind is JsonValueKind.True or JsonValueKind.False || (Dialect.IsOld && name == "deprecated"), name, "true or false");
        }
        else if (name == "examples" && Dialect.Has(Vocabularies.MetaData))
        {
            Demand(value.ValueKind is JsonValueKind.Array, name, "an array");
        }

        _keywords.Add(new AnnotationKeyword(name, JsonConstant.Of(value), appliesTo));
    }

    private SchemaNode Child(string name, JsonElement value)
    {
        // Draft-04 knows no true and false but in two places (Validation, 5.3.1 and 5.4.4).
        Demand(!Dialect.IsDraft04 || value.ValueKind is JsonValueKind.Object || name.StartsWith("additional", StringComparison.Ordinal), name, "a schema, which is an object");
        return compilation.NodeOf(place.Child(name, value));
    }

    private SchemaNode? OptionalChild(string name) => place.Element.TryGetProperty(name, out var value) ? Child(name, value) : null;

    private SchemaNode[] Children(string name, JsonElement value)
    {
        Demand(value.ValueKind is JsonValueKind.Array && value.GetArrayLength() > 0, name, "an array of at least one schema");
        var list = place.Child(name, value);
        return [.. value.EnumerateArray().Select((item, index) => compilation.NodeOf(list.Child(index.ToString(System.Globalization.CultureInfo.InvariantCulture), item)))];
    }

    private (string[] Names, SchemaNode[] Schemas) Map(string name, JsonElement value)
    {
        Demand(value.ValueKind is JsonValueKind.Object, name, "an object of schemas");
        var map = place.Child(name, value);
        return ([.. value.EnumerateObject().Select(member => member.Name)], [.. value.EnumerateObject().Select(member => compilation.NodeOf(map.Child(member.Name, member.Value)))]);
    }

    private string Text(string name, JsonElement value)
    {
        Demand(value.ValueKind is JsonValueKind.String, name, "a text");
        return value.GetString()!;
    }

    private string[] Texts(string name, JsonElement value)
    {
        Demand(value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String), name, "an array of texts");
        string[] texts = [.. value.EnumerateArray().Select(item => item.GetString()!)];
        Demand(texts.Distinct(StringComparer.Ordinal).Count() == texts.Length, name, "an array of texts, none of them twice");
        return texts;
    }

    private bool Flag(string name, JsonElement value)
    {
        Demand(value.ValueKind is JsonValueKind.True or JsonValueKind.False, name, "true or false");
        return value.ValueKind is JsonValueKind.True;
    }

    private ExactNumber Number(string name, JsonElement value)
    {
        Demand(value.ValueKind is JsonValueKind.Number, name, "a number");
        return ExactNumber.TryParse(System.Text.Encoding.ASCII.GetBytes(value.GetRawText()), out var number)
            ? number
            : throw new UnusableSchemaException(SchemaRefusalCodes.Limit, ExactNumber.TooLarge, At(name));
    }

    // What is beyond any document is as good as the largest number; 1.0 is an integer here too.
    private long Count(string name, JsonElement value)
    {
        var number = Number(name, value);
        Demand(number.IsInteger && number.Sign >= 0, name, "an integer that is not below zero");
        return number.CompareTo(Largest) > 0 ? int.MaxValue : (long)(number.Digits * System.Numerics.BigInteger.Pow(10, number.Exponent));
    }

    private static readonly ExactNumber Largest = ExactNumber.TryParse("2147483647"u8, out var largest) ? largest : default;

    private string At(string name) => $"{place.Location}/{UriText.Fragment(SubschemaKeywords.Escape(name))}";

    private void Demand(bool condition, string name, string form)
    {
        if (!condition)
        {
            throw new UnusableSchemaException(SchemaRefusalCodes.Malformed, $"{DisplayText.Escape(name)} must be {form}.", At(name));
        }
    }
}

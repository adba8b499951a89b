using System.Text.Json;
using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Keywords;

namespace DpiBlocks.JsonSchema.Compilation;

/// <content>The vocabularies that apply schemas.</content>
internal sealed partial class KeywordReader
{
    private bool TryReadApplicator(string name, JsonElement value)
    {
        switch (name)
        {
            case "allOf":
                _keywords.Add(new AllOfKeyword(Children(name, value)));
                return true;
            case "anyOf" or "oneOf":
                _keywords.Add(new AnyOfKeyword(name, Children(name, value)));
                return true;
            case "not":
                _keywords.Add(new NotKeyword(Child(name, value)));
                return true;
            case "if" when !Dialect.IsDraft04:
                _keywords.Add(new ConditionKeyword(Child(name, value), OptionalChild("then"), OptionalChild("else")));
                return true;
            case "then" or "else" when !Dialect.IsDraft04:
                Child(name, value);      // if reads it; it must be a schema in any case
                return true;
            case "dependencies":
                ReadDependencies(value);
                return true;
            case "dependentSchemas" when !Dialect.IsOld:
                var (triggers, schemas) = Map(name, value);
                _keywords.Add(new DependentSchemasKeyword(name, new NameTable(triggers), triggers, schemas));
                return true;
            default:
                return TryReadMembers(name, value) || TryReadItems(name, value);
        }
    }

    private bool TryReadUnevaluated(string name, JsonElement value)
    {
        switch (name)
        {
            case "unevaluatedItems" when !Dialect.IsOld:
                _keywords.Add(new UnevaluatedItemsKeyword(Child(name, value)));
                return true;
            case "unevaluatedProperties" when !Dialect.IsOld:
                _keywords.Add(new UnevaluatedPropertiesKeyword(Child(name, value)));
                return true;
            default:
                return false;
        }
    }

    private bool TryReadMembers(string name, JsonElement value)
    {
        switch (name)
        {
            case "properties":
                var (names, schemas) = Map(name, value);
                _keywords.Add(new PropertiesKeyword(new NameTable(names), names, schemas) { IsClosed = IsClosed });
                return true;
            case "patternProperties":
                var (_, each) = Map(name, value);
                _keywords.Add(new PatternPropertiesKeyword(PatternsOf(value), each));
                return true;
            case "additionalProperties":
                var beside = place.Element.TryGetProperty("properties", out var properties) && properties.ValueKind is JsonValueKind.Object
                    ? new NameTable([.. properties.EnumerateObject().Select(member => member.Name)])
                    : null;
                var patterns = place.Element.TryGetProperty("patternProperties", out var patterned) && patterned.ValueKind is JsonValueKind.Object ? PatternsOf(patterned) : [];
                _keywords.Add(new AdditionalPropertiesKeyword(beside, patterns, Child(name, value), beside is not null && IsClosed));
                return true;
            case "propertyNames" when !Dialect.IsDraft04:
                _keywords.Add(new PropertyNamesKeyword(Child(name, value)));
                return true;
            default:
                return false;
        }
    }

    private bool TryReadItems(string name, JsonElement value)
    {
        switch (name)
        {
            case "prefixItems" when !Dialect.IsOld:
                _keywords.Add(new PrefixItemsKeyword(name, Children(name, value)));
                return true;
            case "items" when Dialect.IsOld && value.ValueKind is JsonValueKind.Array:
                _keywords.Add(new PrefixItemsKeyword(name, Children(name, value)));
                return true;
            case "items":
                var prefix = !Dialect.IsOld && place.Element.TryGetProperty("prefixItems", out var items) && items.ValueKind is JsonValueKind.Array ? items.GetArrayLength() : 0;
                _keywords.Add(new ItemsKeyword(name, prefix, Child(name, value)));
                return true;
            case "additionalItems" when Dialect.IsOld:
                var rest = Child(name, value);
                if (place.Element.TryGetProperty("items", out var first) && first.ValueKind is JsonValueKind.Array)
                {
                    _keywords.Add(new ItemsKeyword(name, first.GetArrayLength(), rest));
                }

                return true;
            case "contains" when !Dialect.IsDraft04:
                _keywords.Add(new ContainsKeyword(Child(name, value), Limit("minContains"), Limit("maxContains"), marksFound: !Dialect.IsOld));
                return true;
            default:
                return false;
        }
    }

    private bool IsClosed =>
        place.Element.TryGetProperty("additionalProperties", out var rest) && rest.ValueKind is JsonValueKind.False && !place.Element.TryGetProperty("patternProperties", out _);

    private long? Limit(string name) =>
        !Dialect.IsOld && Dialect.Has(Vocabularies.Validation) && place.Element.TryGetProperty(name, out var value) ? Count(name, value) : null;

    // Draft-07 Validation, 6.5.7; 2020-12 keeps it for those who still write it (Core, appendix on changes).
    private void ReadDependencies(JsonElement value)
    {
        const string Name = "dependencies";
        Demand(value.ValueKind is JsonValueKind.Object, Name, "an object of schemas and arrays of texts");
        AddDependentRequired(Name, [.. value.EnumerateObject().Where(entry => entry.Value.ValueKind is JsonValueKind.Array)]);
        JsonProperty[] schemas = [.. value.EnumerateObject().Where(entry => entry.Value.ValueKind is not JsonValueKind.Array)];
        if (schemas.Length > 0)
        {
            var map = place.Child(Name, value);
            string[] names = [.. schemas.Select(entry => entry.Name)];
            _keywords.Add(new DependentSchemasKeyword(Name, new NameTable(names), names, [.. schemas.Select(entry => compilation.NodeOf(map.Child(entry.Name, entry.Value)))]));
        }
    }

    private Patterns.EcmaPattern[] PatternsOf(JsonElement map)
    {
        var location = At("patternProperties");
        return [.. map.EnumerateObject().Select(member => compilation.PatternOf(member.Name, location))];
    }
}

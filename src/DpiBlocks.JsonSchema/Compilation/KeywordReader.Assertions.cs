using System.Text.Json;
using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Keywords;

namespace DpiBlocks.JsonSchema.Compilation;

/// <content>The validation vocabulary.</content>
internal sealed partial class KeywordReader
{
    private bool TryReadAssertion(string name, JsonElement value)
    {
        switch (name)
        {
            case "type":
                ReadType(value);
                return true;
            case "const" when !Dialect.IsDraft04:
                _keywords.Add(new ConstKeyword(name, [JsonConstant.Of(value)]));
                return true;
            case "enum":
                Demand(value.ValueKind is JsonValueKind.Array, name, "an array");
                _keywords.Add(new ConstKeyword(name, [.. value.EnumerateArray().Select(JsonConstant.Of)]));
                return true;
            case "exclusiveMinimum" or "exclusiveMaximum" when Dialect.IsDraft04:
                Flag(name, value);      // minimum and maximum read it
                return true;
            case "minimum" or "maximum" when Dialect.IsDraft04 && place.Element.TryGetProperty(name == "minimum" ? "exclusiveMinimum" : "exclusiveMaximum", out var flag) && flag.ValueKind is JsonValueKind.True:
                _keywords.Add(new NumberKeyword(name == "minimum" ? "exclusiveMinimum" : "exclusiveMaximum", value.GetRawText(), Number(name, value)));
                return true;
            case "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" or "multipleOf":
                var limit = Number(name, value);
                Demand(name != "multipleOf" || limit.Sign > 0, name, "a number above zero");
                _keywords.Add(new NumberKeyword(name, value.GetRawText(), limit));
                return true;
            case "minLength" or "maxLength":
                _keywords.Add(new LengthKeyword(name, Count(name, value)));
                return true;
            case "pattern":
                _keywords.Add(new PatternKeyword(compilation.PatternOf(Text(name, value), At(name))));
                return true;
            case "minItems" or "maxItems" or "minProperties" or "maxProperties":
                _keywords.Add(new CountKeyword(name, Count(name, value)));
                return true;
            case "minContains" or "maxContains" when !Dialect.IsOld:
                Count(name, value);      // contains reads it
                return true;
            case "uniqueItems":
                if (Flag(name, value))
                {
                    _keywords.Add(new UniqueItemsKeyword());
                }

                return true;
            case "required":
                _keywords.Add(new RequiredKeyword(new NameTable(Texts(name, value))));
                return true;
            case "dependentRequired" when !Dialect.IsOld:
                Demand(value.ValueKind is JsonValueKind.Object, name, "an object of arrays of texts");
                AddDependentRequired(name, [.. value.EnumerateObject()]);
                return true;
            default:
                return false;
        }
    }

    private void ReadType(JsonElement value)
    {
        const string Form = "one of null, boolean, object, array, number, string and integer, or an array of some of them";
        string[] names = value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array when value.GetArrayLength() > 0 => Texts("type", value),
            _ => [string.Empty],
        };
        var allowed = 0;
        foreach (var named in names)
        {
            Demand(Kinds.Named(named) != 0, "type", Form);
            allowed |= Kinds.Named(named);
        }

        _keywords.Add(new TypeKeyword(allowed, string.Join(" or ", names.Select(named => named switch
        {
            "null" => "null",
            "boolean" => "true or false",
            "integer" or "array" or "object" => $"an {named}",
            _ => $"a {named}",
        }))));
    }

    private void AddDependentRequired(string name, IReadOnlyList<JsonProperty> entries)
    {
        if (entries.Count > 0)
        {
            _keywords.Add(new DependentRequiredKeyword(name, new NameTable([.. entries.Select(entry => entry.Name)]), [.. entries.Select(entry => new NameTable(Texts(name, entry.Value)))]));
        }
    }
}

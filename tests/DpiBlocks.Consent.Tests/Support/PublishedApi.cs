using System.Globalization;
using System.Text.Json.Nodes;
using DpiBlocks.JsonSchema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DpiBlocks.Consent.Tests.Support;

/// <summary>An API as its makers publish it (Swagger 2 or OpenAPI 3, in YAML): its schemas, and the examples in them.</summary>
internal sealed class PublishedApi
{
    private const string Uri = "https://published.example/api";
    private readonly JsonObject _document;
    private readonly SchemaCompiler _compiler = new(new SchemaOptions { DefaultDraft = SchemaDraft.Draft04, AssertFormats = true });

    public PublishedApi(string file)
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(SharedFiles.PathOf($"specs/{file}"));
        yaml.Load(reader);
        _document = (JsonObject)ToJson(yaml.Documents[0].RootNode)!;
        _compiler.Add(Uri, System.Text.Encoding.UTF8.GetBytes(_document.ToJsonString())).Should().BeNull();
    }

    /// <summary>Gives the node at a JSON place.</summary>
    public JsonNode At(string place) =>
        place.Split('/')[1..].Aggregate((JsonNode)_document, (node, name) => Resolve(node)[name.Replace("~1", "/", StringComparison.Ordinal)]!);

    /// <summary>Says what the schema there has against a document; null when nothing.</summary>
    public string? Judge(string place, ReadOnlyMemory<byte> json)
    {
        _compiler.TryCompile($"{Uri}#{place}", out var schema, out var refusal).Should().BeTrue(refusal?.ToString());
        var report = schema!.Evaluate(json.Span);
        return report.IsValid ? null : $"{report.Refusal} {string.Join("; ", report.Errors)}";
    }

    /// <summary>Puts the examples of a schema's members together.</summary>
    public JsonNode? ExampleOf(string place) => Example(At(place));

    /// <summary>Gives all the words that a schema allows for a member.</summary>
    public string[] WordsOf(string place) => [.. Resolve(At(place))["enum"]!.AsArray().Select(word => word!.ToString())];

    private JsonNode? Example(JsonNode node)
    {
        var schema = Resolve(node);
        if (schema["example"] is { } example)
        {
            return example.DeepClone();
        }

        if (schema["enum"] is JsonArray words)
        {
            return words[0]!.DeepClone();
        }

        if (schema["allOf"] is JsonArray all)
        {
            return Example(all[0]!);
        }

        return schema["type"]?.ToString() switch
        {
            "array" => new JsonArray(Example(schema["items"]!)),
            "number" or "integer" => 1,
            "string" => schema["format"]?.ToString() switch
            {
                "date-time" => "2021-09-25T12:52:34.925Z",
                "uuid" => "499a5a4a-7dda-4f20-9b67-e24589627061",
                "uri" => "https://published.example/",
                _ => "text",
            },
            _ => new JsonObject(schema["properties"]!.AsObject().Select(member => KeyValuePair.Create(member.Key, Example(member.Value!)))),
        };
    }

    private JsonNode Resolve(JsonNode node) => node["$ref"] is { } reference ? At(reference.ToString()[1..]) : node;

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Select(member => KeyValuePair.Create(((YamlScalarNode)member.Key).Value!, ToJson(member.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => scalar.Value switch
        {
            null or "" or "null" => null,
            "true" => true,
            "false" => false,
            var text when decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
            var text => text,
        },
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };
}

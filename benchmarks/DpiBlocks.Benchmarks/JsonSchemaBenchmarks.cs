using System.Globalization;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using DpiBlocks.JsonSchema;
using Peer = NJsonSchema.JsonSchema;

namespace DpiBlocks.Benchmarks;

/// <summary>An answer of a registry judged by its schema, beside NJsonSchema and beside the mere parsing of it. The size divided by the mean is the speed.</summary>
[MemoryDiagnoser]
public class JsonSchemaBenchmarks
{
    private CompiledSchema _schema = null!;
    private Peer _other = null!;
    private byte[] _document = null!;
    private string _text = null!;

    /// <summary>How many persons the answer has: one has about 400 bytes.</summary>
    [Params(3, 250)]
    public int Persons { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var schema = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "schema.json"));
        World.Prove(CompiledSchema.TryCompile(schema, out var compiled, out _));
        _schema = compiled!;
        _other = Peer.FromJsonAsync(Encoding.UTF8.GetString(schema)).GetAwaiter().GetResult();
        _text = Answer(Persons);
        _document = Encoding.UTF8.GetBytes(_text);
        Console.WriteLine($"// {Persons} persons: {_document.Length} bytes");

        World.Prove(DpiBlocks() && NJsonSchema());
        foreach (var (good, bad) in Defects)
        {
            var at = _text.LastIndexOf(good, StringComparison.Ordinal);
            var broken = _text[..at] + bad + _text[(at + good.Length)..];
            World.Prove(!_schema.IsValid(Encoding.UTF8.GetBytes(broken)) && _other.Validate(broken).Count > 0);
        }
    }

    /// <summary>From the bytes.</summary>
    [Benchmark(Baseline = true)]
    public bool DpiBlocks() => _schema.IsValid(_document);

    /// <summary>From the text, which is nearer to what it works on.</summary>
    [Benchmark]
    public bool NJsonSchema() => _other.Validate(_text).Count == 0;

    [Benchmark]
    public bool Parse()
    {
        using var document = JsonDocument.Parse(_document);
        return document.RootElement.ValueKind is JsonValueKind.Object;
    }

    // Each makes one keyword of the schema fail.
    private static readonly (string Good, string Bad)[] Defects =
    [
        ("\"id\":\"AB", "\"id\":\"aB"), ("\"given\":\"Ada\"", "\"given\":\"\""), ("\"alive\":true", "\"alive\":1"), ("\"sex\":\"female\"", "\"sex\":\"f\""),
        ("\"number\":1", "\"number\":1.5"), ("\"kind\":\"cash\"", "\"kind\":\"food\""), ("\"amount\":1", "\"amount\":-1"), ("\"phones\":[\"", "\"phones\":[\"+1 555 0100\",\""),
        ("\"birth\"", "\"born\""), ("\"total\":", "\"totals\":"), ("\"position\":[", "\"position\":[0,"), ("\"street\"", "\"strasse\""),
    ];

    private static string Answer(int persons)
    {
        var people = Enumerable.Range(0, persons).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""
            {"id":"AB{{10000000 + i}}","name":{"given":"Ada","family":"Quéré {{i}}"},"birth":"19{{10 + (i % 90)}}-0{{1 + (i % 9)}}-1{{i % 10}}","sex":"female","alive":true,"income":{{i * 13}}.5,
            "phones":["+1 555 01{{10 + (i % 90)}}","+1 555 0100"],"address":{"street":"Long Road of the Old Mill","number":1{{i % 9}},"district":"Harbour","position":[12.3{{i}},-45.67]},
            "benefits":[{"kind":"food","kilograms":{{1 + i}}},{"kind":"cash","amount":1{{i}},"currency":"EUR"}],"notes":"Asked \"twice\"; answered in writing."}
            """));
        return $$"""{"registry":"Social registry of the example","total":{{persons}},"persons":[{{string.Join(",\n", people)}}]}""";
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using DpiBlocks.Cryptography.Jcs;

namespace DpiBlocks.Benchmarks;

/// <summary>JCS (RFC 8785) of a document of 10 KB, beside the mere parsing of it. 10 KB divided by the mean is the speed: 100 µs are 100 MB/s.</summary>
[MemoryDiagnoser]
public class JcsBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(16 * 1024);
    private byte[] _document = null!;

    [GlobalSetup]
    public void Setup()
    {
        var text = new StringBuilder("{");
        for (var i = 0; text.Length < 10_000; i++)
        {
            text.Append(text.Length > 1 ? "," : string.Empty).Append(System.Globalization.CultureInfo.InvariantCulture, $$""" "member {{(i * 7919) % 1000}}-{{i}}": {"b": [1, 2.5, {{i}}e3, true, null], "a": "text \u00e9 {{i}}"}""");
        }

        _document = Encoding.UTF8.GetBytes(text.Append('}').ToString());
        World.Prove(Canonicalize() > 0 && Parse());

        // The canonical form is its own canonical form, and says the same.
        var once = _output.WrittenSpan.ToArray();
        World.Prove(JsonElement.DeepEquals(JsonElement.Parse(once), JsonElement.Parse(_document)));
        World.Prove(JsonCanonicalizer.Default.TryCanonicalize(once, out var twice, out _) && once.AsSpan().SequenceEqual(twice));
    }

    [Benchmark(Baseline = true)]
    public bool Parse()
    {
        using var document = JsonDocument.Parse(_document);
        return document.RootElement.ValueKind is JsonValueKind.Object;
    }

    [Benchmark]
    public int Canonicalize()
    {
        _output.ResetWrittenCount();
        return JsonCanonicalizer.Default.TryCanonicalize(_document, _output, out _) ? _output.WrittenCount : -1;
    }
}

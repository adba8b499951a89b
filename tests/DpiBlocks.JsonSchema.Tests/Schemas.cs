using System.Buffers;
using System.Text;
using System.Text.Json;

namespace DpiBlocks.JsonSchema.Tests;

/// <summary>Schemas in tests: compiled, and asked what they say of documents, in every way that they can be asked.</summary>
internal static class Schemas
{
    public static CompiledSchema Compile(string schema, SchemaOptions? options = null)
    {
        CompiledSchema.TryCompile(Utf8(schema), out var compiled, out var refusal, options).Should().BeTrue("{0} {1}", schema, refusal);
        return compiled!;
    }

    public static Refusal Refused(string schema, SchemaOptions? options = null)
    {
        CompiledSchema.TryCompile(Utf8(schema), out _, out var refusal, options).Should().BeFalse("{0}", schema);
        return refusal!;
    }

    /// <summary>The schema holds for the first documents and not for the others.</summary>
    public static void Hold(string schema, string[] valid, string[] invalid, SchemaOptions? options = null) => Hold(Compile(schema, options), valid, invalid);

    public static void Hold(CompiledSchema schema, string[] valid, string[] invalid)
    {
        foreach (var document in valid)
        {
            Ask(schema, document).IsValid.Should().BeTrue("{0} should be valid", document);
        }

        foreach (var document in invalid)
        {
            var report = Ask(schema, document);
            (report.Refusal?.Code).Should().Be(SchemaRefusalCodes.Violated, "{0}", document);
            report.IsValid.Should().BeFalse("{0} should not be valid", document);
            report.Errors.Should().NotBeEmpty("{0}", document);
        }
    }

    /// <summary>The report, which the flag and the standard output must agree with.</summary>
    public static SchemaReport Ask(CompiledSchema schema, string document)
    {
        var report = schema.Evaluate(Utf8(document));
        schema.IsValid(Utf8(document)).Should().Be(report.IsValid, "{0}", document);
        foreach (var format in Enum.GetValues<SchemaOutputFormat>())
        {
            Output(schema, document, format).GetProperty("valid").GetBoolean().Should().Be(report.IsValid, "{0} as {1}", document, format);
        }

        return report;
    }

    public static JsonElement Output(CompiledSchema schema, string document, SchemaOutputFormat format)
    {
        var output = new ArrayBufferWriter<byte>();
        var isValid = schema.WriteOutput(Utf8(document), format, output);
        var json = JsonElement.Parse(output.WrittenSpan, new JsonDocumentOptions { MaxDepth = 10_000 });
        json.GetProperty("valid").GetBoolean().Should().Be(isValid);
        return json;
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static SchemaOptions Draft07 { get; } = new() { DefaultDraft = SchemaDraft.Draft07 };

    public static SchemaOptions Draft04 { get; } = new() { DefaultDraft = SchemaDraft.Draft04 };

    public static SchemaOptions Asserting { get; } = new() { AssertFormats = true };
}

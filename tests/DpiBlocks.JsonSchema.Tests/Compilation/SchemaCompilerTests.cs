using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests.Compilation;

public sealed class SchemaCompilerTests
{
    [Fact]
    public void A_schema_finds_what_was_handed_in_by_its_address_and_by_its_own_name()
    {
        var compiler = new SchemaCompiler();
        compiler.Add("https://example.gov/v1/person", Utf8("""{"$id":"https://example.gov/person","type":"object"}""")).Should().BeNull();
        foreach (var name in new[] { "https://example.gov/v1/person", "https://example.gov/person" })
        {
            compiler.TryCompile(Utf8($$"""{"items": {"$ref":"{{name}}" } }"""), out var schema, out var refusal).Should().BeTrue("{0}", refusal);
            Hold(schema!, ["[{}]"], ["[1]"]);
        }

        compiler.TryCompile(Utf8("""{"$ref":"https://example.gov/v2/person"}"""), out _, out var unknown).Should().BeFalse();
        unknown!.Code.Should().Be(SchemaRefusalCodes.ReferenceUnknown);
    }

    [Fact]
    public void A_schema_may_be_handed_in_by_its_own_name_alone()
    {
        var compiler = new SchemaCompiler();
        compiler.Add(Utf8("""{"$id":"https://example.gov/person","type":"object"}""")).Should().BeNull();
        compiler.Add(Utf8("""{"$id":"person"}"""))!.Code.Should().Be(SchemaRefusalCodes.Malformed);
        compiler.Add(Utf8("[]"))!.Code.Should().Be(SchemaRefusalCodes.Malformed);
        compiler.Add(Utf8("""{"$id":"https://example.gov/person"}"""))!.Code.Should().Be(SchemaRefusalCodes.IdentifierConflict);
        compiler.TryCompile("https://example.gov/person", out var schema, out _).Should().BeTrue();
        Hold(schema!, ["{}"], ["1"]);
    }

    [Fact]
    public void Schemas_may_refer_to_each_other()
    {
        var compiler = new SchemaCompiler();
        compiler.Add("https://example.gov/a", Utf8("""{"properties":{"b":{"$ref":"b"}},"required":["b"]}""")).Should().BeNull();
        compiler.Add("https://example.gov/b", Utf8("""{"properties":{"a":{"$ref":"a"}}}""")).Should().BeNull();
        compiler.TryCompile("https://example.gov/a", out var schema, out _).Should().BeTrue();
        Hold(schema!, ["{\"b\":{\"a\":{\"b\":1}}}"], ["{\"b\":{\"a\":{}}}"]);
    }

    [Fact]
    public void A_part_of_a_document_that_is_no_schema_can_be_compiled()
    {
        var compiler = new SchemaCompiler();
        compiler.Add("https://example.gov/api", Utf8("""{"openapi":"3.1.0","components":{"schemas":{"A b":{"$ref":"#/components/schemas/C"},"C":{"type":"null"}}}}""")).Should().BeNull();
        compiler.TryCompile("https://example.gov/api#/components/schemas/A%20b", out var schema, out _).Should().BeTrue();
        schema!.Location.Should().Be("https://example.gov/api#/components/schemas/A%20b");
        Hold(schema, ["null"], ["1"]);
        compiler.TryCompile("https://example.gov/api#/components/schemas/D", out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(SchemaRefusalCodes.ReferenceUnknown);
    }

    [Fact]
    public void What_cannot_be_used_hinders_nothing_until_it_is_referred_to()
    {
        var compiler = new SchemaCompiler();
        compiler.Add("https://example.gov/old", Utf8("""{"$schema":"http://json-schema.org/draft-03/schema#"}""")).Should().BeNull();
        compiler.TryCompile(Utf8("{}"), out _, out _).Should().BeTrue();
        compiler.TryCompile(Utf8("""{"$ref":"https://example.gov/old"}"""), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(SchemaRefusalCodes.DialectUnknown);
    }

    [Fact]
    public void A_name_is_handed_in_once()
    {
        var compiler = new SchemaCompiler();
        compiler.Add("https://example.gov/a", Utf8("{}")).Should().BeNull();
        compiler.Add("https://example.gov/a", Utf8("{}"))!.Code.Should().Be(SchemaRefusalCodes.IdentifierConflict);
        compiler.Add("https://example.gov/b", Utf8("""{"$id":"a"}"""))!.Code.Should().Be(SchemaRefusalCodes.IdentifierConflict);
        compiler.Add("https://example.gov/c", Utf8("{"))!.Code.Should().Be(JsonRefusalCodes.Malformed);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("https://example.gov/a#b")]
    [InlineData("")]
    public void The_caller_names_what_is_handed_in_by_a_whole_URI(string uri) =>
        new SchemaCompiler().Invoking(compiler => compiler.Add(uri, Utf8("{}"))).Should().Throw<ArgumentException>();

    [Fact]
    public void What_was_compiled_does_not_change_with_the_bytes_it_came_from()
    {
        var bytes = Utf8("""{"type":"null"}""");
        CompiledSchema.TryCompile(bytes, out var schema, out _).Should().BeTrue();
        Array.Clear(bytes);
        Hold(schema!, ["null"], ["1"]);
    }

    [Theory]
    [InlineData("https://json-schema.org/draft/2020-12/schema", SchemaDraft.Draft202012)]
    [InlineData("http://json-schema.org/draft-07/schema#", SchemaDraft.Draft07)]
    [InlineData("http://json-schema.org/draft-04/schema#", SchemaDraft.Draft04)]
    public void A_metaschema_holds_for_itself_and_for_schemas(string uri, SchemaDraft draft)
    {
        var schema = Compile($$"""{"$ref":"{{uri}}"}""", new SchemaOptions { DefaultDraft = draft, AssertFormats = true });
        Hold(
            schema,
            ["{}", """{"type":"string","minLength":1,"items":{"pattern":"a"},"default":1}""", """{"allOf":[{"properties":{"a":{"enum":[1]}}}]}"""],
            ["1", """{"type":"text"}""", """{"minLength":-1}""", """{"items":{"properties":{"a":{"type":1}}}}""", """{"required":["a","a"]}""", """{"allOf":[]}"""]);
        new SchemaCompiler().TryCompile(uri, out var itself, out _).Should().BeTrue();
        itself!.Location.Should().StartWith(uri.TrimEnd('#'));
    }

    // Whether a keyword has its form is written twice: in the metaschema, and in the compiler.
    [Theory]
    [InlineData(SchemaDraft.Draft202012, "https://json-schema.org/draft/2020-12/schema")]
    [InlineData(SchemaDraft.Draft07, "http://json-schema.org/draft-07/schema#")]
    public void The_metaschema_and_the_compiler_agree(SchemaDraft draft, string uri)
    {
        var options = new SchemaOptions { DefaultDraft = draft, AssertFormats = true };
        var metaschema = Compile($$"""{"$ref":"{{uri}}"}""", options);
        var values = new[] { "1", "-1", "1.5", "0", "\"a\"", "\"(\"", "true", "null", "{}", "[]", "[1]", "[\"a\"]", "[\"a\",\"a\"]", "[{}]", "[true]", "{\"a\":{}}", "{\"a\":1}", "{\"a\":[]}", "{\"(\":true}", "\"null\"", "[\"null\"]" };
        var keywords = ("title description default readOnly writeOnly examples multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern "
            + "additionalItems items maxItems minItems uniqueItems contains maxProperties minProperties required additionalProperties definitions properties patternProperties "
            + "dependencies propertyNames const enum type format contentMediaType contentEncoding if then else allOf anyOf oneOf not $comment "
            + "prefixItems unevaluatedItems unevaluatedProperties dependentSchemas dependentRequired minContains maxContains $defs deprecated $anchor $dynamicAnchor").Split(' ');
        foreach (var keyword in keywords)
        {
            foreach (var value in values)
            {
                var text = $$"""{"{{keyword}}":{{value}}}""";
                var usable = CompiledSchema.TryCompile(Utf8(text), out _, out var refusal, options);
                usable.Should().Be(keyword is "definitions" or "$defs" ? usable : metaschema.IsValid(Utf8(text)), "{0} {1}", text, refusal);
            }
        }
    }

    [Fact]
    public void A_vocabulary_decides_which_keywords_count()
    {
        var compiler = new SchemaCompiler();
        compiler.Add("https://example.gov/no-validation", Utf8("""{"$schema":"https://json-schema.org/draft/2020-12/schema","$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/core":true,"https://json-schema.org/draft/2020-12/vocab/applicator":true,"https://example.gov/unknown":false}}"""));
        compiler.Add("https://example.gov/all", Utf8("""{"$schema":"https://json-schema.org/draft/2020-12/schema"}"""));
        compiler.Add("https://example.gov/asserting", Utf8("""{"$schema":"https://json-schema.org/draft/2020-12/schema","$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/core":true,"https://json-schema.org/draft/2020-12/vocab/format-assertion":true}}"""));
        compiler.Add("https://example.gov/demanding", Utf8("""{"$schema":"https://json-schema.org/draft/2020-12/schema","$vocabulary":{"https://example.gov/unknown":true}}"""));

        Hold(Of("no-validation", "\"minimum\":10,\"properties\":{\"no\":false}"), ["1", "{}"], ["{\"no\":1}"]);
        Hold(Of("all", "\"minimum\":10"), ["10"], ["1"]);
        Hold(Of("asserting", "\"format\":\"ipv4\",\"minimum\":10"), ["\"127.0.0.1\"", "1"], ["\"x\""]);
        compiler.TryCompile(Utf8("""{"$schema":"https://example.gov/demanding"}"""), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(SchemaRefusalCodes.VocabularyUnknown);

        CompiledSchema Of(string metaschema, string members)
        {
            compiler.TryCompile(Utf8($$"""{"$schema":"https://example.gov/{{metaschema}}",{{members}}}"""), out var schema, out var refusal).Should().BeTrue("{0}", refusal);
            return schema!;
        }
    }

    [Fact]
    public void A_compiled_schema_serves_many_threads()
    {
        var schema = Compile("""{"type":"object","properties":{"n":{"minimum":3,"multipleOf":0.1},"s":{"pattern":"^a+$"}},"unevaluatedProperties":false}""");
        Parallel.For(0, 2_000, i =>
        {
            schema.IsValid(Utf8($$"""{"n":{{i}},"s":"aaa"}""")).Should().Be(i >= 3);
            schema.Evaluate(Utf8("""{"x":1}""")).Errors.Should().ContainSingle();
        });
    }
}

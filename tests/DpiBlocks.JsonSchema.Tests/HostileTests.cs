using System.Buffers;
using System.Text;
using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests;

/// <summary>Schemas and documents that were made to throw, to hang, or to grow.</summary>
public sealed class HostileTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    // The same limit, sooner reached, so that the test is quick as well.
    private static readonly SchemaOptions Little = new() { Limits = new SchemaLimits { MaxWork = 300_000 } };

    private static readonly SchemaOptions Least = new() { Limits = new SchemaLimits { MaxWork = 30_000 } };

    [Fact]
    [Attack("EXC-14")]
    public void A_schema_that_doubles_with_each_reference_is_stopped()
    {
        // 2^40 ways through forty schemas, each of which asks the next one twice.
        var steps = Enumerable.Range(0, 40).Select(i => $$"""
            "s{{i}}":{"anyOf":[{"allOf":[{"$ref":"#/$defs/s{{i + 1}}"},false]},{"$ref":"#/$defs/s{{i + 1}}"}] }
            """);
        var schema = Compile($$"""{"$ref":"#/$defs/s0","$defs":{ {{string.Join(',', steps)}},"s40":{"type":"null"} } }""", Little);
        Bounded.Run(Short, 1 << 20, () => schema.Evaluate("null"u8).Refusal!.Code.Should().Be(SchemaRefusalCodes.Limit));
        schema.IsValid("null"u8).Should().BeFalse("what could not be found out is not valid");
        Output(schema, "null", SchemaOutputFormat.Verbose).GetProperty("valid").GetBoolean().Should().BeFalse();
    }

    [Theory]
    [InlineData("""{"not":{"$ref":"#/$defs/d"},"$defs":{"d":{"oneOf":[{"type":"integer"},{"$ref":"#"}]}}}""")]
    [InlineData("""{"oneOf":[{"type":"string"},{"$ref":"#"}]}""")]
    [InlineData("""{"$id":"https://example.gov/d","$dynamicAnchor":"m","allOf":[{"$dynamicRef":"#m"}]}""")]
    [InlineData("""{"$id":"https://example.gov/d","$dynamicAnchor":"m","not":{"$dynamicRef":"#m"}}""")]
    [InlineData("""{"dependentSchemas":{"a":{"$ref":"#"}}}""")]
    [Attack("EXC-14")]
    public void A_loop_that_only_shows_itself_in_a_document_is_stopped(string text)
    {
        var schema = Compile(text, Little);
        Bounded.Run(Short, 1 << 20, () => schema.Evaluate("""{"a":1}"""u8).Refusal!.Code.Should().Be(SchemaRefusalCodes.Limit));
        schema.IsValid("""{"a":1}"""u8).Should().BeFalse();
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|a)*$")]
    [InlineData("(.*a){20}")]
    [InlineData("(x+x+)+y")]
    [InlineData("^([a-zA-Z0-9])(([\\\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}$")]
    [Attack("EXC-14", "JSN-14")]
    public void A_pattern_that_backtracks_without_end_costs_little(string pattern)
    {
        var schema = Compile($$"""{"pattern":"{{pattern}}"}""");
        var document = Encoding.UTF8.GetBytes("\"" + new string(pattern[0] == '(' && pattern[1] == 'x' ? 'x' : 'a', 100_000) + "!\"");
        Bounded.Run(Short, 64 << 20, () => (schema.Evaluate(document).Refusal?.Code).Should().NotBe(SchemaRefusalCodes.Limit));
    }

    [Fact]
    [Attack("EXC-14")]
    public void A_pattern_that_refers_back_is_stopped_when_it_has_tried_enough()
    {
        var schema = Compile("""{"pattern":"^(a+)+\\1b$"}""", Little);
        schema.Evaluate("\"aaab\""u8).IsValid.Should().BeTrue();
        var document = Encoding.UTF8.GetBytes("\"" + new string('a', 5_000) + "\"");
        Bounded.Run(Short, 64 << 20, () => schema.Evaluate(document).Refusal!.Code.Should().Be(SchemaRefusalCodes.Limit));
    }

    // None matches anything that it is given, so that all of it is looked through; an @ stands for a hundred groups.
    [Theory]
    [InlineData("(?:a?){300}b", "a", 50_000)]
    [InlineData(@"(?:\\p{L}?){100}b", "é", 50_000)]
    [InlineData("^(?:(?:|){500}a?)*b", "a", 50_000)]
    [InlineData("a[^c]{200}b", "a", 50_000)]
    [InlineData(@"(?:\\b|\\B|){300}b", "a", 50_000)]
    [InlineData("(?=a*b)a", "a", 50_000)]
    [InlineData("(?<=^a*)b", "a", 50_000)]
    [InlineData("(?<!(?:a?){300})", "a", 50_000)]
    [InlineData("^(?:(?=(?:c?){5000}).)*b", "a", 50_000)]
    [InlineData(@"(a*)*b\\1", "a", 50_000)]
    [InlineData(@"(?:c?){0,9000}(b)\\1", "a", 400)]
    [InlineData(@"^(?:(?=(a))(?:c?){0,5000}.)*b\\1", "a", 600)]
    [InlineData(@"^(?:(?:c@)?a)*b\\1", "a", 200)]
    [Attack("EXC-14", "JSN-14")]
    public void A_pattern_takes_no_more_than_is_allowed_of_any_text(string pattern, string letter, int bound)
    {
        pattern = pattern.Replace("@", string.Concat(Enumerable.Repeat("()", 100)), StringComparison.Ordinal);
        var text = $$$"""{"properties":{"uses":{"pattern":"a[ab]{14}$"},"asks":{"not":{"pattern":"{{{pattern}}}"} } } }""";
        var most = Most_that_is_told(Compile(text, Least), times => $$"""{"asks":"{{string.Concat(Enumerable.Repeat(letter, times))}}"}""", bound);

        // Whether the states are remembered or there is no room for any makes no difference.
        var full = Compile(text, Least);
        var random = new Random(1);
        for (var i = 0; i < 10; i++)
        {
            full.Evaluate(Utf8($$"""{"uses":"{{string.Concat(Enumerable.Range(0, 2_000).Select(_ => random.Next(2) == 0 ? 'a' : 'b'))}}"}"""));
        }

        Most_that_is_told(full, times => $$"""{"asks":"{{string.Concat(Enumerable.Repeat(letter, times))}}"}""", bound).Should().Be(most);
    }

    [Fact]
    [Attack("EXC-14", "JSN-14")]
    public void Patterns_of_many_members_take_no_more_than_is_allowed()
    {
        var patterns = string.Join(',', Enumerable.Range(0, 200).Select(i => $"\"(?:[0-9]?){{9}}x{i}\":false"));
        var schema = Compile($$"""{"patternProperties":{ {{patterns}} } }""", Little);
        Most_that_is_told(schema, times => $"{{{string.Join(',', Enumerable.Range(0, times).Select(i => $"\"{i}\":0"))}}}", 1_000);
    }

    // How large a document may be before it is too much to find out: valid up to there, refused from there on, and soon.
    private static int Most_that_is_told(CompiledSchema schema, Func<int, string> document, int bound)
    {
        var (told, refused) = (0, bound);
        while (refused - told > 1)
        {
            var half = (told + refused) / 2;
            (told, refused) = schema.Evaluate(Utf8(document(half))).IsValid ? (half, refused) : (told, half);
        }

        told.Should().BeGreaterThan(0);
        refused.Should().BeLessThan(bound);
        var (most, more) = (Utf8(document(told)), Utf8(document(refused)));
        Bounded.Run(Short, 64 << 20, () => schema.Evaluate(most).IsValid.Should().BeTrue());
        Bounded.Run(Short, 64 << 20, () => schema.Evaluate(more).Refusal!.Code.Should().Be(SchemaRefusalCodes.Limit));
        return told;
    }

    [Fact]
    [Attack("EXC-14")]
    public void A_pattern_that_refers_back_remembers_no_more_ways_than_is_allowed()
    {
        var schema = Compile("""{"not":{"pattern":"^(c?)a*b\\1"} }""");
        Most_that_is_told(schema, times => $"\"{new string('a', times)}\"", 600_000);
    }

    [Theory]
    [InlineData("a[ab]{14}$", 60_000)]
    [InlineData("a[ab]{400}c", 4_000)]
    [Attack("EXC-14", "JSN-14")]
    public void States_that_are_remembered_take_so_much_room_together(string pattern, int letters)
    {
        var random = new Random(1);
        var document = Utf8($"\"{string.Concat(Enumerable.Range(0, letters).Select(_ => random.Next(2) == 0 ? 'a' : 'b'))}\"");
        Bounded.Run(Short, 80 << 20, () => (Compile($$"""{"pattern":"{{pattern}}"}""").Evaluate(document).Refusal?.Code).Should().NotBe(SchemaRefusalCodes.Limit));
    }

    [Fact]
    [Attack("EXC-14")]
    public void Classes_may_be_made_of_so_many_ranges_together()
    {
        var letters = string.Concat(Enumerable.Repeat(@"\\p{L}", 800));
        var patterns = string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"[{letters}]{i}\":true"));
        Bounded.Run(Short, 512 << 20, () => Refused($$"""{"patternProperties":{ {{patterns}} } }""").Code.Should().Be(SchemaRefusalCodes.Limit));
        var texts = Utf8($"[{string.Join(',', Enumerable.Repeat($"\"[{letters}]\"", 150))}]");
        Bounded.Run(Short, 512 << 20, () => Compile("""{"items":{"format":"regex"} }""", Asserting).Evaluate(texts).IsValid.Should().BeTrue());
    }

    [Fact]
    [Attack("EXC-14", "JSN-12")]
    public void A_million_items_are_refused_and_what_is_allowed_is_compared_quickly()
    {
        var schema = Compile("""{"uniqueItems":true}""");
        var million = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, 1_000_000))}]");
        Bounded.Run(Short, 4 << 20, () => schema.Evaluate(million).Refusal!.Code.Should().Be(JsonRefusalCodes.TooLarge));

        var most = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"[{i}]"))}]");
        Bounded.Run(Short, 4 << 20, () => schema.Evaluate(most).IsValid.Should().BeTrue());
    }

    [Fact]
    [Attack("EXC-14", "JSN-12")]
    public void Names_that_collide_cost_no_more_than_is_allowed()
    {
        var names = Colliding(400);
        var document = Encoding.UTF8.GetBytes("{" + string.Join(',', names.Select(name => $"\"{Encoding.UTF8.GetString(name)}\":1")) + "}");
        Bounded.Run(Short, 1 << 20, () => Compile("true").Evaluate(document).IsValid.Should().BeTrue());

        var items = Encoding.UTF8.GetBytes("[" + string.Join(',', names.Select(name => $"\"{Encoding.UTF8.GetString(name)}\"")) + "]");
        Bounded.Run(Short, 1 << 20, () => Compile("""{"uniqueItems":true}""").Evaluate(items).IsValid.Should().BeTrue());
    }

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{\"a\":", 100_000)]
    [Attack("EXC-14", "JSN-02")]
    public void A_deep_text_is_refused(string opening, int times)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(opening, times)));
        Compile("""{"items":{"$ref":"#"}}""").Evaluate(text).Refusal!.Code.Should().Be(JsonRefusalCodes.TooDeep);
        CompiledSchema.TryCompile(text, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JsonRefusalCodes.TooDeep);
    }

    [Fact]
    [Attack("EXC-14")]
    public void A_schema_of_too_many_parts_is_refused()
    {
        var options = new SchemaOptions { Limits = new SchemaLimits { MaxSubschemas = 10 } };
        var parts = string.Join(',', Enumerable.Repeat("true", 9));
        Compile($$"""{"allOf":[{{parts}}]}""", options);
        Refused($$"""{"allOf":[{{parts}},true]}""", options).Code.Should().Be(SchemaRefusalCodes.Limit);
    }

    [Fact]
    [Attack("EXC-14")]
    public void Patterns_may_be_so_large_together()
    {
        var large = string.Join(',', Enumerable.Range(0, 3_000).Select(i => $"\"\\\\p{{L}}{i}\":true"));
        Bounded.Run(Short, 64 << 20, () => Refused($$"""{"patternProperties":{ {{large}} } }""").Code.Should().Be(SchemaRefusalCodes.Limit));
        var nested = string.Concat(Enumerable.Repeat("(a", 60)) + string.Concat(Enumerable.Repeat("{1,9})", 60));
        Refused($$"""{"pattern":"{{nested}}"}""").Code.Should().Be(SchemaRefusalCodes.Limit);
    }

    [Fact]
    public void A_limit_is_a_limit()
    {
        ((Func<object>)(() => new SchemaLimits { MaxWork = 0 })).Should().Throw<ArgumentOutOfRangeException>();
        ((Func<object>)(() => new SchemaLimits { MaxNesting = -1 })).Should().Throw<ArgumentOutOfRangeException>();
        ((Func<object>)(() => new SchemaLimits { Document = new JsonLimits(1) { MaxDepth = 513 } })).Should().Throw<ArgumentOutOfRangeException>();
        ((Func<object>)(() => new SchemaOptions { DefaultDraft = (SchemaDraft)9 })).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    [Attack("EXC-14")]
    public void The_deepest_values_that_are_allowed_are_compared()
    {
        var deep = new string('[', 500) + new string(']', 500);
        var options = new SchemaOptions { Limits = new SchemaLimits { Document = new JsonLimits(1 << 20) { MaxDepth = 512 }, Schema = new JsonLimits(1 << 20) { MaxDepth = 512 } } };
        Hold($$"""{"const":{{deep}},"uniqueItems":true}""", [deep], [$"[{deep},{deep}]", "[]"], options);
    }

    [Theory]
    [InlineData("1e1000001")]
    [InlineData("-1e-1000001")]
    [InlineData("1e99999999999999999999999")]
    [InlineData("1e9223372036854775807")]
    [InlineData("1e-9223372036854775808")]
    [InlineData("0.1e1000002")]
    [Attack("EXC-14")]
    public void A_number_too_large_to_compute_with_has_no_verdict(string number)
    {
        Compile("""{"minimum":1}""").Evaluate(Utf8(number)).Refusal!.Code.Should().Be(SchemaRefusalCodes.Limit);
        Compile("""{"multipleOf":0.3}""").Evaluate(Utf8(number)).Refusal!.Code.Should().Be(SchemaRefusalCodes.Limit);
        Compile("""{"not":{"minimum":1}}""").Evaluate(Utf8(number)).Refusal!.Code.Should().Be(SchemaRefusalCodes.Limit);
        Compile("""{"type":"integer"}""").Evaluate(Utf8(number)).Refusal!.Code.Should().Be(SchemaRefusalCodes.Limit);
        Hold("""{"enum":[1]}""", [], [number]);
        Hold("""{"uniqueItems":true}""", [$"[{number},1]"], [$"[{number},{number}]"]);
        Refused($$"""{"minimum":{{number}}}""").Code.Should().Be(SchemaRefusalCodes.Limit);
    }

    [Theory]
    [InlineData("1e1000001", "10e1000000")]
    [InlineData("-1e-1000001", "-0.1e-1000000")]
    [InlineData("0.1e99999999999999999999999", "1e99999999999999999999998")]
    [Attack("EXC-14")]
    public void Numbers_too_large_to_compute_with_are_neither_equal_nor_different(string one, string other)
    {
        var unique = Compile("""{"uniqueItems":true}""");
        unique.Evaluate(Utf8($"[{one},{other}]")).Refusal!.Code.Should().Be(SchemaRefusalCodes.Limit);
        unique.Evaluate(Utf8($$"""[[{"a":{{one}}}],[{"a":{{other}}}]]""")).Refusal!.Code.Should().Be(SchemaRefusalCodes.Limit);
        Hold(unique, [$"[[{one},1],[{other},2]]"], [$"[{one},{one}]"]);
        Compile($$"""{"not":{"const":{{one}} } }""").Evaluate(Utf8(other)).Refusal!.Code.Should().Be(SchemaRefusalCodes.Limit);
        Hold($$"""{"not":{"const":[{{one}},1]} }""", [$"[{other},2]"], [$"[{one},1]"]);
    }

    [Fact]
    public void A_number_is_as_large_however_it_is_written()
    {
        Hold("""{"const":1e1000000}""", ["1e1000000", "0.1e1000001", "10e999999"], ["1e999999"]);
        Hold("""{"minimum":1e1000000}""", ["0.1e1000001"], ["0.1e1000000"]);
        Compile("""{"minimum":1}""").Evaluate("10e1000000"u8).Refusal!.Code.Should().Be(SchemaRefusalCodes.Limit);
    }

    [Fact]
    [Attack("EXC-14")]
    public void Numbers_of_many_digits_cost_little()
    {
        var most = new string('7', 1_000);
        var bounds = Compile($$"""{"minimum":{{most}},"multipleOf":7e-900}""");
        Bounded.Run(Short, 4 << 20, () => bounds.Evaluate(Utf8($"[{most}]")).IsValid.Should().BeTrue());
        Bounded.Run(Short, 4 << 20, () => bounds.Evaluate(Utf8(most)).IsValid.Should().BeTrue());
        Bounded.Run(Short, 4 << 20, () => bounds.Evaluate(Utf8("7e1000000")).IsValid.Should().BeTrue());
        Compile("""{"maximum":1}""").Evaluate(Utf8(most + "7")).Refusal!.Code.Should().Be(SchemaRefusalCodes.Limit);
        Compile("""{"enum":[1]}""").Evaluate(Utf8(most + "7")).Refusal!.Code.Should().Be(SchemaRefusalCodes.Violated);
    }

    [Fact]
    [Attack("EXC-14")]
    public void A_schema_of_deep_references_does_not_exhaust_the_stack()
    {
        var steps = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$"""
            "s{{i}}":{"$ref":"#/$defs/s{{i + 1}}"}
            """));
        var schema = Compile($$"""{"$ref":"#/$defs/s0","$defs":{ {{steps}},"s10000":{} } }""");
        schema.Evaluate("1"u8).Refusal!.Code.Should().Be(SchemaRefusalCodes.Limit);

        // Without a limit of ours, the stack itself is asked whether there is room.
        var unlimited = Compile($$"""{"$ref":"#/$defs/s0","$defs":{ {{steps}},"s10000":{} } }""", new SchemaOptions { Limits = new SchemaLimits { MaxNesting = 1_000_000 } });
        var small = new Thread(() => schema = unlimited.Evaluate("1"u8).Refusal is { Code: SchemaRefusalCodes.Limit } ? null : schema, maxStackSize: 256 * 1024);
        small.Start();
        small.Join();
        schema.Should().BeNull();
    }

    [Fact]
    [Attack("EXC-14")]
    public void References_into_one_large_place_are_found_quickly()
    {
        var parts = string.Join(',', Enumerable.Range(0, 15_000).Select(i => $"\"d{i}\":true"));
        var references = string.Join(',', Enumerable.Range(0, 15_000).Select(i => $"{{\"$ref\":\"#/$defs/d{i}\"}}"));
        Bounded.Run(Short, 512 << 20, () => Compile($$"""{"allOf":[{{references}}],"$defs":{ {{parts}} } }"""));
    }

    [Theory]
    [InlineData("""{"properties":{"@":{"properties":{#} } } }""", 1_500_000)]
    [InlineData("""{"$id":"https://example.gov/@","properties":{#} }""", 1_500_000)]
    [InlineData("""{"not":{"$id":"https://example.gov/@","properties":{#} } }""", 1_500_000)]
    [InlineData("""{"$ref":"x#/not","$defs":{"@":{"$id":"x","not":{"properties":{#} } } } }""", 1_500_000)]
    [InlineData("""{"@":{"b":{"properties":{#} } },"$ref":"#/@/b"}""", 900_000)]
    [InlineData("""{"properties":{"@":{"properties":{#} } } }""", 8_000)]
    [InlineData("""{"properties":{"é@":{"properties":{#} } } }""", 1_000)]
    [Attack("EXC-14")]
    public void Places_in_a_schema_may_have_so_long_names_together(string schema, int letters)
    {
        var parts = string.Join(',', Enumerable.Range(0, 19_000).Select(i => $"\"a{i}\":{{}}"));
        var text = schema.Replace("@", new string('é', letters), StringComparison.Ordinal).Replace("{#}", $"{{{parts}}}", StringComparison.Ordinal);
        Bounded.Run(Short, 512 << 20, () => Refused(text).Code.Should().Be(SchemaRefusalCodes.Limit));
    }

    [Fact]
    [Attack("EXC-14")]
    public void Places_that_nothing_refers_to_may_have_so_long_names_too()
    {
        // Nothing of it is compiled, and all of it is looked through for identifiers.
        var parts = string.Join(',', Enumerable.Range(0, 19_000).Select(i => $"\"a{i}\":{{}}"));
        var groups = string.Join(',', Enumerable.Range(0, 10).Select(i => $"\"g{i}\":{{\"properties\":{{{parts}}}}}"));
        Bounded.Run(Short, 512 << 20, () => Refused($$"""{"$defs":{"{{new string('d', 8_000)}}":{"properties":{ {{groups}} } } } }""").Code.Should().Be(SchemaRefusalCodes.Limit));
        Compile($$"""{"$defs":{"{{new string('d', 200)}}":{"properties":{ {{groups}} } } } }""");
    }

    // An @ stands for half a million letters.
    [Theory]
    [InlineData("""{"additionalProperties":{"items":{"type":"string"} } }""", "0")]
    [InlineData("""{"additionalProperties":{"items":{"type":"integer"} } }""", "0")]
    [InlineData("""{"additionalProperties":{"items":{"anyOf":[false,true]} },"required":["a"]}""", "0")]
    [InlineData("""{"additionalProperties":{"items":{"anyOf":[{"required":["@"]},true]} },"required":["a"]}""", "{}")]
    [InlineData("""{"additionalProperties":{"items":{"default":"@"} } }""", "0")]
    [InlineData("""{"additionalProperties":{"items":{"default":"@"} },"required":["a"]}""", "0")]
    [InlineData("""{"additionalProperties":{"items":{"allOf":[{"$ref":"#/$defs/d"},false]} },"$defs":{"d":{"@":0} } }""", "0")]
    [Attack("EXC-14")]
    public void Texts_that_would_be_told_again_and_again_take_little_room(string schema, string item)
    {
        var compiled = Compile(schema.Replace("@", new string('a', 500_000), StringComparison.Ordinal));
        Costs_little_to_tell(compiled, $$"""{"{{new string('n', 900_000)}}":[{{string.Join(',', Enumerable.Repeat(item, 10_000))}}]}""");
    }

    [Fact]
    [Attack("EXC-14")]
    public void A_name_that_is_asked_for_again_and_again_takes_little_room()
    {
        var parts = string.Join(',', Enumerable.Repeat("""{"additionalProperties":true}""", 10_000));
        var document = $$"""{"{{new string('n', 900_000)}}":0}""";
        Costs_little_to_tell(Compile($$"""{"allOf":[{{parts}}]}"""), document);
        Costs_little_to_tell(Compile($$"""{"allOf":[{{parts}},false]}"""), document);
    }

    private static void Costs_little_to_tell(CompiledSchema schema, string document)
    {
        var utf8 = Utf8(document);
        Bounded.Run(Short, 256 << 20, () => schema.Evaluate(utf8));
        foreach (var format in Enum.GetValues<SchemaOutputFormat>())
        {
            Bounded.Run(Short, 256 << 20, () => schema.WriteOutput(utf8, format, new ArrayBufferWriter<byte>()));
        }
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://json-schema.org/draft/2019-09/schema")]
    [Attack("EXC-14")]
    public void Nothing_is_ever_fetched(string address) =>
        Bounded.Run(TimeSpan.FromMilliseconds(500), 1 << 20, () => Refused($$"""{"$ref":"{{address}}"}""").Code.Should().Be(SchemaRefusalCodes.ReferenceUnknown));

    [Fact]
    [Attack("EXC-14")]
    public void A_format_that_is_asserted_cannot_be_passed_by_spelling_it_otherwise()
    {
        Hold("""{"format":"ipv4"}""", ["\"127.0.0.1\"", "\"\\u0031.1.1.1\""], ["\"127.0.0.1\\n\"", "\"１27.0.0.1\""], Asserting);
        Hold("""{"\u0066ormat":"ipv4"}""", [], ["\"x\""], Asserting);
    }

    [Theory]
    [InlineData("idn-hostname")]
    [InlineData("email")]
    [InlineData("uri")]
    [InlineData("uri-template")]
    [InlineData("duration")]
    [InlineData("ipv6")]
    [InlineData("json-pointer")]
    [InlineData("regex")]
    [InlineData("date-time")]
    [Attack("EXC-14")]
    public void No_format_is_slow(string format)
    {
        var schema = Compile($$"""{"format":"{{format}}"}""", Asserting);
        foreach (var part in new[] { "a", ".", "é", "xn--a.", "{a}", "/~0", "(", "1:", "P1", "٣", "@" })
        {
            var document = Encoding.UTF8.GetBytes("\"" + string.Concat(Enumerable.Repeat(part, 100_000 / part.Length)) + "\"");
            Bounded.Run(Short, 16 << 20, () => schema.Evaluate(document));
        }
    }

    // Texts that fall into the same place of every table of up to 1,024 places.
    private static List<byte[]> Colliding(int count)
    {
        var found = new Dictionary<int, List<byte[]>>();
        for (var i = 0; ; i++)
        {
            var name = Encoding.ASCII.GetBytes(i.ToString("x", System.Globalization.CultureInfo.InvariantCulture));
            var hash = DpiBlocks.JsonSchema.Documents.Utf8Text.Hash(name) & 0x3FF;
            if (!found.TryGetValue(hash, out var list))
            {
                found.Add(hash, list = []);
            }

            list.Add(name);
            if (list.Count == count)
            {
                return list;
            }
        }
    }
}

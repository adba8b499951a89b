using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests.Keywords;

/// <summary>The validation vocabulary (2020-12 Validation, 6).</summary>
public sealed class AssertionTests
{
    [Theory]
    [InlineData("null", "null")]
    [InlineData("boolean", "true", "false")]
    [InlineData("string", "\"\"", "\"1\"")]
    [InlineData("array", "[]", "[1]")]
    [InlineData("object", "{}", "{\"a\":1}")]
    [InlineData("number", "1", "1.5", "-0", "1e3")]
    [InlineData("integer", "0", "-1", "1.0", "1e2", "12.50e1", "0.0", "100000000000000000000000000000000000000000", "1e308", "0e-9999999999999999999")]
    public void Type_holds_for_its_kind_alone(string type, params string[] valid)
    {
        var all = new[] { "null", "true", "\"a\"", "[]", "{}", "1.5" };
        var others = all.Where(document => !(type switch
        {
            "null" => document == "null",
            "boolean" => document == "true",
            "string" => document == "\"a\"",
            "array" => document == "[]",
            "object" => document == "{}",
            "number" => document == "1.5",
            _ => false,
        }));
        Hold($$"""{"type":"{{type}}"}""", valid, [.. others]);
        Hold($$"""{"type":["{{type}}"]}""", valid, [.. others]);
    }

    [Fact]
    public void An_integer_is_a_matter_of_value() => Hold("""{"type":"integer"}""", ["1.0", "10e-1", "1.5e1"], ["1.5", "1e-1", "15e-1", "0.1e0", "12345678901234567890.5"]);

    [Fact]
    public void Several_types_are_alternatives() => Hold("""{"type":["integer","null"]}""", ["1", "null"], ["1.5", "\"1\"", "{}"]);

    [Fact]
    public void Enum_names_values_of_any_kind() => Hold(
        """{"enum":["red",6,null,true,[1,{"a":2}],{"b":[],"c":"x"}]}""",
        ["\"red\"", "6", "6.0", "60e-1", "null", "true", "[1.0,{\"a\":2}]", "{\"c\":\"x\",\"b\":[]}", "\"\\u0072ed\""],
        ["\"Red\"", "7", "false", "[1]", "[{\"a\":2},1]", "{\"b\":[]}", "{\"b\":[],\"c\":\"x\",\"d\":1}", "{\"b\":[],\"d\":\"x\"}"]);

    [Fact]
    public void An_empty_enum_holds_for_nothing() => Hold("""{"enum":[]}""", [], ["1", "null"]);

    [Theory]
    [InlineData("false", "false", "0", "[false]", "null")]
    [InlineData("0", "0", "-0", "0.0", "0e7")]
    [InlineData("1", "1", "1.0", "10e-1")]
    [InlineData("9007199254740993", "9007199254740993", "9007199254740993.0")]
    [InlineData("\"a\\u0000b\"", "\"a\\u0000b\"")]
    [InlineData("[]", "[]", "[ ]")]
    [InlineData("{}", "{}", "{ }")]
    public void Const_is_one_value(string value, params string[] documents)
    {
        var valid = value == "false" ? documents[..1] : documents;
        var others = new[] { "false", "true", "2", "9007199254740992", "\"\"", "[0]", "{\"a\":0}" }.Except([value]).ToArray();
        Hold($$"""{"const":{{value}}}""", valid, [.. others, .. value == "false" ? documents[1..] : []]);
    }

    [Theory]
    [InlineData("minimum", "1.1", "1.1 2 1.10 11e-1 1e1", "1.0 0 -1.1 1.0999999999999999999999")]
    [InlineData("maximum", "1.1", "1.1 1 -9 1.1000", "1.2 1.1000000000000000000001 1e2")]
    [InlineData("exclusiveMinimum", "-2", "-1.9 0 -199e-2", "-2 -2.0 -3 -2.00000000000000001")]
    [InlineData("exclusiveMaximum", "3", "2.9999999999999999999 0 -3", "3 3.0 30e-1 4")]
    [InlineData("minimum", "100000000000000000000", "100000000000000000000 1e20 1e21", "99999999999999999999 1e19")]
    [InlineData("maximum", "-1e-400", "-1 -1e-399", "0 -1e-401")]
    [InlineData("exclusiveMaximum", "972783798187987123879878123.18878137", "972783798187987123879878123.188781369", "972783798187987123879878123.188781371")]
    public void Bounds_are_exact(string keyword, string limit, string valid, string invalid) =>
        Hold($$"""{"{{keyword}}":{{limit}}}""", [.. valid.Split(' '), "\"text\"", "null"], invalid.Split(' '));

    [Theory]
    [InlineData("2", "0 4 -6 2.0 1e2 100000000000000000000", "1 7 2.5 100000000000000000001")]
    [InlineData("0.01", "0.07 4.35 19.99 1 -0.01 1e10", "0.005 4.355 1e-3")]
    [InlineData("0.0001", "0.0075 3", "0.00751")]
    [InlineData("0.1", "0.3 1.1 12345678901234567890.1", "0.35")]
    [InlineData("1e-8", "12391239123 1e-7", "1e-9")]
    [InlineData("0.123456789", "0.123456789 0.246913578", "1e308 0.1")]
    [InlineData("1e30", "1e30 3e31 0", "1e29 1")]
    [InlineData("1.5", "3 4.5 3e999 0.0", "2 4")]
    public void Multiples_are_computed_without_loss(string divisor, string valid, string invalid) =>
        Hold($$"""{"multipleOf":{{divisor}}}""", [.. valid.Split(' '), "\"text\""], invalid.Split(' '));

    [Fact]
    public void Length_is_counted_in_code_points()
    {
        Hold("""{"minLength":2}""", ["\"ab\"", "\"éé\"", "\"💩💩\"", "\"\\ud83d\\udca9\\u00e9\"", "1"], ["\"a\"", "\"💩\"", "\"\\ud83d\\udca9\"", "\"\""]);
        Hold("""{"maxLength":2}""", ["\"ab\"", "\"💩💩\"", "\"\"", "\"\\ud83d\\udca9\\ud83d\\udca9\"", "[1,2,3]"], ["\"abc\"", "\"💩💩💩\"", "\"e\\u0301e\""]);
        Hold("""{"minLength":2.0,"maxLength":2e0}""", ["\"ab\""], ["\"a\"", "\"abc\""]);
    }

    [Fact]
    public void Pattern_is_searched_for_and_not_anchored() => Hold("""{"pattern":"b+"}""", ["\"abc\"", "\"b\"", "1", "{}"], ["\"ac\"", "\"\""]);

    [Fact]
    public void Items_are_counted() => Hold("""{"minItems":1,"maxItems":2.0}""", ["[1]", "[1,2]", "{}", "\"\""], ["[]", "[1,2,3]"]);

    [Fact]
    public void Members_are_counted() =>
        Hold("""{"minProperties":1,"maxProperties":2}""", ["{\"a\":1}", "{\"a\":1,\"b\":2}", "[]", "\"\""], ["{}", "{\"a\":1,\"b\":2,\"c\":3}"]);

    [Fact]
    public void Unique_items_differ_in_value() => Hold(
        """{"uniqueItems":true}""",
        ["[]", "[1]", "[1,2]", "[1,true]", "[0,false]", "[null,0,\"\",[],{}]", "[[1],[true]]", "[{\"a\":1},{\"a\":true}]", "[\"a\",\"A\"]", "[[1,2],[2,1]]", "[{\"a\":{\"b\":1}},{\"a\":{\"b\":2}}]", "{}", "\"aa\""],
        ["[1,1]", "[1.0,1.00,1]", "[1,2,1e0]", "[\"a\",\"\\u0061\"]", "[{\"a\":1,\"b\":2},{\"b\":2.0,\"a\":1}]", "[[[\"x\"]],[[\"x\"]]]", "[null,null]", "[false,false]", "[100000000000000000001,100000000000000000001.0]"]);

    [Fact]
    public void Unique_items_are_not_asked_for_when_false() => Hold("""{"uniqueItems":false}""", ["[1,1]"], []);

    [Fact]
    public void Many_items_are_told_apart()
    {
        var items = string.Join(',', Enumerable.Range(0, 3_000).Select(i => $"{{\"n\":{i}}}"));
        Hold("""{"uniqueItems":true}""", [$"[{items}]"], [$"[{items},{{\"n\":1234}}]"]);
    }

    [Fact]
    public void Required_members_must_be_there() => Hold(
        """{"required":["a","b\"c","Ā"]}""",
        ["{\"a\":null,\"b\\\"c\":1,\"\\u0100\":2}", "{\"x\":0,\"Ā\":2,\"b\\u0022c\":1,\"a\":1}", "[]", "1"],
        ["{}", "{\"a\":1,\"b\\\"c\":1}", "{\"a\":1,\"bc\":1,\"Ā\":2}"]);

    [Fact]
    public void Required_may_be_empty_and_names_of_the_prototype_are_names() =>
        Hold("""{"required":["__proto__","toString","constructor"]}""", ["{\"__proto__\":1,\"toString\":2,\"constructor\":3}"], ["{}", "{\"__proto__\":1}"]);

    [Fact]
    public void One_member_may_ask_for_others() => Hold(
        """{"dependentRequired":{"card":["address","name"],"free":[]}}""",
        ["{}", "{\"address\":1}", "{\"card\":1,\"address\":2,\"name\":3}", "{\"free\":1}", "[\"card\"]"],
        ["{\"card\":1}", "{\"card\":1,\"address\":2}"]);
}

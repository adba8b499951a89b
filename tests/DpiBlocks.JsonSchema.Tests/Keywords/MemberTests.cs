using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests.Keywords;

/// <summary>Schemas for the members of objects (2020-12 Core, 10.3.2).</summary>
public sealed class MemberTests
{
    [Fact]
    public void Properties_speak_of_the_members_that_are_there() => Hold(
        """{"properties":{"n":{"type":"integer"},"s":{"type":"string"},"never":false,"any":true}}""",
        ["{}", "{\"n\":1,\"s\":\"x\",\"other\":[]}", "{\"any\":{}}", "[]", "12"],
        ["{\"n\":\"1\"}", "{\"n\":1,\"s\":2}", "{\"never\":null}"]);

    [Fact]
    public void A_name_is_the_same_however_it_is_escaped() => Hold(
        """{"properties":{"a\"b":{"type":"null"},"new\nline":{"type":"null"},"😀":{"type":"null"}}}""",
        ["{\"a\\u0022b\":null,\"new\\u000aline\":null,\"\\ud83d\\ude00\":null}"],
        ["{\"a\\\"b\":1}", "{\"new\\nline\":1}", "{\"\\uD83D\\uDE00\":1}"]);

    [Fact]
    public void Names_differ_by_case_and_by_composition() =>
        Hold("""{"properties":{"é":{"type":"null"},"a":{"type":"null"}}}""", ["{\"e\\u0301\":1,\"A\":1}"], ["{\"é\":1}", "{\"a\":1}"]);

    [Fact]
    public void Patterns_speak_of_names_and_several_may_match() => Hold(
        """{"patternProperties":{"a+":{"type":"integer"},"aaa":{"maximum":20},"^x-":true,"b":false}}""",
        ["{\"a\":21}", "{\"aaaa\":18,\"foo\":\"\"}", "{\"x-1\":{}}", "[\"b\"]"],
        ["{\"a\":\"no\"}", "{\"aaa\":31}", "{\"b\":1}", "{\"ab\":1}"]);

    [Fact]
    public void Additional_members_are_those_that_nothing_beside_speaks_of()
    {
        Hold("""{"properties":{"foo":{},"bar":{}},"patternProperties":{"^v":{}},"additionalProperties":false}""", ["{}", "{\"foo\":1}", "{\"vroom\":2,\"bar\":1}", "[1]"], ["{\"foo\":1,\"quux\":true}", "{\"xv\":1}"]);
        Hold("""{"properties":{"foo":{}},"additionalProperties":{"type":"boolean"}}""", ["{\"foo\":1,\"x\":true}"], ["{\"foo\":1,\"x\":12}"]);
        Hold("""{"additionalProperties":{"type":"boolean"}}""", ["{\"x\":true}"], ["{\"x\":1}"]);
        Hold("""{"patternProperties":{"^á":{}},"additionalProperties":false}""", ["{\"ármány\":2}"], ["{\"élmény\":2}"]);
    }

    [Fact]
    public void Additional_members_do_not_look_into_applicators() =>
        Hold("""{"allOf":[{"properties":{"foo":{}}}],"additionalProperties":{"type":"boolean"}}""", ["{\"foo\":true}"], ["{\"foo\":1}"]);

    [Fact]
    public void Names_are_strings_to_which_a_schema_applies()
    {
        Hold("""{"propertyNames":{"maxLength":3,"pattern":"^a"}}""", ["{}", "{\"ab\":1,\"a\":2}", "[1]"], ["{\"abcd\":1}", "{\"b\":1}"]);
        Hold("""{"propertyNames":false}""", ["{}"], ["{\"a\":1}"]);
        Hold("""{"propertyNames":{"enum":["a",1]}}""", ["{\"a\":1}"], ["{\"b\":1}", "{\"1\":1}"]);
        Hold("""{"propertyNames":{"const":"a"}}""", ["{\"a\":1}"], ["{\"b\":1}"]);
        Hold("""{"propertyNames":{"type":"string","not":{"const":"b"}}}""", ["{\"a\":1}"], ["{\"b\":1}"]);
        Hold("""{"propertyNames":{"type":"object"}}""", ["{}"], ["{\"a\":1}"]);
    }

    [Fact]
    public void A_member_may_ask_for_a_schema_of_the_whole() => Hold(
        """{"dependentSchemas":{"bar":{"properties":{"foo":{"type":"integer"}},"required":["foo"]},"baz":false,"ok":true}}""",
        ["{}", "{\"foo\":\"x\"}", "{\"bar\":1,\"foo\":1}", "{\"ok\":1}", "\"bar\"", "[\"baz\"]"],
        ["{\"bar\":1}", "{\"bar\":1,\"foo\":\"x\"}", "{\"baz\":1}"]);

    [Fact]
    public void Old_dependencies_are_read_in_the_new_draft_too() => Hold(
        """{"dependencies":{"a":["b"],"c":{"required":["d"]},"e":false}}""",
        ["{}", "{\"a\":1,\"b\":1}", "{\"c\":1,\"d\":1}"],
        ["{\"a\":1}", "{\"c\":1}", "{\"e\":1}"]);
}

using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests.Keywords;

/// <summary>Schemas that are put together (2020-12 Core, 10.2), and the two that are not objects (4.3.2).</summary>
public sealed class LogicTests
{
    [Fact]
    public void True_holds_for_all_and_false_for_nothing()
    {
        Hold("true", ["1", "null", "{}"], []);
        Hold("false", [], ["1", "null", "{}", "[]", "\"\"", "true"]);
        Hold("{}", ["1", "{\"a\":[]}"], []);
    }

    [Fact]
    public void All_must_hold() => Hold("""{"allOf":[{"minimum":2},{"maximum":5},{}],"multipleOf":1}""", ["2", "5", "\"x\""], ["1", "6", "2.5"]);

    [Fact]
    public void Any_may_hold()
    {
        Hold("""{"anyOf":[{"type":"integer"},{"minimum":2}]}""", ["1", "2.5", "3", "\"x\""], ["1.5"]);
        Hold("""{"anyOf":[false,false]}""", [], ["1"]);
        Hold("""{"type":"string","anyOf":[{"maxLength":2},{"minLength":4}]}""", ["\"ab\"", "\"abcd\""], ["\"abc\"", "3"]);
    }

    [Fact]
    public void Exactly_one_must_hold()
    {
        Hold("""{"oneOf":[{"type":"integer"},{"minimum":2}]}""", ["1", "2.5"], ["3", "1.5"]);
        Hold("""{"oneOf":[true,true,false]}""", [], ["1"]);
        Hold("""{"oneOf":[false,true,false]}""", ["1"], []);
        Hold("""{"oneOf":[{"required":["a"]},{"required":["b"]}]}""", ["{\"a\":1}", "{\"b\":1}"], ["{}", "{\"a\":1,\"b\":1}"]);
    }

    [Fact]
    public void One_must_not_hold()
    {
        Hold("""{"not":{"type":["integer","boolean"]}}""", ["\"x\"", "1.5"], ["1", "true"]);
        Hold("""{"not":true}""", [], ["1"]);
        Hold("""{"not":{"not":{"type":"null"}}}""", ["null"], ["1"]);
    }

    [Fact]
    public void A_condition_chooses_what_must_hold()
    {
        Hold("""{"if":{"exclusiveMaximum":0},"then":{"minimum":-10},"else":{"multipleOf":2}}""", ["-1", "4", "0"], ["-100", "3"]);
        Hold("""{"if":{"const":1},"then":{"type":"string"}}""", ["2"], ["1"]);
        Hold("""{"if":{"const":1},"else":{"type":"string"}}""", ["1", "\"x\""], ["2"]);
        Hold("""{"then":false,"else":false}""", ["1"], []);
        Hold("""{"if":false}""", ["1"], []);
        Hold("""{"if":true,"then":{"const":"yes"},"else":{"const":"no"}}""", ["\"yes\""], ["\"no\""]);
        Hold("""{"allOf":[{"if":{"minimum":10}},{"then":false}]}""", ["12"], []);      // each schema has its own
    }
}

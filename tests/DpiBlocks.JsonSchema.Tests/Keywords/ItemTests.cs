using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests.Keywords;

/// <summary>Schemas for the items of arrays (2020-12 Core, 10.3.1).</summary>
public sealed class ItemTests
{
    [Fact]
    public void Items_speak_of_every_item() => Hold("""{"items":{"type":"integer"}}""", ["[]", "[1,2]", "{\"0\":\"x\"}"], ["[1,\"x\"]", "[null]"]);

    [Fact]
    public void Items_may_be_forbidden() => Hold("""{"items":false}""", ["[]", "{}"], ["[1]"]);

    [Fact]
    public void The_first_items_have_their_own_schemas() =>
        Hold("""{"prefixItems":[{"type":"integer"},{"type":"string"},true]}""", ["[]", "[1]", "[1,\"x\"]", "[1,\"x\",null,null]", "{\"0\":\"x\"}"], ["[\"x\"]", "[1,2]"]);

    [Fact]
    public void Items_begin_where_the_prefix_ends()
    {
        Hold("""{"prefixItems":[{}],"items":{"type":"integer"}}""", ["[]", "[\"x\"]", "[null,2,3]"], ["[null,2,\"x\"]"]);
        Hold("""{"prefixItems":[{},{}],"items":false}""", ["[1,2]"], ["[1,2,3]"]);
        Hold("""{"allOf":[{"prefixItems":[{"minimum":3}]}],"items":{"minimum":5}}""", ["[5]"], ["[3]"]);
    }

    [Fact]
    public void One_item_must_be_as_contains_says()
    {
        Hold("""{"contains":{"minimum":5}}""", ["[3,4,5]", "[5]", "{}"], ["[]", "[1,2]"]);
        Hold("""{"contains":true}""", ["[1]"], ["[]"]);
        Hold("""{"contains":false}""", ["\"text\""], ["[]", "[1]"]);
        Hold("""{"items":{"multipleOf":2},"contains":{"multipleOf":3}}""", ["[6,12]"], ["[2,4]", "[3,9]", "[1]"]);
    }

    [Fact]
    public void How_many_are_found_may_be_bounded()
    {
        Hold("""{"contains":{"const":1},"minContains":2}""", ["[1,1]", "[1,2,1]"], ["[]", "[1]", "[2,2]"]);
        Hold("""{"contains":{"const":1},"maxContains":1}""", ["[1]", "[1,2]"], ["[]", "[1,1]", "[2]"]);
        Hold("""{"contains":{"const":1},"minContains":1,"maxContains":2.0}""", ["[1,1]"], ["[1,1,1]", "[]"]);
        Hold("""{"contains":{"const":1},"minContains":0}""", ["[]", "[2]"], []);
        Hold("""{"contains":{"const":1},"minContains":0,"maxContains":1}""", ["[]", "[1]"], ["[1,1]"]);
        Hold("""{"contains":{"const":1},"minContains":3,"maxContains":1}""", [], ["[1]", "[1,1,1]", "[1,1]"]);
        Hold("""{"minContains":2,"maxContains":0}""", ["[]", "[1]"], []);      // alone they say nothing
    }
}

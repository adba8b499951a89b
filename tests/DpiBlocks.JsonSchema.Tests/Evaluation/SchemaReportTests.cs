using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests.Evaluation;

/// <summary>Where, and why, in plain language.</summary>
public sealed class SchemaReportTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "1", "", "/type", "This must be a string, and is a number.")]
    [InlineData("""{"type":["integer","null"]}""", "{}", "", "/type", "This must be an integer or null, and is an object.")]
    [InlineData("""{"const":1}""", "2", "", "/const", "This is not the one value that is allowed.")]
    [InlineData("""{"enum":[1]}""", "2", "", "/enum", "This is none of the values that are allowed.")]
    [InlineData("""{"minimum":1.5}""", "1", "", "/minimum", "The number must be at least 1.5.")]
    [InlineData("""{"maximum":1}""", "2", "", "/maximum", "The number must be at most 1.")]
    [InlineData("""{"exclusiveMinimum":1}""", "1", "", "/exclusiveMinimum", "The number must be above 1.")]
    [InlineData("""{"exclusiveMaximum":1}""", "1", "", "/exclusiveMaximum", "The number must be below 1.")]
    [InlineData("""{"multipleOf":2}""", "1", "", "/multipleOf", "The number must be a multiple of 2.")]
    [InlineData("""{"minLength":2}""", "\"a\"", "", "/minLength", "The text must have at least 2 characters.")]
    [InlineData("""{"maxLength":0}""", "\"a\"", "", "/maxLength", "The text must have at most 0 characters.")]
    [InlineData("""{"pattern":"^b"}""", "\"a\"", "", "/pattern", "The text must match the pattern ^b.")]
    [InlineData("""{"format":"date"}""", "\"a\"", "", "/format", "The text must have the format date.")]
    [InlineData("""{"minItems":1}""", "[]", "", "/minItems", "There must be at least 1 items here.")]
    [InlineData("""{"maxProperties":0}""", "{\"a\":1}", "", "/maxProperties", "There must be at most 0 members here.")]
    [InlineData("""{"uniqueItems":true}""", "[1,1]", "", "/uniqueItems", "Two items here are equal, and none may be.")]
    [InlineData("""{"required":["a","b"]}""", "{\"a\":1}", "", "/required", "The member \"b\" is missing.")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", "{\"a\":1}", "", "/dependentRequired", "Where \"a\" is, the member \"b\" must be too, and is missing.")]
    [InlineData("""{"properties":{"a/b":{"items":{"type":"null"}}}}""", "{\"a/b\":[null,1]}", "/a~1b/1", "/properties/a~1b/items/type", "This must be null, and is a number.")]
    [InlineData("""{"patternProperties":{"^a":{"type":"null"}}}""", "{\"a~\":1}", "/a~0", "/patternProperties/^a/type", "This must be null, and is a number.")]
    [InlineData("""{"additionalProperties":false}""", "{\"x\":1}", "/x", "/additionalProperties", "Nothing is allowed here.")]
    [InlineData("""{"unevaluatedProperties":false}""", "{\"x\":1}", "/x", "/unevaluatedProperties", "Nothing is allowed here.")]
    [InlineData("""{"unevaluatedItems":false}""", "[1]", "/0", "/unevaluatedItems", "Nothing is allowed here.")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", "{\"ab\":1}", "/ab", "/propertyNames/maxLength", "The text must have at most 1 characters.")]
    [InlineData("""{"prefixItems":[true,{"type":"null"}]}""", "[1,2]", "/1", "/prefixItems/1/type", "This must be null, and is a number.")]
    [InlineData("""{"contains":{"type":"null"}}""", "[]", "", "/contains", "No item has the form that at least one must have.")]
    [InlineData("""{"contains":true,"minContains":2}""", "[1]", "", "/minContains", "There must be at least 2 items of the form that is looked for, and there are 1.")]
    [InlineData("""{"contains":true,"maxContains":1}""", "[1,2]", "", "/maxContains", "There must be at most 1 items of the form that is looked for, and there are 2.")]
    [InlineData("""{"allOf":[true,{"type":"null"}]}""", "1", "", "/allOf/1/type", "This must be null, and is a number.")]
    [InlineData("""{"oneOf":[true,true]}""", "1", "", "/oneOf", "This must have exactly one of the forms that are offered.")]
    [InlineData("""{"not":{}}""", "1", "", "/not", "This has a form that it must not have.")]
    [InlineData("""{"if":true,"then":{"type":"null"}}""", "1", "", "/then/type", "This must be null, and is a number.")]
    [InlineData("""{"if":false,"else":{"type":"null"}}""", "1", "", "/else/type", "This must be null, and is a number.")]
    [InlineData("""{"dependentSchemas":{"a":{"required":["b"]}}}""", "{\"a\":1}", "", "/dependentSchemas/a/required", "The member \"b\" is missing.")]
    [InlineData("""{"$ref":"#/$defs/n","$defs":{"n":{"type":"null"}}}""", "1", "", "/$ref/type", "This must be null, and is a number.")]
    [InlineData("""{"$dynamicRef":"#n","$defs":{"n":{"$dynamicAnchor":"n","type":"null"}}}""", "1", "", "/$dynamicRef/type", "This must be null, and is a number.")]
    [InlineData("false", "1", "", "", "Nothing is allowed here.")]
    public void An_error_says_where_and_why(string schema, string document, string instance, string keyword, string message)
    {
        var report = Ask(Compile(schema, Asserting), document);
        var error = report.Errors.Should().ContainSingle().Subject;
        (error.InstanceLocation, error.KeywordLocation, error.Message).Should().Be((instance, keyword, message));
        report.Refusal.Should().Be(new Refusal(SchemaRefusalCodes.Violated, message) { Location = instance });
    }

    [Fact]
    public void Every_error_is_listed_and_not_only_the_first()
    {
        var schema = Compile("""{"type":"object","required":["a"],"properties":{"b":{"type":"string","minLength":3},"c":{"items":{"minimum":1}}},"anyOf":[{"required":["x"]},{"required":["y"]}]}""");
        Ask(schema, """{"b":"x","c":[0,1,-1]}""").Errors.Select(error => $"{error.InstanceLocation} {error.KeywordLocation}").Should().BeEquivalentTo(
            " /required", "/b /properties/b/minLength", "/c/0 /properties/c/items/minimum", "/c/2 /properties/c/items/minimum", " /anyOf/0/required", " /anyOf/1/required");
    }

    [Fact]
    public void An_error_names_the_keyword_by_its_absolute_place()
    {
        var schema = Compile("""{"$id":"https://example.gov/a","$ref":"b","$defs":{"x":{"$id":"b","properties":{"ä ":{"type":"null"}}}}}""");
        Ask(schema, "{\"ä \":1}").Errors.Single().AbsoluteKeywordLocation.Should().Be("https://example.gov/b#/properties/%C3%A4%20/type");
        Ask(Compile("""{"type":"null"}"""), "1").Errors.Single().AbsoluteKeywordLocation.Should().BeNull();
    }

    [Fact]
    public void A_branch_that_failed_is_no_error_where_another_held() =>
        Ask(Compile("""{"properties":{"a":{"anyOf":[{"type":"null"},{"type":"number"}],"maximum":3}}}"""), "{\"a\":5}").Errors.Single().KeywordLocation.Should().Be("/properties/a/maximum");

    [Fact]
    public void No_error_repeats_what_the_document_says()
    {
        var report = Ask(Compile("""{"properties":{"name":{"enum":["x"],"maxLength":1,"pattern":"^x","format":"date","const":"x","not":{"type":"string"}}}}""", Asserting), """{"name":"Ada Lovelace"}""");
        report.Errors.Should().HaveCount(6).And.OnlyContain(error => !error.Message.Contains("Lovelace"));
    }

    [Fact]
    public void The_list_of_errors_has_a_limit_and_says_so()
    {
        var schema = Compile("""{"items":{"type":"null"}}""", new SchemaOptions { Limits = new SchemaLimits { MaxErrors = 3 } });
        var report = Ask(schema, "[1,2,3,4]");
        report.Errors.Should().HaveCount(3);
        report.IsTruncated.Should().BeTrue();
        Ask(schema, "[1,2,3]").IsTruncated.Should().BeFalse();
    }

    [Fact]
    public void A_report_is_a_check_in_a_verdict()
    {
        var schema = Compile("""{"type":"integer","multipleOf":0.5}""");
        schema.Evaluate(Utf8("1")).ToCheck("schema").Should().Match<Check>(check => check.Outcome == CheckOutcome.Passed && check.Name == "schema");
        schema.Evaluate(Utf8("null")).ToCheck("schema").Should().Match<Check>(check => check.Outcome == CheckOutcome.Failed && check.Reason!.Code == SchemaRefusalCodes.Violated);
        schema.Evaluate(Utf8("{")).ToCheck("schema").Should().Match<Check>(check => check.Outcome == CheckOutcome.Failed && check.Reason!.Code == JsonRefusalCodes.Malformed);
        schema.Evaluate(Utf8("1e99999999")).ToCheck("schema").Should().Match<Check>(check => check.Outcome == CheckOutcome.NotChecked && check.Reason!.Code == SchemaRefusalCodes.Limit);
    }
}

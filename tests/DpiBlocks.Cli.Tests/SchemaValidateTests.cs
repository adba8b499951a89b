using System.Text.Json;

namespace DpiBlocks.Cli.Tests;

/// <summary><c>dpi schema validate</c>, as a person runs it.</summary>
public sealed class SchemaValidateTests : IDisposable
{
    private readonly Dpi _dpi = new();

    public SchemaValidateTests()
    {
        _dpi.Write("person.json", """{"$id":"https://example.gov/person","type":"object","properties":{"name":{"type":"string"},"birth":{"format":"date"}},"required":["name"]}""");
        _dpi.Write("good.json", """{"name":"Ada","birth":"1815-12-10"}""");
        _dpi.Write("bad.json", """{"name":1,"birth":"then"}""");
    }

    [Fact]
    public void It_says_of_each_document_whether_it_is_valid_and_where_it_is_not()
    {
        var result = _dpi.Run("schema", "validate", "person.json", "good.json", "bad.json");
        result.ExitCode.Should().Be(1);
        result.Error.Should().BeEmpty();
        result.Output.ReplaceLineEndings("\n").Should().Be(
            "VALID  good.json\nNOT VALID  bad.json\n  /name: This must be a string, and is a number. [/properties/name/type]\n");
        _dpi.Do("schema", "validate", "person.json", "good.json");
    }

    [Fact]
    public void Formats_are_demanded_when_asked_for()
    {
        _dpi.Write("birth.json", """{"name":"Ada","birth":"then"}""");
        _dpi.Do("schema", "validate", "person.json", "birth.json");
        var result = _dpi.Run("schema", "validate", "person.json", "birth.json", "--formats");
        result.ExitCode.Should().Be(1);
        result.Output.Should().Contain("/birth: The text must have the format date.");
    }

    [Fact]
    public void Another_program_reads_the_standard_output()
    {
        var result = _dpi.Run("schema", "validate", "person.json", "good.json", "bad.json", "--output", "basic");
        result.ExitCode.Should().Be(1);
        var lines = result.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => JsonElement.Parse(line)).ToList();
        lines.Select(line => line.GetProperty("valid").GetBoolean()).Should().Equal(true, false);
        lines[1].GetProperty("errors").EnumerateArray().Select(unit => unit.GetProperty("absoluteKeywordLocation").GetString()).Should().Contain("https://example.gov/person#/properties/name/type");
    }

    [Fact]
    public void What_a_schema_refers_to_is_handed_in_by_its_name_or_under_another()
    {
        _dpi.Write("list.json", """{"items":{"$ref":"https://example.gov/person"}}""");
        _dpi.Write("other.json", """{"items":{"$ref":"https://example.gov/v2/person"}}""");
        _dpi.Write("people.json", """[{"name":"Ada"}]""");
        _dpi.Do("schema", "validate", "list.json", "people.json", "--with", "person.json");
        _dpi.Do("schema", "validate", "other.json", "people.json", "--with", "https://example.gov/v2/person=person.json");

        var without = _dpi.Run("schema", "validate", "list.json", "people.json");
        without.ExitCode.Should().Be(2);
        without.Error.Should().Contain("list.json cannot be used as a schema").And.Contain("schema.reference_unknown");
    }

    [Theory]
    [InlineData("""{"type":"text"}""", "schema.malformed at #/type")]
    [InlineData("""{"type":""", "json.malformed")]
    [InlineData("""{"pattern":"("}""", "schema.pattern_invalid at #/pattern")]
    public void A_schema_that_cannot_be_used_is_one_clear_line(string schema, string reason)
    {
        _dpi.Write("schema.json", schema);
        var result = _dpi.Run("schema", "validate", "schema.json", "good.json");
        result.ExitCode.Should().Be(2);
        result.Output.Should().BeEmpty();
        result.Error.TrimEnd().Should().EndWith($"({reason})").And.NotContain("\n");
    }

    [Fact]
    public void The_draft_of_a_schema_that_names_none_can_be_stated()
    {
        _dpi.Write("old.json", """{"items":[{"type":"null"}],"minimum":1,"exclusiveMinimum":true}""");
        _dpi.Write("list.json", "[1]");
        _dpi.Run("schema", "validate", "old.json", "list.json").ExitCode.Should().Be(2);
        _dpi.Run("schema", "validate", "old.json", "list.json", "--draft", "07").ExitCode.Should().Be(2);
        _dpi.Run("schema", "validate", "old.json", "list.json", "--draft", "04").ExitCode.Should().Be(1);
    }

    [Fact]
    public void A_file_that_is_not_there_or_not_JSON_hinders_no_other()
    {
        _dpi.Write("broken.json", "{");
        var result = _dpi.Run("schema", "validate", "person.json", "none.json", "broken.json", "good.json");
        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("none.json cannot be read");
        result.Output.Should().Contain("NOT VALID  broken.json").And.Contain("json.malformed").And.Contain("VALID  good.json");
        _dpi.Run("schema", "validate", "person.json", "broken.json", "good.json").ExitCode.Should().Be(1);
    }

    [Fact]
    [Attack("JSN-15")]
    public void Nothing_in_a_document_commands_the_terminal()
    {
        _dpi.Write("closed.json", """{"additionalProperties":false}""");
        _dpi.Write("hostile.json", """{"\u001b[31m\r\nVALID":1}""");
        var result = _dpi.Run("schema", "validate", "closed.json", "hostile.json");
        result.ExitCode.Should().Be(1);
        result.Output.Should().NotContain("\u001b").And.NotContain("\nVALID");
    }

    public void Dispose() => _dpi.Dispose();
}

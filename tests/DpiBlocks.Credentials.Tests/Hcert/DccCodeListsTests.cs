using System.Text.Json;
using DpiBlocks.Credentials.Hcert;

namespace DpiBlocks.Credentials.Tests.Hcert;

public sealed class DccCodeListsTests
{
    [Fact]
    public void Codes_that_are_in_no_list_are_named()
    {
        DccPayload.TryParse(DccSamples.Utf8(DccSamples.Vaccination), out var payload, out _).Should().BeTrue();
        var entry = (DccVaccination)payload!.Entry;
        DccCodeLists.BuiltIn.FindUnknown(entry).Should().BeEmpty();
        DccCodeLists.BuiltIn.FindUnknown(entry with { Target = "1", Country = "EU", Vaccine = "2", Product = "3", Manufacturer = "org-100030215" })
            .Should().Equal("tg", "co", "vp", "mp", "ma");

        DccPayload.TryParse(DccSamples.Utf8(DccSamples.Test), out payload, out _).Should().BeTrue();
        var test = (DccTest)payload!.Entry;
        DccCodeLists.BuiltIn.FindUnknown(test).Should().BeEmpty();
        DccCodeLists.BuiltIn.FindUnknown(test with { TestType = "", Result = "positive", Device = "" }).Should().Equal("tt", "tr", "ma");

        DccPayload.TryParse(DccSamples.Utf8(DccSamples.Recovery), out payload, out _).Should().BeTrue();
        DccCodeLists.BuiltIn.FindUnknown(payload!.Entry).Should().BeEmpty();
    }

    [Fact]
    public void A_newer_list_takes_the_place_of_an_older_one()
    {
        var json = """{"valueSetId":"vaccines-covid-19-names","valueSetDate":"2030-01-02","valueSetValues":{"EU/1/30/1":{"display":"New"}}}"""u8.ToArray();
        DccCodeList.TryParse(json, out var list, out _).Should().BeTrue();
        var lists = DccCodeLists.BuiltIn.With(list!);
        lists.Get(DccCodeLists.Products).Should().BeSameAs(list);
        (list!.Date, list.Count, list.Contains("EU/1/30/1"), list.Contains("EU/1/20/1528")).Should().Be((new DateOnly(2030, 1, 2), 1, true, false));
        DccCodeLists.BuiltIn.Get(DccCodeLists.Products).Contains("EU/1/30/1").Should().BeFalse();
    }

    [Theory]
    [InlineData("{}", HcertRefusalCodes.CodeList)]
    [InlineData("[]", HcertRefusalCodes.CodeList)]
    [InlineData("""{"valueSetId":1,"valueSetDate":"2030-01-02","valueSetValues":{}}""", HcertRefusalCodes.CodeList)]
    [InlineData("""{"valueSetDate":"2030-01-02","valueSetValues":{}}""", HcertRefusalCodes.CodeList)]
    [InlineData("""{"valueSetId":"x","valueSetValues":{}}""", HcertRefusalCodes.CodeList)]
    [InlineData("""{"valueSetId":"x","valueSetDate":20300102,"valueSetValues":{}}""", HcertRefusalCodes.CodeList)]
    [InlineData("""{"valueSetId":"x","valueSetDate":"2030-01-02"}""", HcertRefusalCodes.CodeList)]
    [InlineData("""{"valueSetId":"x","valueSetDate":"2030-13-02","valueSetValues":{}}""", HcertRefusalCodes.CodeList)]
    [InlineData("""{"valueSetId":"x","valueSetDate":"2030-01-02","valueSetValues":[]}""", HcertRefusalCodes.CodeList)]
    [InlineData("""{"valueSetId":"x","valueSetDate":"2030-01-02","valueSetValues":{"a":1,"a":2}}""", JsonRefusalCodes.DuplicateMember)]
    public void What_is_no_list_is_refused(string json, string code)
    {
        DccCodeList.TryParse(DccSamples.Utf8(json), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(code);
    }

    [Fact]
    public void A_list_of_another_name_has_no_place()
    {
        DccCodeList.TryParse("""{"valueSetId":"x","valueSetDate":"2030-01-02","valueSetValues":{}}"""u8.ToArray(), out var list, out _).Should().BeTrue();
        FluentActions.Invoking(() => DccCodeLists.BuiltIn.With(list!)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => DccCodeLists.BuiltIn.Get("x")).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Every_published_code_is_in_the_lists_built_in()
    {
        var (lists, codes) = (0, 0);
        foreach (var file in SharedFiles.FilesOf("vectors/eu-dcc/valuesets"))
        {
            if (Path.GetFileName(file) is "package.json"                               // no value set
                or "vaccine-encoding-instructions.json")                               // names for those who write certificates; no member holds its codes
            {
                continue;
            }

            DccCodeList.TryParse(File.ReadAllBytes(file), out var published, out var refusal).Should().BeTrue("{0}: {1}", file, refusal);
            var ours = DccCodeLists.BuiltIn.Get(published!.Name);
            (ours.Date, ours.Count).Should().Be((published.Date, published.Count));
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            codes += json.RootElement.GetProperty("valueSetValues").EnumerateObject().Count(code => ours.Contains(code.Name));
            lists++;
        }

        (lists, codes).Should().Be((8, 422));
    }
}

using System.Text;
using static DpiBlocks.Abstractions.Tests.Json.StrictJsonTests;

namespace DpiBlocks.Abstractions.Tests.Json;

public sealed class StrictJsonLimitsTests
{
    [Fact]
    public void The_limits_are_those_that_are_documented()
    {
        JsonLimits.Token.MaxBytes.Should().Be(64 * 1024);
        JsonLimits.Presentation.MaxBytes.Should().Be(256 * 1024);
        JsonLimits.Document.MaxBytes.Should().Be(1024 * 1024);
        JsonLimits.StatusList.MaxBytes.Should().Be(32 * 1024 * 1024);
        JsonLimits.Token.MaxDepth.Should().Be(32);
        JsonLimits.Token.MaxMembers.Should().Be(1_000);
        JsonLimits.Token.MaxItems.Should().Be(10_000);
    }

    [Fact]
    [Attack("JSN-12")]
    public void A_text_may_be_as_long_as_the_limit_and_no_longer()
    {
        Read($"\"{new string('a', (64 * 1024) - 2)}\"").Dispose();
        ShouldRefuse($"\"{new string('a', (64 * 1024) - 1)}\"", "json.too_large");
    }

    [Fact]
    [Attack("JSN-12")]
    public void An_object_may_have_a_thousand_members_and_no_more()
    {
        Read(Members(1_000)).Dispose();
        ShouldRefuse(Members(1_001), "json.too_large");
    }

    [Fact]
    [Attack("JSN-12")]
    public void An_array_may_have_ten_thousand_items_and_no_more()
    {
        Read(Items(10_000)).Dispose();
        ShouldRefuse(Items(10_001), "json.too_large");
    }

    [Fact]
    [Attack("JSN-12")]
    public void Each_object_and_each_array_is_counted_for_itself()
    {
        Read($$"""[{{Members(600)}},{{Members(600)}},{"a":{{Items(6_000)}},"b":{{Items(6_000)}}}]""").Dispose();
        ShouldRefuse($$"""[{{Members(600)}},{"a":{{Members(1_001)}}}]""", "json.too_large");
        ShouldRefuse($$"""[[],{"a":{{Items(10_001)}}}]""", "json.too_large");
    }

    [Fact]
    [Attack("JSN-12")]
    public void Ten_megabytes_cost_what_their_length_costs_and_nothing_is_kept()
    {
        var long_ = Encoding.UTF8.GetBytes($"\"{new string('a', 10 * 1024 * 1024)}\"");
        Bounded.Run(TimeSpan.FromMilliseconds(50), 4096, () => StrictJson.TryParse(long_, JsonLimits.Token, out _, out _).Should().BeFalse());
    }

    [Fact]
    [Attack("JSN-12")]
    public void A_hundred_thousand_members_are_refused_before_their_names_are_compared()
    {
        var many = Encoding.UTF8.GetBytes(Members(100_000));
        var limits = new JsonLimits(many.Length);
        Bounded.Run(TimeSpan.FromMilliseconds(50), 4096, () => StrictJson.TryParse(many, limits, out _, out _).Should().BeFalse());
    }

    [Fact]
    [Attack("JSN-12")]
    public void As_many_members_as_are_allowed_cost_little_whatever_they_are_called()
    {
        // All of one length, and alike at both ends, which is what a weak hash looks at.
        var alike = Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"\"aaaaaaaa{i:D4}aaaaaaaa\":0"))}}}");
        Bounded.Run(TimeSpan.FromMilliseconds(100), 1024 * 1024, () =>
        {
            StrictJson.TryParse(alike, JsonLimits.Token, out var document, out _).Should().BeTrue();
            document!.Dispose();
        });
    }

    [Fact]
    [Attack("JSN-13")]
    public void A_member_that_names_a_type_is_a_member_like_any_other()
    {
        const string Gadget = """{"$type":"System.Diagnostics.Process, System.Diagnostics.Process","@type":"java.lang.ProcessBuilder","a":1}""";
        using var document = Read(Gadget);
        document.RootElement.GetRawText().Should().Be(Gadget);
    }

    private static string Members(int count) => $"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i}\":0"))}}}";

    private static string Items(int count) => $"[{string.Join(',', Enumerable.Repeat('0', count))}]";
}

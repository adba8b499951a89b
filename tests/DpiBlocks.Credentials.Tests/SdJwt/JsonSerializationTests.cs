using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Credentials.Tests.Support;

namespace DpiBlocks.Credentials.Tests.SdJwt;

/// <summary>RFC 9901, 8.</summary>
public sealed class JsonSerializationTests
{
    [Fact]
    [Attack("SDJ-25")]
    public async Task Both_forms_are_read_and_say_the_same_as_the_compact_one()
    {
        var (compact, p) = await PartsAsync();
        var expected = (await Desk.AcceptAsync(compact, Desk.Bound)).Text();
        (await Desk.AcceptAsync(Flattened(p), Desk.Bound)).Text().Should().Be(expected);
        (await Desk.AcceptAsync(General(p), Desk.Bound)).Text().Should().Be(expected);
        (await Desk.AcceptAsync(General(p, more: ",{\"protected\":\"e30\",\"signature\":\"AA\",\"header\":{\"kid\":\"2\"}}"), Desk.Bound)).Text().Should().Be(expected);
        (await Desk.AcceptAsync(Flattened(p, header: ",\"kid\":\"1\""), Desk.Bound)).Text().Should().Be(expected);
        (await Desk.AcceptAsync(General(p, more: ",{\"protected\":\"e30\",\"signature\":\"AA\"}"), Desk.Bound)).Text().Should().Be(expected);
    }

    [Fact]
    [Attack("SDJ-25")]
    public async Task The_unsigned_header_may_be_missing_where_there_is_nothing_to_put_into_it()
    {
        var jws = (await new SdJwtSample().IssueAsync()).TrimEnd('~').Split('.');
        await Desk.AcceptAsync($"{{\"payload\":\"{jws[1]}\",\"protected\":\"{jws[0]}\",\"signature\":\"{jws[2]}\"}}");
        await Desk.AcceptAsync($"{{\"payload\":\"{jws[1]}\",\"signatures\":[{{\"protected\":\"{jws[0]}\",\"signature\":\"{jws[2]}\"}}]}}");
    }

    [Fact]
    [Attack("SDJ-25")]
    public async Task Disclosures_and_the_key_binding_stand_in_the_first_header_alone()
    {
        var (_, p) = await PartsAsync();
        foreach (var second in new[] { "\"disclosures\":[]", $"\"disclosures\":[\"{p.Disclosure}\"]", $"\"kb_jwt\":\"{p.Binding}\"", "\"kb_jwt\":null" })
        {
            var text = General(p, more: $",{{\"protected\":\"e30\",\"signature\":\"AA\",\"header\":{{{second}}}}}");
            await Desk.RefuseAsync(text, SdJwtRefusalCodes.Malformed, Desk.Bound);
        }
    }

    [Theory]
    [Attack("SDJ-25", "JWS-13")]
    [InlineData("1")]
    [InlineData("{\"protected\":\"e30\",\"signature\":\"AA\",\"payload\":\"e30\"}")]
    [InlineData("{\"protected\":\"e30\",\"signature\":\"AA\",\"header\":1}")]
    [InlineData("{\"protected\":\"e30\",\"signature\":\"AA\",\"header\":{\"alg\":\"ES256\"}}")]
    public async Task Signatures_that_do_not_count_have_their_form_too(string second)
    {
        var (_, p) = await PartsAsync();
        await Desk.AcceptAsync(General(p, more: ",{\"protected\":\"e30\",\"signature\":\"AA\",\"header\":{}}"), Desk.Bound);
        await Desk.RefuseAsync(General(p, more: "," + second), SdJwtRefusalCodes.Malformed, Desk.Bound);
    }

    [Fact]
    public void An_empty_text_is_none_of_its_forms()
    {
        foreach (var text in new[] { string.Empty, "{", "~", "e30.e30.AA" })
        {
            SdJwtCredential.TryRead(System.Text.Encoding.ASCII.GetBytes(text), SdJwtProfile.Vc, out _, out var refusal).Should().BeFalse();
            refusal!.Code.Should().Be(SdJwtRefusalCodes.Malformed, text);
        }
    }

    [Theory]
    [Attack("SDJ-25", "JWS-12", "JWS-13")]
    [InlineData("\"alg\":\"ES256\"")]
    [InlineData("\"typ\":\"dc+sd-jwt\"")]
    [InlineData("\"crit\":[\"x\"],\"x\":1")]
    [InlineData("\"b64\":false")]
    [InlineData("\"jwk\":{}")]
    [InlineData("\"x5c\":[]")]
    public async Task Nothing_about_key_or_algorithm_stands_in_the_unsigned_header(string member)
    {
        var (_, p) = await PartsAsync();
        await Desk.RefuseAsync(Flattened(p, header: "," + member), SdJwtRefusalCodes.Malformed, Desk.Bound);
    }

    [Fact]
    [Attack("SDJ-25", "JWS-12", "JWS-13")]
    public async Task A_mixture_of_forms_is_refused()
    {
        var (compact, p) = await PartsAsync();
        string[] bad =
        [
            Flattened(p)[..^1] + ",\"signatures\":[]}",
            Flattened(p)[..^1] + $",\"signatures\":[{{\"protected\":\"{p.Protected}\",\"signature\":\"{p.Signature}\"}}]}}",
            Flattened(p)[..^1] + ",\"disclosures\":[]}",
            $"{{\"payload\":\"{p.Payload}\",\"signatures\":[]}}",
            $"{{\"payload\":\"{p.Payload}\",\"signatures\":{{}}}}",
            $"{{\"payload\":\"{p.Payload}\",\"signatures\":[1]}}",
            $"{{\"payload\":\"{p.Payload}\",\"protected\":\"{p.Protected}\",\"signature\":1}}",
            $"{{\"payload\":\"{p.Payload}\",\"protected\":\"\",\"signature\":\"{p.Signature}\"}}",
            $"{{\"payload\":\"{p.Payload}.x\",\"protected\":\"{p.Protected}\",\"signature\":\"{p.Signature}\"}}",
            $"{{\"payload\":\"{p.Payload}\",\"protected\":\"{p.Protected}\",\"signature\":\"{p.Signature}~{p.Disclosure}\"}}",
            $"{{\"payload\":\"{p.Payload}\",\"protected\":\"{p.Protected}\",\"signature\":\"{p.Signature}\",\"header\":1}}",
            $"{{\"payload\":\"{p.Payload}\",\"protected\":\"{p.Protected}\",\"signature\":\"{p.Signature}\",\"header\":{{\"disclosures\":\"{p.Disclosure}\"}}}}",
            $"{{\"payload\":\"{p.Payload}\",\"protected\":\"{p.Protected}\",\"signature\":\"{p.Signature}\",\"header\":{{\"disclosures\":[1]}}}}",
            Flattened(p).Replace($"\"{p.Signature}\"", "1", StringComparison.Ordinal),
            Flattened(p).Replace($"\"payload\":\"{p.Payload}\"", "\"payload\":1", StringComparison.Ordinal),
            Flattened(p).Replace(p.Binding, "x", StringComparison.Ordinal),
            General(p).Replace($"\"signature\":\"{p.Signature}\"", $"\"signature\":\"{p.Signature}\",\"x\":1", StringComparison.Ordinal),
            General(p).Replace($"\"signature\":\"{p.Signature}\"", "\"signature\":1", StringComparison.Ordinal),
        ];
        foreach (var text in bad)
        {
            await Desk.RefuseAsync(text, SdJwtRefusalCodes.Malformed, Desk.Bound);
        }

        await Desk.RefuseAsync(Flattened(p)[..^1] + ",\"payload\":\"e30\"}", JsonRefusalCodes.DuplicateMember, Desk.Bound);
        (await Desk.VerifyAsync(compact + Flattened(p), Desk.Bound)).IsAccepted.Should().BeFalse();
        (await Desk.VerifyAsync(Flattened(p) + compact, Desk.Bound)).IsAccepted.Should().BeFalse();
    }

    private static async Task<(string Compact, Parts Parts)> PartsAsync()
    {
        var sample = new SdJwtSample();
        var digest = sample.Disclose("[\"a salt of its own\",\"given_name\",\"Ada\"]");
        var compact = await SdJwtSample.BindAsync(await sample.IssueAsync($"{SdJwtSample.Confirmation},\"_sd\":[\"{digest}\"]"));
        var parts = compact.Split('~');
        var jws = parts[0].Split('.');
        return (compact, new Parts(jws[0], jws[1], jws[2], parts[1], parts[2]));
    }

    private static string Flattened(Parts p, string header = "") =>
        $"{{\"payload\":\"{p.Payload}\",\"protected\":\"{p.Protected}\",\"signature\":\"{p.Signature}\",\"header\":{{\"disclosures\":[\"{p.Disclosure}\"],\"kb_jwt\":\"{p.Binding}\"{header}}}}}";

    private static string General(Parts p, string more = "") =>
        $"{{\"payload\":\"{p.Payload}\",\"signatures\":[{{\"protected\":\"{p.Protected}\",\"signature\":\"{p.Signature}\",\"header\":{{\"disclosures\":[\"{p.Disclosure}\"],\"kb_jwt\":\"{p.Binding}\"}}}}{more}]}}";

    private sealed record Parts(string Protected, string Payload, string Signature, string Disclosure, string Binding);
}

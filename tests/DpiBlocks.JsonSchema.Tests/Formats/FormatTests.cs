using System.Text.Json;
using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests.Formats;

/// <summary>Every format of the vocabulary (2020-12 Validation, 7.3), by the grammar that it names.</summary>
public sealed class FormatTests
{
    private const string Label63 = "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg";

    [Theory]
    [InlineData("date", "2024-02-29|0000-01-01|9999-12-31|2000-02-29", "2023-02-29|1900-02-29|2024-13-01|2024-00-01|2024-04-31|2024-1-01|24-01-01|2024-01-01Z|2024-01-01T00:00:00Z|٢٠24-01-01|+024-01-01|2024/01/01||2024-01-01\n")]
    [InlineData("time", "00:00:00Z|23:59:59z|12:00:00.5+01:00|12:00:00.123456789012-23:59|23:59:60Z|00:59:60+01:00|18:59:60-05:00", "24:00:00Z|23:60:00Z|23:59:61Z|12:00:60Z|23:59:60+01:00|12:00:00|12:00Z|12:00:00.Z|12:00:00+24:00|12:00:00+00:60|12:00:00+0100|12:00:00,5Z|1:00:00Z||12:00:00 Z")]
    [InlineData("date-time", "1985-04-12T23:20:50.52Z|1996-12-19t16:39:57-08:00|1990-12-31T23:59:60Z|1990-12-31T15:59:60-08:00", "1990-12-31T23:58:60Z|1990-02-31T00:00:00Z|1985-04-12 23:20:50Z|1985-04-12T23:20Z|1985-04-12T23:20:50|1985-04-12|2013-350T01:01:01Z|1985-04-12T23:20:50Zz|")]
    [InlineData("duration", "P1Y|P1Y2M3DT4H5M6S|P3W|PT1H|PT1H1M|PT1M1S|P1M1D|P0D|PT0S|P10DT12H|P99999999999999999999D", "P|PT|P1|1Y|P1YT|P1D1Y|P1Y1D|PT1H1S|P1W1D|P1DT|PT1.5S|P-1D|-P1D|p1d|P1H|PT1D||P1D |P٣D")]
    [InlineData("email", "a@example.gov|first.last+tag@sub.example.gov|\"with space @\"@example.gov|\"a\\\"b\"@example.gov|x@[127.0.0.1]|x@[IPv6:::1]|!#$%&'*+-/=?^_`{}~@a", "@example.gov|a@|a|.a@b|a.@b|a..b@c|a b@c|a@b@c|a@-b|a@b_c|a@[1.2.3.256]|a@[IPv6:1]|\"a@b|a\"b@c|é@b|a@é|\"a\nb\"@c|a@b.|Name <a@b>")]
    [InlineData("idn-email", "a@b|é@b|用户@例え.テスト|\"é\"@b|a@café.gov", "a|@é|é@|é @b|é..é@b|a@-é|\"é@b")]
    [InlineData("hostname", "example|a.b.c|1.2|a-b|xn--bcher-kva.example|xn--fiqs8s|A.B|x--y|LABEL63", "|-a|a-|a..b|.a|a.|a_b|a b|é|LABEL63h|xn--|xn--a|xn--X|xn--99999999999|XN--AA---O47JG78Q|a\n")]
    [InlineData("idn-hostname", "example|bücher.example|例え.テスト|مثال|שלום|ß|ς|a。b|a．b|a｡b|xn--bcher-kva|l·l|α͵α|א׳ב|ア・イ|क्‍ष|क्‌ष|بي‌بي|ب٠ب|ب۰ب|1a|faß.de", "|Bücher|-é|é-|é..b|é.|ab--é|xn--X|̈a|a·b|·|α͵a|a׳|a・b|क‍ष|a‌b|ب٠۰|אa|aא|1א.a|א1٠|〱〲|ʰ|ǆ|ﬁ|Ａ|a_é|é b|ªbc|ᄀ")]
    [InlineData("ipv4", "0.0.0.0|255.255.255.255|192.0.2.1", "256.0.0.1|1.2.3|1.2.3.4.5|01.2.3.4|1.2.3.4 |1..3.4|0x7f.0.0.1|1.2.3.٤|1.2.3.4/8|1.2.3.+4|")]
    [InlineData("ipv6", "::|::1|1::|2001:db8::1|1:2:3:4:5:6:7:8|::ffff:192.0.2.1|1:2:3:4:5:6:1.2.3.4|ABCD::abcd|1::8", "1|1:2:3:4:5:6:7|1:2:3:4:5:6:7:8:9|1::2::3|:::|:1::|12345::|g::|1:2:3:4:5:6:7::8|1.2.3.4|::1.2.3|::1.2.3.4:5|1.2.3.4::|fe80::1%eth0|[::1]|::1/64|")]
    [InlineData("uri", "https://example.gov/a?b#c|urn:example:a|mailto:a@b|a:|a+b-c.d:x|http://u:p@h:80/|http://[::1]:8080/|http://[v1.a:b]/|http://a/%20|ftp://a;b=c|file:///a|http://1.2.3.4|tel:+1|http:////", "|a|//a|/a|#a|1a:b|a b:c|http://a b|http://a/%|http://a/%2|http://a/%gg|http://[1]|http://[::1|http://a:b|http://é|http://a/é|a:\\b|a:<b>|a:{b}|a:b#c#d|a:^|a:`|http://a@b@c|http://[v.a]/|http:/[a]|a:\"")]
    [InlineData("uri-reference", "|a|/a|//a|#a|?a|a/b:c|./a:b|https://a|../..|//", "a:b:é|1:b|\\a|a b|#a#b|%|//a:b|é|[|//[::1")]
    [InlineData("iri", "https://é.example/ü?ö#ä|http://例え.テスト/|a:𐀀|a:?\ue000", "é|a:\ue000|a: |a:\u0080|a:﷐|http://[é]|a:\\é|a:%é")]
    [InlineData("iri-reference", "é|/é|#é|?é||//é|https://é", "\\é|é é|%é|é#é#é|é:é")]
    [InlineData("uuid", "00000000-0000-0000-0000-000000000000|2EB8aa08-AA98-11ea-b4Aa-73B441D16380", "2eb8aa08-aa98-11ea-b4aa-73b441d1638|2eb8aa08aa9811eab4aa73b441d16380|2eb8aa08-aa98-11ea-b4ag-73b441d16380|{2eb8aa08-aa98-11ea-b4aa-73b441d1638}|urn:uuid:2eb8aa08-aa98-11ea-b4aa-73b441d16380||2eb8aa08-aa98-11ea-b4aa-73b441d16380\n")]
    [InlineData("uri-template", "|a|{a}|{+a,b}|{#a*}|{?a:3,b}|a{/b}c{;d}|{a.b_c}|{%41}|é%20|{&x}|{a:9999}", "{|}|{}|{a|a}|{{a}}|{a b}|{a:0}|{a:10000}|{a:}|{a**}|{a,}|{,a}|{=a}|{|a}|{a.}|{.}|{a..b}|%|%2| |<|\"|{é}|^")]
    [InlineData("json-pointer", "|/|/a|/a/b/0|/~0~1|//|/é|/ ", "a|#|#/a|/~|/~2|/a~|0")]
    [InlineData("relative-json-pointer", "0|1|10/a|0#|2/~0|0/", "|-1|+1|01|1##|1#a|/a|#|a|1a|0/~|٣")]
    [InlineData("regex", "|a|^a+$|\\d|(?<n>a)", "(|a**|\\a|[|(?i)a")]
    [InlineData("own-format", "|anything", null)]
    public void A_format_is_its_grammar(string format, string? valid, string? invalid)
    {
        var schema = Compile($$"""{"format":"{{format}}"}""", Asserting);
        Hold(schema, [.. Texts(valid), "1", "null", "[]", "{}"], [.. Texts(invalid)]);
        Hold(Compile($$"""{"format":"{{format}}"}"""), [.. Texts(valid), .. Texts(invalid)], []);      // without being asked, nothing is asserted
    }

    [Theory]
    [InlineData("duration", "x")]
    [InlineData("uuid", "x")]
    public void Formats_that_came_later_mean_nothing_to_draft_07(string format, string text) =>
        Hold($$"""{"$schema":"http://json-schema.org/draft-07/schema#","format":"{{format}}"}""", [JsonSerializer.Serialize(text)], [], Asserting);

    [Theory]
    [InlineData("date-time", "iri")]
    [InlineData("email", "date")]
    [InlineData("uri", "regex")]
    public void Draft_04_knows_few_formats(string known, string unknown)
    {
        Hold($$"""{"$schema":"http://json-schema.org/draft-04/schema#","format":"{{known}}"}""", [], ["\"(\""], Asserting);
        Hold($$"""{"$schema":"http://json-schema.org/draft-04/schema#","format":"{{unknown}}"}""", ["\"(\""], [], Asserting);
    }

    [Fact]
    public void A_name_of_hosts_has_a_longest()
    {
        var label = Label63[..49];
        var name = string.Join('.', label, label, label, label, label);      // 249
        Hold("""{"format":"hostname"}""", [JsonSerializer.Serialize(name + ".abc")], [JsonSerializer.Serialize(name + ".abcd")], Asserting);
        Hold("""{"format":"idn-hostname"}""", [JsonSerializer.Serialize(name + ".abc")], [JsonSerializer.Serialize(name + ".abcd"), JsonSerializer.Serialize(new string('ü', 60))], Asserting);
    }

    private static IEnumerable<string> Texts(string? list) =>
        list is null ? [] : list.Replace("LABEL63", Label63, StringComparison.Ordinal).Split('|').Select(text => JsonSerializer.Serialize(text));
}

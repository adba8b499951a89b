using System.Text;
using System.Text.Json;
using DpiBlocks.Credentials.Hcert;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials.Tests.Hcert;

/// <summary>Every case of eu-digital-green-certificates/dgc-testdata, with each flag that it has.</summary>
public sealed class DgcTestDataTests
{
    [Fact]
    public void Every_text_loses_its_prefix_or_is_refused_for_it() =>
        Judge("EXPECTEDUNPREFIX", 437, test => test.Refusal?.Code != HcertRefusalCodes.Prefix);

    [Fact]
    public void Every_text_is_decoded_from_Base45_or_refused() =>
        Judge("EXPECTEDB45DECODE", 438, test => Base45.TryDecode(test.Utf8.AsSpan(4), out var bytes)
            && (test.Field("COMPRESSED") is not { } compressed || compressed.SequenceEqual(bytes)));

    [Fact]
    public void Every_stream_is_inflated_or_refused() =>
        Judge("EXPECTEDCOMPRESSION", 429, test => HcertContainer.TryUnpack(test.Utf8, out var message, out _)
            && (test.Field("COSE") is not { } cose || cose.SequenceEqual(message)));

    [Fact]
    public void Every_content_is_decoded_or_refused() =>
        Judge("EXPECTEDDECODE", 442, test => test.Credential is not null && test.Credential.TryGetUnverifiedClaims(out _, out _));

    // The JSON of the case is what the certificate says.
    [Fact]
    public void Every_content_says_what_the_JSON_says() =>
        Judge("EXPECTEDVALIDJSON", 437, test => test.SaysWhatTheJsonSays(),
            "FR/test_pcr_ok",        // the JSON has the times two hours earlier than the CBOR
            "PT/1.3.0/4");           // the same time, written +00:00 in the JSON and Z in the CBOR

    [Fact]
    public void Every_JSON_is_encoded_and_says_the_same_again() =>
        Judge("EXPECTEDENCODE", 62, test => test.Json is { } json && JsonElement.DeepEquals(json, Encoded(json)));

    [Fact]
    public void Every_signature_is_right_or_refused() =>
        Judge("EXPECTEDVERIFY", 449, test => test.Outcome("issuer_signature") is CheckOutcome.Passed);

    [Fact]
    public void Every_time_is_kept_or_refused() =>
        Judge("EXPECTEDEXPIRATIONCHECK", 412, test => test.Outcome("validity") is CheckOutcome.Passed);

    [Fact]
    public void Every_use_of_a_key_is_allowed_or_refused() =>
        Judge("EXPECTEDKEYUSAGE", 375, test => test.Outcome("key_usage") is CheckOutcome.Passed or CheckOutcome.NotApplicable);

    // 391 of 444 flags agree; where they do not, it is always this library that refuses.
    [Fact]
    public void Every_content_follows_the_schema_or_is_refused()
    {
        var differences = DgcSchemaDifferences.All.SelectMany(group => group.Cases.Split([' ', '\n']).Select(name => (name, group.Place))).ToDictionary();
        Judge("EXPECTEDSCHEMAVALIDATION", 444, test => differences.TryGetValue(test.Name, out var place)
            ? test.Verdict.Refusal is { Code: HcertRefusalCodes.Payload } refusal && refusal.Location == place
            : test.Outcome("payload") is CheckOutcome.Passed);
        differences.Should().HaveCount(53);
    }

    [Fact]
    public void Every_JSON_is_an_object() =>
        Judge("EXPECTEDVALIDOBJECT", 365, test => test.Json is { } json && json.ValueKind is JsonValueKind.Object
            && StrictJson.TryParse(Encoding.UTF8.GetBytes(json.GetRawText()), JsonLimits.Token, out _, out _));

    private static JsonElement Encoded(JsonElement json)
    {
        var writer = new System.Formats.Cbor.CborWriter();
        HcertJson.WriteTo(writer, json);
        DpiBlocks.Cryptography.Cose.StrictCbor.TryParse(writer.Encode(), DpiBlocks.Cryptography.Cose.CborLimits.Token, out var value, out _).Should().BeTrue();
        return JsonElement.Parse(HcertJson.FromCbor(value!)!.Value.Span);
    }

    private static void Judge(string flag, int count, Func<DgcTestCase, bool> succeeds, params string[] differences)
    {
        var seen = 0;
        var wrong = new List<string>();
        foreach (var file in SharedFiles.FilesOf(DgcTestCase.Folder))
        {
            var test = new DgcTestCase(file);
            if (test.Expected(flag) is { } expected)
            {
                seen++;
                if (succeeds(test) != expected)
                {
                    wrong.Add(test.Name);
                }
            }
        }

        wrong.Should().Equal(differences);
        seen.Should().Be(count);
    }
}

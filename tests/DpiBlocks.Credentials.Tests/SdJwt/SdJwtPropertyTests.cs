using System.Text;
using System.Text.Json;
using CsCheck;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Credentials.Tests.Support;

namespace DpiBlocks.Credentials.Tests.SdJwt;

public sealed class SdJwtPropertyTests
{
    private static readonly Gen<string> Name = Gen.Char["abcdé_~/*. \"\\"].Array[0, 4].Select(letters => new string(letters))
        .Where(name => name is not ("_sd" or "..." or "_sd_alg" or "iss" or "exp" or "nbf" or "vct" or "cnf" or "iat" or "*"));

    private static readonly Gen<object?> Value = Gen.Recursive<object?>((depth, value) => depth > 3
        ? Gen.OneOf<object?>(Gen.Int.Select(i => (object?)i), Gen.String.AlphaNumeric.Select(s => (object?)s), Gen.Const((object?)null))
        : Gen.Frequency(
            (3, Gen.OneOf<object?>(Gen.Int.Select(i => (object?)i), Gen.Bool.Select(b => (object?)b), Gen.Char.Array[0, 5].Select(c => (object?)Clean(c)))),
            (1, value.Array[0, 4].Select(items => (object?)items)),
            (2, ObjectOf(value).Select(members => (object?)members))));

    // Whatever the claims, whatever may be kept back, whatever is chosen: the verifier sees just that.
    [Fact]
    public void Any_choice_of_any_claims_comes_through_as_chosen() =>
        Gen.Select(ObjectOf(Value), Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue], Gen.Int[0, 3]).Sample(
            (claims, hide, show, decoys) => CheckAsync(claims, hide, show, decoys).GetAwaiter().GetResult(), iter: 300);

    [Fact]
    public async Task No_byte_of_a_presentation_can_be_changed()
    {
        var sample = new SdJwtSample();
        var digest = sample.Disclose("[\"a salt of its own\",\"given_name\",\"Ada\"]");
        var text = await SdJwtSample.BindAsync(await sample.IssueAsync($"{SdJwtSample.Confirmation},\"_sd\":[\"{digest}\"]"));
        var verifier = Desk.Verifier();
        (await verifier.VerifyAsync(text, Desk.Bound)).IsAccepted.Should().BeTrue();
        await FlipAsync(text, 0, text.Length, async data => (await verifier.VerifyAsync(data, Desk.Bound)).IsAccepted.Should().BeFalse());
    }

    // The key binding is no part of what the issuer signed: where nobody asked for it, it may be changed, and changes nothing.
    [Fact]
    public async Task No_byte_can_be_changed_but_those_of_a_proof_that_nobody_asked_for()
    {
        var sample = new SdJwtSample();
        var digest = sample.Disclose("[\"a salt of its own\",\"given_name\",\"Ada\"]");
        var issued = await sample.IssueAsync($"{SdJwtSample.Confirmation},\"_sd\":[\"{digest}\"]");
        var bound = await SdJwtSample.BindAsync(issued);
        var request = new VerificationRequest { HolderBinding = HolderBindingDemand.NotDemanded };
        var verifier = Desk.Verifier();
        var expected = (await verifier.VerifyAsync(bound, request)).GetValueOrThrow().Text();
        await FlipAsync(bound, 0, issued.Length, async data => (await verifier.VerifyAsync(data, request)).IsAccepted.Should().BeFalse());
        await FlipAsync(bound, issued.Length, bound.Length, async data =>
        {
            if ((await verifier.VerifyAsync(data, request)).TryGetValue(out var credential, out _))
            {
                credential.Text().Should().Be(expected);
                credential.HolderBinding.Should().Be(HolderBinding.NotDemanded);
            }
        });
    }

    [Fact]
    public void Random_bytes_never_make_a_reader_or_verifier_throw_hang_or_grow()
    {
        var verifier = Desk.Verifier();
        Gen.OneOf(
            Gen.Byte.Array[0, 300],
            Gen.Char["eyJ.~{}[]\":,_sdAb0-\\u "].Array[0, 300].Select(text => Encoding.ASCII.GetBytes("e" + new string(text))),
            Gen.Char["{}[]\":,payloadsignatureprotectedheader~."].Array[0, 300].Select(text => Encoding.ASCII.GetBytes("{\"payload\":\"\",\"signature\":" + new string(text))))
            .Sample(data => Judge(verifier, data), iter: 5_000);
    }

    [Fact]
    public async Task Mutated_presentations_never_make_a_reader_or_verifier_throw_hang_or_grow()
    {
        var verifier = Desk.Verifier();
        var sample = new SdJwtSample();
        var inner = sample.Disclose("[\"a salt of its own\",\"city\",\"Bath\"]");
        var outer = sample.Disclose($"[\"another salt of its own\",\"address\",{{\"_sd\":[\"{inner}\"]}}]");
        var element = sample.Disclose("[\"yet another salt\",\"GB\"]");
        var compact = await SdJwtSample.BindAsync(await sample.IssueAsync(
            $"{SdJwtSample.Confirmation},\"_sd_alg\":\"sha-256\",\"_sd\":[\"{outer}\"],\"list\":[{{\"...\":\"{element}\"}}]"));
        byte[][] seeds = [Encoding.ASCII.GetBytes(compact), Encoding.ASCII.GetBytes(RoundTrip.ToJson(compact))];
        Gen.Select(Gen.Int[0, 1].Select(i => seeds[i]), Gen.Select(Gen.Int[0, 4], Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue], Gen.Byte).Array[1, 8])
            .Sample((seed, edits) => Judge(verifier, edits.Aggregate(seed, Mutate)), iter: 5_000);
    }

    // What is signed properly and is nonsense all the same: the walk over digests and disclosures itself.
    [Fact]
    public void Signed_nonsense_never_makes_a_verifier_throw_hang_or_grow()
    {
        var verifier = Desk.Verifier();
        var digests = new[] { "[\"s1\",\"a\",1]", "[\"s2\",{\"_sd\":[]}]", "[\"s3\",\"b\",[{\"...\":\"x\"}]]" }
            .Select(json => SdJwtSample.DigestOf(SdJwtSample.Encode(json))).ToArray();
        string[] words = ["{", "}", "[", "]", ",", ":", "\"_sd\"", "\"...\"", "\"_sd_alg\"", "\"sha-256\"", "\"a\"", "1", "null", "\"cnf\"", "\"status\"", "\"\\u005fsd\"",
            $"\"{digests[0]}\"", $"\"{digests[1]}\"", $"\"{digests[2]}\"", $"{{\"_sd\":[\"{digests[0]}\"]}}", $"[{{\"...\":\"{digests[1]}\"}}]"];
        Gen.Int[0, words.Length - 1].Select(i => words[i]).Array[0, 12].Sample(
            chosen =>
            {
                var sample = new SdJwtSample();
                sample.Disclose("[\"s1\",\"a\",1]");
                sample.Disclose("[\"s2\",{\"_sd\":[]}]");
                var text = sample.SignAsync($"{{{SdJwtSample.Registered},{string.Concat(chosen)}}}").GetAwaiter().GetResult();
                Judge(verifier, Encoding.ASCII.GetBytes(text));
            },
            iter: 3_000);
    }

    private static void Judge(CredentialVerifier verifier, byte[] data)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        verifier.VerifyAsync(data, Desk.Bound).AsTask().IsCompletedSuccessfully.Should().BeTrue();
        if (CredentialReader.TryRead(data, out var credential, out _))
        {
            _ = credential.TryGetUnverifiedClaims(out _, out _);
        }

        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(1));
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(64 << 20);
    }

    private static byte[] Mutate(byte[] data, (int Kind, int At, int Length, byte Value) edit)
    {
        var at = data.Length == 0 ? 0 : edit.At % data.Length;
        var length = Math.Min(data.Length - at, (edit.Length % 40) + 1);
        return edit.Kind switch
        {
            0 when data.Length > 0 => [.. data[..at], edit.Value, .. data[(at + 1)..]],
            1 => [.. data[..at], .. data[(at + length)..]],
            2 => [.. data[..at], .. data[at..(at + length)], .. data[at..]],
            3 => [.. data[..at], (byte)'~', .. data[at..]],
            _ => [.. data[at..], .. data[..at]],
        };
    }

    private static async Task FlipAsync(string text, int from, int to, Func<byte[], Task> check)
    {
        for (var i = from; i < to; i++)
        {
            foreach (var change in (byte[])[1, 2, 0x20, 0x80])
            {
                var data = Encoding.ASCII.GetBytes(text);
                data[i] ^= change;
                await check(data);
            }
        }
    }

    private static async Task CheckAsync(Dictionary<string, object?> claims, int hide, int show, int decoys)
    {
        var all = new List<string>();
        Paths(claims, string.Empty, all);
        var hidden = all.Where((_, i) => (hide >> (i % 31) & 1) == 1).ToList();
        var shown = all.Where((_, i) => (show >> (i % 31) & 1) == 1).ToList();
        var seen = hidden.Where(path => shown.Any(one => one == path || one.StartsWith(path + "/", StringComparison.Ordinal))).ToHashSet();
        var gone = hidden.Where(path => !seen.Contains(path)).ToHashSet();

        var expected = JsonElement.Parse(Json(claims, string.Empty, gone));
        var result = await RoundTrip.RunAsync(Json(claims, string.Empty, []), hidden, shown, decoys);
        JsonElement.DeepEquals(result, expected).Should().BeTrue($"{result.GetRawText()} is not {expected.GetRawText()}");
    }

    private static void Paths(object? value, string path, List<string> paths)
    {
        var children = value switch
        {
            Dictionary<string, object?> members => members.Select(member => (Key: Escape(member.Key), member.Value)),
            object?[] items => items.Select((item, i) => (Key: $"{i}", Value: item)),
            _ => [],
        };
        foreach (var (key, child) in children)
        {
            paths.Add($"{path}/{key}");
            Paths(child, $"{path}/{key}", paths);
        }
    }

    private static string Json(object? value, string path, HashSet<string> gone) => value switch
    {
        Dictionary<string, object?> members => "{" + string.Join(",", members.Where(member => !gone.Contains($"{path}/{Escape(member.Key)}"))
            .Select(member => $"{Quote(member.Key)}:{Json(member.Value, $"{path}/{Escape(member.Key)}", gone)}")) + "}",
        object?[] items => "[" + string.Join(",", items.Select((item, i) => (item, At: $"{path}/{i}")).Where(one => !gone.Contains(one.At))
            .Select(one => Json(one.item, one.At, gone))) + "]",
        null => "null",
        bool b => b ? "true" : "false",
        int i => i.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => Quote((string)value),
    };

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string Clean(char[] letters) => new([.. letters.Where(letter => !char.IsSurrogate(letter))]);

    private static Gen<Dictionary<string, object?>> ObjectOf(Gen<object?> value) =>
        Gen.Select(Name, value).Array[0, 5].Select(members => members.DistinctBy(member => member.Item1).ToDictionary(member => member.Item1, member => member.Item2));
}

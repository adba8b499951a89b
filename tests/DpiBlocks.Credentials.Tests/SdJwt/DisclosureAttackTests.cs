using System.Text;
using System.Text.Json;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Credentials.Tests.Support;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Credentials.Tests.SdJwt;

/// <summary>RFC 9901, 7.1, step 3 to 5: each case differs by one defect from one that is accepted, and is signed properly.</summary>
public sealed class DisclosureAttackTests
{
    private const string Salt = "2GLC42sKQveCfGfryNRN9w";
    private const string Name = $"[\"{Salt}\",\"given_name\",\"Ada\"]";

    [Fact]
    [Attack("SDJ-01")]
    public async Task A_disclosure_that_no_digest_refers_to_is_refused()
    {
        var sample = new SdJwtSample();
        var text = await sample.IssueAsync(Hide(sample.Disclose(Name)));
        (await Desk.AcceptAsync(text)).Text().Should().Contain("\"given_name\":\"Ada\"");

        await Desk.RefuseAsync(text + SdJwtSample.Encode("[\"another salt\",\"family_name\",\"Lovelace\"]") + "~", SdJwtRefusalCodes.DisclosureUnreferenced);
    }

    [Fact]
    [Attack("SDJ-02")]
    public async Task A_disclosure_that_came_twice_is_refused()
    {
        var sample = new SdJwtSample();
        var text = await sample.IssueAsync(Hide(sample.Disclose(Name)));
        await Desk.AcceptAsync(text);

        await Desk.RefuseAsync(text + SdJwtSample.Encode(Name) + "~", SdJwtRefusalCodes.DigestDuplicate);
    }

    [Theory]
    [Attack("SDJ-02")]
    [InlineData("\"_sd\":[\"{0}\",\"{1}\"]", "\"_sd\":[\"{0}\",\"{0}\"]")]
    [InlineData("\"_sd\":[\"{0}\"],\"address\":{{\"_sd\":[\"{1}\"]}}", "\"_sd\":[\"{0}\"],\"address\":{{\"_sd\":[\"{0}\"]}}")]
    [InlineData("\"_sd\":[\"{0}\"],\"list\":[{{\"...\":\"{1}\"}}]", "\"_sd\":[\"{0}\"],\"list\":[{{\"...\":\"{0}\"}}]")]
    [InlineData("\"list\":[{{\"...\":\"{0}\"}},{{\"...\":\"{1}\"}}]", "\"list\":[{{\"...\":\"{1}\"}},{{\"...\":\"{1}\"}}]")]
    public async Task A_digest_that_stands_twice_is_refused_even_when_nothing_came_for_it(string good, string bad)
    {
        var (one, other) = (SdJwtSample.DigestOf("one"), SdJwtSample.DigestOf("other"));
        await Desk.AcceptAsync(await new SdJwtSample().IssueAsync(string.Format(null, good, one, other)));
        await Desk.RefuseAsync(await new SdJwtSample().IssueAsync(string.Format(null, bad, one, other)), SdJwtRefusalCodes.DigestDuplicate);
    }

    [Fact]
    [Attack("SDJ-02")]
    public async Task A_digest_that_stands_again_within_a_disclosure_is_refused()
    {
        async Task<string> MakeAsync(string inner)
        {
            var sample = new SdJwtSample();
            var outer = sample.Disclose($"[\"{Salt}\",\"address\",{{\"_sd\":[\"{inner}\"]}}]");
            return await sample.IssueAsync($"\"_sd\":[\"{outer}\",\"{SdJwtSample.DigestOf("one")}\"]");
        }

        await Desk.AcceptAsync(await MakeAsync(SdJwtSample.DigestOf("other")));
        await Desk.RefuseAsync(await MakeAsync(SdJwtSample.DigestOf("one")), SdJwtRefusalCodes.DigestDuplicate);
    }

    [Theory]
    [Attack("SDJ-03")]
    [InlineData("_sd")]
    [InlineData("...")]
    [InlineData("_sd_alg")]
    [InlineData("\\u005fsd")]
    public async Task A_disclosure_of_a_reserved_name_is_refused(string name)
    {
        await Desk.AcceptAsync(await DisclosedAsync($"[\"{Salt}\",\"x{name}\",1]"));
        await Desk.RefuseAsync(await DisclosedAsync($"[\"{Salt}\",\"{name}\",1]"), SdJwtRefusalCodes.ReservedClaim);
    }

    [Theory]
    [Attack("SDJ-04")]
    [InlineData("iss")]
    [InlineData("exp")]
    [InlineData("vct")]
    [InlineData("cnf")]
    [InlineData("status")]
    [InlineData("colour")]
    [InlineData("col\\u006fur")]
    public async Task A_disclosure_of_what_stands_in_the_clear_is_refused(string name)
    {
        var sample = new SdJwtSample();
        var more = $"{SdJwtSample.Confirmation},\"status\":{{\"status_list\":{{\"idx\":1,\"uri\":\"https://s.example\"}}}},\"colour\":\"red\"";
        var request = new VerificationRequest { HolderBinding = HolderBindingDemand.NotDemanded };
        var good = await sample.IssueAsync($"{more},{Hide(sample.Disclose($"[\"{Salt}\",\"x{name}\",1]"))}");
        (await Desk.VerifyAsync(good, request, new CountedStatus())).IsAccepted.Should().BeTrue();

        sample = new SdJwtSample();
        var bad = await sample.IssueAsync($"{more},{Hide(sample.Disclose($"[\"{Salt}\",\"{name}\",1]"))}");
        (await Desk.VerifyAsync(bad, request, new CountedStatus())).Refusal!.Code.Should().Be(SdJwtRefusalCodes.ClaimCollision);
    }

    [Fact]
    [Attack("SDJ-04")]
    public async Task Two_disclosures_of_one_name_are_refused()
    {
        async Task<string> MakeAsync(string second)
        {
            var sample = new SdJwtSample();
            var digests = new[] { sample.Disclose($"[\"{Salt}\",\"a\",1]"), sample.Disclose($"[\"{Salt}\",\"{second}\",2]") };
            return await sample.IssueAsync($"\"_sd\":[\"{digests[0]}\",\"{digests[1]}\"]");
        }

        await Desk.AcceptAsync(await MakeAsync("b"));
        await Desk.RefuseAsync(await MakeAsync("a"), SdJwtRefusalCodes.ClaimCollision);
        await Desk.RefuseAsync(await MakeAsync("\\u0061"), SdJwtRefusalCodes.ClaimCollision);
    }

    [Theory]
    [Attack("SDJ-04", "SDJ-21")]
    [InlineData("iss", "\"https://issuer.example\"")]
    [InlineData("nbf", "1")]
    [InlineData("exp", "1900000000")]
    [InlineData("vct", "\"urn:example:id\"")]
    [InlineData("vct#integrity", "\"sha256-x\"")]
    [InlineData("cnf", "{}")]
    [InlineData("status", "{}")]
    public async Task A_claim_that_must_be_in_the_clear_is_refused_in_a_disclosure(string name, string value)
    {
        async Task<string> MakeAsync(string disclosed)
        {
            var sample = new SdJwtSample();
            var digest = sample.Disclose($"[\"{Salt}\",\"{disclosed}\",{value}]");
            var clear = name is "vct" ? "\"vct\":\"urn:example:id\"," : $"{SdJwtSample.Registered},";
            clear = disclosed == "vct" ? "\"iss\":\"https://issuer.example\"," : Without(clear, disclosed);
            return await sample.SignAsync($"{{{clear}\"_sd\":[\"{digest}\"]}}");
        }

        ((await Desk.VerifyAsync(await MakeAsync("x" + name))).Refusal?.Code).Should().BeNull();
        var verdict = await Desk.VerifyAsync(await MakeAsync(name));

        // Without its type in the clear it is no SD-JWT VC at all.
        verdict.Refusal!.Code.Should().Be(name is "vct" ? JoseRefusalCodes.ClaimMissing : SdJwtRefusalCodes.NotDisclosable);
    }

    [Theory]
    [Attack("SDJ-05")]
    [InlineData("[\"2GLC42sKQveCfGfryNRN9w\",1]")]
    [InlineData("[\"2GLC42sKQveCfGfryNRN9w\"]")]
    [InlineData("[\"2GLC42sKQveCfGfryNRN9w\",\"name\",1,2]")]
    [InlineData("[]")]
    [InlineData("{\"salt\":1}")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("[1,\"name\",1]")]
    [InlineData("[\"2GLC42sKQveCfGfryNRN9w\",1,1]")]
    [InlineData("[\"2GLC42sKQveCfGfryNRN9w\",null,1]")]
    [InlineData("[\"2GLC42sKQveCfGfryNRN9w\",\"name\",1")]
    [InlineData("no json")]
    public async Task A_disclosure_of_a_member_is_an_array_of_three(string disclosure)
    {
        await Desk.AcceptAsync(await DisclosedAsync("[\"2GLC42sKQveCfGfryNRN9w\",\"name\",1]"));
        await Desk.RefuseAsync(await DisclosedAsync(disclosure), SdJwtRefusalCodes.DisclosureMalformed);
    }

    [Theory]
    [Attack("SDJ-05")]
    [InlineData("[\"2GLC42sKQveCfGfryNRN9w\",\"name\",1]")]
    [InlineData("[\"2GLC42sKQveCfGfryNRN9w\"]")]
    [InlineData("[2,1]")]
    [InlineData("{}")]
    public async Task A_disclosure_of_an_element_is_an_array_of_two(string disclosure)
    {
        async Task<string> MakeAsync(string text)
        {
            var sample = new SdJwtSample();
            return await sample.IssueAsync($"\"list\":[{{\"...\":\"{sample.Disclose(text)}\"}}]");
        }

        (await Desk.AcceptAsync(await MakeAsync("[\"2GLC42sKQveCfGfryNRN9w\",1]"))).Text().Should().Contain("\"list\":[1]");
        await Desk.RefuseAsync(await MakeAsync(disclosure), SdJwtRefusalCodes.DisclosureMalformed);
    }

    [Theory]
    [Attack("SDJ-05")]
    [InlineData("=")]
    [InlineData("!")]
    [InlineData("\n")]
    public async Task A_disclosure_that_is_not_base64url_is_refused(string defect)
    {
        async Task<string> MakeAsync(string disclosure)
        {
            var sample = new SdJwtSample().Add(disclosure);
            return await sample.IssueAsync(Hide(SdJwtSample.DigestOf(disclosure)));
        }

        await Desk.AcceptAsync(await MakeAsync(SdJwtSample.Encode(Name)));
        await Desk.RefuseAsync(await MakeAsync(SdJwtSample.Encode(Name) + defect), SdJwtRefusalCodes.DisclosureMalformed);
    }

    [Theory]
    [Attack("SDJ-05")]
    [InlineData("[\"2GLC42sKQveCfGfryNRN9w\",\"name\",{\"a\":1,\"a\":2}]", JsonRefusalCodes.DuplicateMember)]
    [InlineData("[\"2GLC42sKQveCfGfryNRN9w\",\"name\",\"\\ud800\"]", JsonRefusalCodes.InvalidString)]
    public async Task A_disclosure_is_read_as_strictly_as_all_JSON(string disclosure, string code) =>
        await Desk.RefuseAsync(await DisclosedAsync(disclosure), code);

    [Theory]
    [Attack("SDJ-06")]
    [InlineData("{{\"...\":\"{0}\",\"x\":1}}")]
    [InlineData("{{\"x\":1,\"...\":\"{0}\"}}")]
    [InlineData("{{\"...\":1}}")]
    [InlineData("{{\"...\":[\"{0}\"]}}")]
    [InlineData("{{\"...\":null}}")]
    public async Task Beside_the_digest_of_an_element_stands_nothing(string element)
    {
        var digest = SdJwtSample.DigestOf("one");
        await Desk.AcceptAsync(await new SdJwtSample().IssueAsync($"\"list\":[{{\"...\":\"{digest}\"}}]"));
        await Desk.RefuseAsync(await new SdJwtSample().IssueAsync($"\"list\":[{string.Format(null, element, digest)}]"), SdJwtRefusalCodes.Malformed);
    }

    [Theory]
    [Attack("SDJ-06")]
    [InlineData("\"...\":\"{0}\"")]
    [InlineData("\"a\":{{\"...\":\"{0}\"}}")]
    [InlineData("\"a\":{{\"b\":[{{\"c\":{{\"...\":\"{0}\"}}}}]}}")]
    public async Task The_digest_of_an_element_stands_in_an_array_alone(string members) =>
        await Desk.RefuseAsync(await new SdJwtSample().IssueAsync(string.Format(null, members, SdJwtSample.DigestOf("one"))), SdJwtRefusalCodes.Malformed);

    [Theory]
    [Attack("SDJ-07")]
    [InlineData("\"md5\"")]
    [InlineData("\"sha-1\"")]
    [InlineData("\"SHA-256\"")]
    [InlineData("\"sha256\"")]
    [InlineData("\"sha-257\"")]
    [InlineData("\"sha-384\"")]
    [InlineData("\"sha-512\"")]
    [InlineData("256")]
    [InlineData("null")]
    [InlineData("[\"sha-256\"]")]
    public async Task A_hash_function_that_is_not_allowed_is_refused(string algorithm)
    {
        await Desk.AcceptAsync(await new SdJwtSample().IssueAsync());
        await Desk.AcceptAsync(await new SdJwtSample().IssueAsync("\"_sd_alg\":\"sha-256\""));
        await Desk.RefuseAsync(await new SdJwtSample().IssueAsync($"\"_sd_alg\":{algorithm}"), SdJwtRefusalCodes.HashNotAllowed);
    }

    [Theory]
    [Attack("SDJ-07")]
    [InlineData("\"a\":{\"_sd_alg\":\"sha-256\"}")]
    [InlineData("\"a\":[{\"_sd_alg\":\"sha-256\"}]")]
    public async Task The_hash_function_is_named_at_the_top_alone(string members)
    {
        await Desk.RefuseAsync(await new SdJwtSample().IssueAsync(members), SdJwtRefusalCodes.Malformed);
        await Desk.RefuseAsync(await DisclosedAsync($"[\"{Salt}\",\"x\",{{{members}}}]"), SdJwtRefusalCodes.Malformed);
    }

    [Theory]
    [InlineData("sha-384", 48)]
    [InlineData("sha-512", 64)]
    public async Task A_longer_hash_is_accepted_where_it_is_allowed(string name, int length)
    {
        var disclosure = Encoding.ASCII.GetBytes(SdJwtSample.Encode(Name));
        var digest = length == 48 ? System.Security.Cryptography.SHA384.HashData(disclosure) : System.Security.Cryptography.SHA512.HashData(disclosure);
        var text = await new SdJwtSample().Add(Encoding.ASCII.GetString(disclosure))
            .IssueAsync($"\"_sd_alg\":\"{name}\",{Hide(System.Buffers.Text.Base64Url.EncodeToString(digest))}");

        (await Desk.AcceptAsync(text, options: new() { HashAlgorithms = ["sha-256", name] })).Text().Should().Contain("Ada").And.NotContain("_sd");
        await Desk.RefuseAsync(text, SdJwtRefusalCodes.HashNotAllowed);
    }

    // SD-JWT VC, 2.2.2.2: at the top, and of a verifiable credential.
    [Theory]
    [InlineData("iss")]
    [InlineData("nbf")]
    [InlineData("exp")]
    [InlineData("cnf")]
    [InlineData("vct")]
    [InlineData("status")]
    [InlineData("vct#integrity")]
    public async Task What_must_be_clear_at_the_top_may_hide_below_and_elsewhere(string name)
    {
        var disclosure = $"[\"{Salt}\",\"{name}\",{(name is "exp" ? "1800100000" : name is "nbf" ? "1" : name is "cnf" or "status" ? "{}" : "\"x:y\"")}]";
        var below = new SdJwtSample();
        (await Desk.AcceptAsync(await below.IssueAsync($"\"a\":{{{Hide(below.Disclose(disclosure))}}}"))).Claims.GetProperty("a").TryGetProperty(name, out _).Should().BeTrue();

        var payload = $"{{\"iat\":1799990000,{Hide(SdJwtSample.DigestOf(SdJwtSample.Encode(disclosure)))}}}";
        var other = await new SdJwtSample { Type = "example+sd-jwt" }.Add(SdJwtSample.Encode(disclosure)).SignAsync(payload);
        SdJwtCredential.TryRead(Encoding.ASCII.GetBytes(other), SdJwtProfile.Of("example+sd-jwt"), out var credential, out _).Should().BeTrue();
        credential!.TryGetUnverifiedClaims(out _, out var refusal).Should().BeTrue(refusal?.Code);
        var clear = SdJwtProfile.Of("example+sd-jwt") with { IsVc = true };
        SdJwtCredential.TryRead(Encoding.ASCII.GetBytes(other), clear, out credential, out _).Should().BeTrue();
        credential!.TryGetUnverifiedClaims(out _, out refusal).Should().BeFalse();
        refusal!.Code.Should().Be(SdJwtRefusalCodes.NotDisclosable);
    }

    [Fact]
    [Attack("SDJ-11")]
    public async Task Many_disclosures_find_room_whatever_the_length_of_their_digests()
    {
        foreach (var (name, hash) in new (string, Func<byte[], byte[]>)[]
        {
            ("sha-256", System.Security.Cryptography.SHA256.HashData),
            ("sha-384", System.Security.Cryptography.SHA384.HashData),
            ("sha-512", System.Security.Cryptography.SHA512.HashData),
        })
        {
            var sample = new SdJwtSample();
            var disclosures = Enumerable.Range(0, 100).Select(i => SdJwtSample.Encode($"[\"{Salt}\",\"c{i}\",{i}]")).ToList();
            disclosures.ForEach(disclosure => sample.Add(disclosure));
            var digests = disclosures.Select(disclosure => $"\"{System.Buffers.Text.Base64Url.EncodeToString(hash(Encoding.ASCII.GetBytes(disclosure)))}\"");
            var text = await sample.IssueAsync($"\"_sd_alg\":\"{name}\",\"_sd\":[{string.Join(',', digests)}]");
            (await Desk.AcceptAsync(text, options: new() { HashAlgorithms = [name] })).Text().Should().Contain("\"c99\":99");
        }
    }

    [Theory]
    [Attack("SDJ-08")]
    [InlineData("\"_sd\":\"{0}\"")]
    [InlineData("\"_sd\":{{\"a\":\"{0}\"}}")]
    [InlineData("\"_sd\":null")]
    [InlineData("\"_sd\":[1]")]
    [InlineData("\"_sd\":[\"{0}\",null]")]
    [InlineData("\"_sd\":[[\"{0}\"]]")]
    [InlineData("\"_sd\":[\"{0}A\"]")]
    [InlineData("\"_sd\":[\"short\"]")]
    [InlineData("\"_sd\":[\"\"]")]
    [InlineData("\"_sd\":[\"=========================================+A\"]")]
    [InlineData("\"a\":{{\"_sd\":1}}")]
    [InlineData("\"list\":[{{\"...\":\"short\"}}]")]
    public async Task Digests_that_are_no_digests_are_refused(string members)
    {
        await Desk.AcceptAsync(await new SdJwtSample().IssueAsync("\"_sd\":[]"));
        await Desk.AcceptAsync(await new SdJwtSample().IssueAsync($"\"_sd\":[\"{SdJwtSample.DigestOf("one")}\"]"));
        await Desk.RefuseAsync(await new SdJwtSample().IssueAsync(string.Format(null, members, SdJwtSample.DigestOf("one"))), SdJwtRefusalCodes.Malformed);
    }

    [Fact]
    [Attack("SDJ-09")]
    public async Task No_trace_of_what_was_kept_back_is_left()
    {
        var sample = new SdJwtSample();
        var inner = sample.Disclose($"[\"{Salt}1\",\"city\",\"Bath\"]");
        var outer = sample.Disclose($"[\"{Salt}2\",\"address\",{{\"_sd\":[\"{inner}\",\"{SdJwtSample.DigestOf("x")}\"],\"list\":[{{\"...\":\"{SdJwtSample.DigestOf("y")}\"}}]}}]");
        var text = await sample.IssueAsync(
            $"\"_sd_alg\":\"sha-256\",\"_sd\":[\"{outer}\"],\"empty\":{{\"_sd\":[\"{SdJwtSample.DigestOf("z")}\"]}},\"list\":[{{\"...\":\"{SdJwtSample.DigestOf("w")}\"}}]");

        var claims = (await Desk.AcceptAsync(text)).Text();
        claims.Should().NotContain("_sd").And.NotContain("...");
        claims.Should().EndWith("\"empty\":{},\"list\":[],\"address\":{\"list\":[],\"city\":\"Bath\"}}");
    }

    // A name is what it says, however it is spelt: what hides behind an escape is found all the same.
    [Fact]
    [Attack("SDJ-09")]
    public async Task Digests_whose_names_are_written_with_escapes_are_digests_too()
    {
        var sample = new SdJwtSample();
        var (member, element) = (sample.Disclose($"[\"{Salt}1\",\"city\",\"Bath\"]"), sample.Disclose($"[\"{Salt}2\",\"GB\"]"));
        var text = await sample.IssueAsync($"\"a\":{{\"\\u005fsd\":[\"{member}\"]}},\"list\":[{{\"\\u002e..\":\"{element}\"}}]");
        (await Desk.AcceptAsync(text)).Text().Should().EndWith("\"a\":{\"city\":\"Bath\"},\"list\":[\"GB\"]}");
    }

    [Fact]
    [Attack("SDJ-10")]
    public async Task Disclosures_nested_sixteen_deep_are_accepted_and_seventeen_refused()
    {
        async Task<string> MakeAsync(int depth)
        {
            var sample = new SdJwtSample();
            var digest = sample.Disclose($"[\"{Salt}\",\"end\",1]");
            for (var i = 1; i < depth; i++)
            {
                digest = sample.Disclose($"[\"{Salt}{i}\",\"a\",{{\"_sd\":[\"{digest}\"]}}]");
            }

            return await sample.IssueAsync(Hide(digest));
        }

        await Desk.AcceptAsync(await MakeAsync(16));
        await Desk.RefuseAsync(await MakeAsync(17), SdJwtRefusalCodes.TooDeep);
    }

    [Fact]
    [Attack("SDJ-10")]
    public async Task What_disclosures_make_up_is_no_deeper_than_JSON_may_be()
    {
        async Task<string> MakeAsync(int depth)
        {
            var sample = new SdJwtSample();
            var deep = string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth));
            var inner = sample.Disclose($"[\"{Salt}\",\"end\",{deep}]");
            return await sample.IssueAsync($"\"a\":{{\"b\":{{\"c\":{{\"_sd\":[\"{inner}\"]}}}}}}");
        }

        (await Desk.AcceptAsync(await MakeAsync(28))).Claims.GetProperty("a").ValueKind.Should().Be(JsonValueKind.Object);
        await Desk.RefuseAsync(await MakeAsync(29), SdJwtRefusalCodes.TooDeep);

        // Where every step down hides something too, nothing is written without a look at it.
        async Task<string> HideAsync(int depth)
        {
            var sample = new SdJwtSample();
            var value = string.Concat(Enumerable.Repeat("{\"_sd\":[],\"a\":", depth)) + "1" + new string('}', depth);
            return await sample.IssueAsync($"\"a\":{{\"b\":{{\"c\":{{\"_sd\":[\"{sample.Disclose($"[\"{Salt}\",\"end\",{value}]")}\"]}}}}}}");
        }

        await Desk.AcceptAsync(await HideAsync(28));
        await Desk.RefuseAsync(await HideAsync(29), SdJwtRefusalCodes.TooDeep);
    }

    [Fact]
    [Attack("SDJ-10")]
    public async Task A_disclosure_cannot_hold_its_own_digest_so_a_digest_of_itself_belongs_to_nothing()
    {
        var sample = new SdJwtSample();
        var first = sample.Disclose($"[\"{Salt}\",\"a\",{{\"_sd\":[\"{SdJwtSample.DigestOf("second")}\"]}}]");
        sample.Disclose($"[\"{Salt}\",\"b\",{{\"_sd\":[\"{first}\"]}}]");
        await Desk.RefuseAsync(await sample.IssueAsync(Hide(first)), SdJwtRefusalCodes.DisclosureUnreferenced);
    }

    [Fact]
    [Attack("SDJ-11")]
    public async Task Five_hundred_disclosures_are_accepted_and_one_more_refused()
    {
        async Task<string> MakeAsync(int count)
        {
            var sample = new SdJwtSample();
            var digests = Enumerable.Range(0, count).Select(i => $"\"{sample.Disclose($"[\"{Salt}\",\"c{i}\",{i}]")}\"");
            return await sample.IssueAsync($"\"_sd\":[{string.Join(",", digests)}]");
        }

        var text = await MakeAsync(500);
        await Desk.AcceptAsync(text);
        await Desk.RefuseAsync(await MakeAsync(501), SdJwtRefusalCodes.TooManyDisclosures);
        var data = Encoding.ASCII.GetBytes(text);
        Bounded.Run(TimeSpan.FromSeconds(1), 4 << 20, () => CredentialReader.TryRead(data, out _, out _).Should().BeTrue());
    }

    [Theory]
    [Attack("SDJ-11")]
    [InlineData(100_000, "aa")]
    [InlineData(60_000, "abcd")]
    public void A_hundred_thousand_disclosures_cost_next_to_nothing(int count, string disclosure)
    {
        var data = Encoding.ASCII.GetBytes("eyJhbGciOiJFUzI1NiJ9.e30.AA~" + string.Concat(Enumerable.Repeat(disclosure + "~", count)));
        Bounded.Run(TimeSpan.FromMilliseconds(100), 64 << 10, () =>
        {
            CredentialReader.TryRead(data, out _, out var refusal).Should().BeFalse();
            refusal!.Code.Should().Be(SdJwtRefusalCodes.TooLarge);
        });
    }

    [Fact]
    [Attack("SDJ-11")]
    public async Task As_many_decoys_as_fit_cost_time_in_proportion()
    {
        var decoys = string.Join(",", Enumerable.Range(0, 1_000).Select(i => $"\"{SdJwtSample.DigestOf($"{i}")}\""));
        var data = Encoding.ASCII.GetBytes(await new SdJwtSample().IssueAsync($"\"_sd\":[{decoys}]"));
        await Desk.AcceptAsync(Encoding.ASCII.GetString(data));
        Bounded.Run(TimeSpan.FromMilliseconds(200), 1 << 20, () => CredentialReader.TryRead(data, out _, out _).Should().BeTrue());

        // A hundred thousand do not fit into what an issuer may sign.
        var many = string.Join(",", Enumerable.Range(0, 100_000).Select(i => $"\"{SdJwtSample.DigestOf($"{i}")}\""));
        await Desk.RefuseAsync(await new SdJwtSample().IssueAsync($"\"_sd\":[{many}]"), SdJwtRefusalCodes.TooLarge);
    }

    [Theory]
    [Attack("SDJ-12")]
    [InlineData("[\"2GLC42sKQveCfGfryNRN9w\",\"name\",{\"b\":1,\"a\":\"ö\"}]", "[\"2GLC42sKQveCfGfryNRN9w\", \"name\",{\"b\":1,\"a\":\"ö\"}]")]
    [InlineData("[\"2GLC42sKQveCfGfryNRN9w\",\n\"name\",{\"b\":1,\"a\":\"ö\"}]", "[\"2GLC42sKQveCfGfryNRN9w\",\"name\",{\"b\":1,\"a\":\"ö\"}]")]
    [InlineData("[\"2GLC42sKQveCfGfryNRN9w\",\"name\",{\"b\":1,\"a\":\"ö\"}]", "[\"2GLC42sKQveCfGfryNRN9w\",\"name\",{\"b\":1,\"a\":\"\\u00f6\"}]")]
    [InlineData("[\"2GLC42sKQveCfGfryNRN9w\",\"name\",{\"b\":1,\"a\":\"ö\"}]", "[\"2GLC42sKQveCfGfryNRN9w\",\"name\",{\"a\":\"ö\",\"b\":1}]")]
    public async Task A_disclosure_is_hashed_as_it_came_and_not_as_it_would_be_written(string issued, string rewritten)
    {
        var sample = new SdJwtSample();
        var members = Hide(sample.Disclose(issued));
        var jws = await new SdJwtSample().IssueAsync(members);
        (await Desk.AcceptAsync(jws + SdJwtSample.Encode(issued) + "~")).Claims.GetProperty("name").GetProperty("a").GetString().Should().Be("ö");
        await Desk.RefuseAsync(jws + SdJwtSample.Encode(rewritten) + "~", SdJwtRefusalCodes.DisclosureUnreferenced);
    }

    [Fact]
    public async Task An_empty_disclosure_is_refused()
    {
        var text = await new SdJwtSample().IssueAsync();
        await Desk.RefuseAsync(text + "~", SdJwtRefusalCodes.Malformed);
    }

    private static string Hide(string digest) => $"\"_sd\":[\"{digest}\"]";

    private static async Task<string> DisclosedAsync(string disclosure)
    {
        var sample = new SdJwtSample();
        return await sample.IssueAsync(Hide(sample.Disclose(disclosure)));
    }

    private static string Without(string members, string name) =>
        string.Concat(members.TrimEnd(',').Split(",\"").Select((member, i) => i == 0 ? member : "\"" + member)
            .Where(member => !member.StartsWith($"\"{name}\":", StringComparison.Ordinal)).Select(member => member + ","));
}

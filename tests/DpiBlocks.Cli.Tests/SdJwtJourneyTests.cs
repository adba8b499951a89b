namespace DpiBlocks.Cli.Tests;

/// <summary>From the key to the verdict, each step with the tool alone.</summary>
public sealed class SdJwtJourneyTests(World world) : IClassFixture<World>
{
    [Fact]
    public void A_presentation_is_accepted_and_shows_what_was_disclosed_and_nothing_else()
    {
        var result = world.VerifyFully("pres.txt");

        result.ExitCode.Should().Be(0);
        var json = result.Json;
        json.GetProperty("accepted").GetBoolean().Should().BeTrue();
        json.GetProperty("grade").GetString().Should().Be("accepted");
        json.GetProperty("format").GetString().Should().Be("dc+sd-jwt");
        json.GetProperty("issuer").GetString().Should().Be("https://issuer.example");
        json.GetProperty("types")[0].GetString().Should().Be("https://issuer.example/person");
        json.GetProperty("refusal").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        var claims = json.GetProperty("claims");
        claims.GetProperty("name").GetString().Should().Be("Ada");
        claims.GetProperty("address").GetProperty("street").GetString().Should().Be("1 Any Street");
        claims.TryGetProperty("birth_date", out _).Should().BeFalse();
        claims.GetProperty("address").TryGetProperty("city", out _).Should().BeFalse();
        claims.TryGetProperty("_sd", out _).Should().BeFalse();
        json.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString())
            .Should().Contain(["issuer_key", "issuer_signature", "issuer_binding", "trust", "disclosures", "validity", "holder_binding", "status"]);
    }

    [Fact]
    public void A_bare_key_may_speak_for_any_issuer_and_the_verdict_says_so()
    {
        var check = world.VerifyFully("pres.txt").Json.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "issuer_binding");

        check.GetProperty("outcome").GetString().Should().Be("not_applicable");
        check.GetProperty("fact_reason").GetString().Should().Be("bare_key");
    }

    [Theory]
    [InlineData("n-2", "sdjwt.kb_nonce")]
    public void Another_challenge_is_refused(string nonce, string code)
    {
        var result = world.VerifyFully("pres.txt", nonce);

        result.ExitCode.Should().Be(1);
        result.RefusalCode.Should().Be(code);
    }

    [Fact]
    public void Without_its_status_list_nothing_with_a_status_is_accepted()
    {
        var result = world.Verify("pres.txt", "--audience", World.Audience, "--nonce", "n-1");

        result.ExitCode.Should().Be(1);
        result.RefusalCode.Should().Be("status.not_checked");
        result.Json.GetProperty("grade").GetString().Should().Be("undetermined");
    }

    [Fact]
    public void What_is_bound_to_nobody_is_presented_without_a_proof()
    {
        world.Issue("loose.txt", "--force");

        world.Dpi.Do("present", "loose.txt", "--disclose", "/name", "--out", "loose.pres.txt", "--force");

        world.Verify("loose.pres.txt").Json.GetProperty("claims").GetProperty("name").GetString().Should().Be("Ada");
        world.Dpi.Run("present", "loose.txt", "--disclose", "/name", "--audience", "a").ExitCode.Should().Be(2, "whoever names a verifier wants a proof");
    }

    [Fact]
    public void A_line_feed_behind_a_credential_is_no_part_of_it()
    {
        foreach (var (end, code) in new[] { (string.Empty, 0), ("\n", 0), ("\r\n", 0), ("\n\n", 1), (" ", 1) })
        {
            world.Dpi.Write("line.txt", world.Dpi.Text("pres.txt").TrimEnd() + end);
            world.VerifyFully("line.txt").ExitCode.Should().Be(code, end);
        }
    }

    [Fact]
    public void Online_nothing_is_fetched_from_this_machine_or_its_network()
    {
        const string inside = "https://127.0.0.1/status/1";
        world.Dpi.Do("status", "create", "--uri", inside, "--key", "issuer.jwk", "--store", "inside.db");
        world.Issue("inside.txt", "--status-store", "inside.db", "--status-uri", inside, "--force");

        var result = world.Verify("inside.txt", "--online");

        result.ExitCode.Should().Be(1);
        result.RefusalCode.Should().Be("status.unavailable");
        result.Json.GetProperty("grade").GetString().Should().Be("undetermined");
        world.Dpi.Do("status", "publish", "--store", "inside.db", "--uri", inside, "--key", "issuer.jwk", "--out", "inside.jwt", "--force");
        world.Verify("inside.txt", "--online", "--status", "inside.jwt").ExitCode.Should().Be(0, "what lies in a file is not asked of the network");
    }

    [Fact]
    public void What_is_bound_to_a_holder_is_refused_without_the_proof_unless_it_is_not_demanded()
    {
        world.Verify("cred.txt", "--status", "list.jwt").RefusalCode.Should().Be("sdjwt.kb_required");
        world.Verify("cred.txt", "--status", "list.jwt", "--no-holder-binding").ExitCode.Should().Be(0);
    }

    [Fact]
    public void An_ended_credential_is_refused()
    {
        world.Verify("cred.txt", "--status", "list.jwt", "--no-holder-binding", "--at", "2100-01-01T00:00:00Z").RefusalCode.Should().Be("validity.expired");
    }

    [Fact]
    public void An_unknown_key_is_refused()
    {
        var result = world.Dpi.Run("verify", "pres.txt", "--json", "--trust", "holder.pub.jwk", "--audience", World.Audience, "--nonce", "n-1");

        result.ExitCode.Should().Be(1);
        result.Json.GetProperty("accepted").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public void A_person_reads_what_was_checked_and_why_it_was_refused()
    {
        var accepted = world.Dpi.Run("verify", "pres.txt", "--trust", "issuer.pub.jwk", "--status", "list.jwt", "--audience", World.Audience, "--nonce", "n-1");
        accepted.Output.Should().StartWith("ACCEPTED  pres.txt").And.Contain("name = Ada").And.Contain("holder binding");

        var refused = world.Dpi.Run("verify", "pres.txt", "--trust", "issuer.pub.jwk", "--status", "list.jwt", "--audience", World.Audience, "--nonce", "n-2");
        refused.Output.Should().StartWith("REFUSED  pres.txt").And.Contain("sdjwt.kb_nonce");
    }

    [Fact]
    public void Several_inputs_have_a_verdict_each_and_the_worst_code_wins()
    {
        var result = world.Dpi.Run("verify", "pres.txt", "claims.json", "absent.txt", "--json", "--trust", "issuer.pub.jwk", "--status", "list.jwt", "--audience", World.Audience, "--nonce", "n-1");

        result.ExitCode.Should().Be(2);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(3);
        lines[0].Should().Contain("\"accepted\":true");
        lines[1].Should().Contain("\"accepted\":false").And.Contain("credential.format_unknown");
        lines[2].Should().Contain("\"accepted\":false").And.Contain("input.unusable");
    }

    [Fact]
    public void Inspect_says_that_nothing_is_verified()
    {
        var output = world.Dpi.Do("inspect", "pres.txt");

        output.Should().StartWith("NOT VERIFIED").And.Contain("name = Ada");
    }
}

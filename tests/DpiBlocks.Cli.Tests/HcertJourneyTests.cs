namespace DpiBlocks.Cli.Tests;

public sealed class HcertJourneyTests
{
    private const string Claims = """
        {
          "ver": "1.3.0", "nam": { "fn": "Example", "fnt": "EXAMPLE", "gn": "Ada", "gnt": "ADA" }, "dob": "1980-02-01",
          "v": [ { "tg": "840539006", "vp": "1119349007", "mp": "EU/1/20/1528", "ma": "ORG-100030215", "dn": 2, "sd": 2,
                   "dt": "2021-05-29", "co": "EE", "is": "Ministry", "ci": "URN:UVCI:01:EE:187/37512422923" } ]
        }
        """;

    [Fact]
    public void A_health_certificate_is_issued_and_verified_and_one_changed_letter_is_refused()
    {
        using var dpi = new Dpi();
        dpi.Write("signer.pub.jwk", dpi.Do("key", "create", "--alg", "ES256", "--out", "signer.jwk", "--kid", "dsc-1"));
        dpi.Write("claims.json", Claims);
        dpi.Do("issue", "--format", "hcert", "--key", "signer.jwk", "--issuer", "EE", "--type", "eu-dcc", "--claims", "claims.json", "--expires", "2099-01-01T00:00:00Z", "--out", "qr.txt");

        var accepted = dpi.Run("verify", "qr.txt", "--json", "--trust", "signer.pub.jwk");
        accepted.ExitCode.Should().Be(0);
        accepted.Json.GetProperty("format").GetString().Should().Be("hcert");
        accepted.Json.GetProperty("issuer").GetString().Should().Be("EE");

        var text = dpi.Text("qr.txt");
        text.Should().StartWith("HC1:");
        dpi.Write("changed.txt", text[..^1] + (text[^1] == 'A' ? 'B' : 'A'));
        var refused = dpi.Run("verify", "changed.txt", "--json", "--trust", "signer.pub.jwk");
        refused.ExitCode.Should().Be(1);
        refused.RefusalCode.Should().NotBeNull();
    }

    [Fact]
    public void A_health_certificate_in_a_status_list_is_good_until_it_is_revoked()
    {
        const string list = "https://health.example/status/1";
        using var dpi = new Dpi();
        dpi.Write("signer.pub.jwk", dpi.Do("key", "create", "--alg", "ES256", "--out", "signer.jwk", "--kid", "dsc-1"));
        dpi.Write("claims.json", Claims);
        dpi.Do("status", "create", "--uri", list, "--key", "signer.jwk", "--store", "status.db");
        string[] issue =
        [
            "issue", "--format", "hcert", "--key", "signer.jwk", "--issuer", "EE", "--claims", "claims.json", "--expires", "2099-01-01T00:00:00Z",
            "--status-store", "status.db", "--status-uri", list, "--status-index", "42", "--out", "qr.txt", "--type",
        ];
        dpi.Run([.. issue, "eu-dcc/test"]).ExitCode.Should().Be(2, "what cannot be issued uses up no entry");
        dpi.Do([.. issue, "eu-dcc"]);

        dpi.Run("verify", "qr.txt", "--json", "--trust", "signer.pub.jwk").RefusalCode.Should().Be("status.not_checked");
        Verify().ExitCode.Should().Be(0);
        dpi.Do("status", "set", "--store", "status.db", "--uri", list, "--index", "42", "--value", "invalid");
        Verify().RefusalCode.Should().Be("status.revoked");

        DpiResult Verify()
        {
            dpi.Do("status", "publish", "--store", "status.db", "--uri", list, "--key", "signer.jwk", "--out", "list.jwt", "--force");
            return dpi.Run("verify", "qr.txt", "--json", "--trust", "signer.pub.jwk", "--status", "list.jwt");
        }
    }

    [Theory]
    [InlineData("2020-01-01T00:00:00Z", 2)]
    [InlineData("2099-01-01T00:00:00Z", 0)]
    public void An_end_that_is_past_is_one_clear_line(string expires, int code)
    {
        using var dpi = new Dpi();
        dpi.Do("key", "create", "--alg", "ES256", "--out", "signer.jwk");
        dpi.Write("claims.json", Claims);

        var result = dpi.Run("issue", "--format", "hcert", "--key", "signer.jwk", "--issuer", "EE", "--type", "eu-dcc", "--claims", "claims.json", "--expires", expires);

        result.ExitCode.Should().Be(code);
        result.Error.Should().NotContain("\\u{");
        result.Error.Trim().Split('\n').Should().ContainSingle();
    }

    [Theory]
    [InlineData("--disclosable", "/dob")]
    [InlineData("--holder", "holder.pub.jwk")]
    public void A_health_certificate_cannot_have_what_its_format_has_not(string option, string value)
    {
        using var dpi = new Dpi();
        dpi.Write("holder.pub.jwk", dpi.Do("key", "create", "--alg", "ES256", "--out", "signer.jwk"));
        dpi.Write("claims.json", Claims);

        var result = dpi.Run("issue", "--format", "hcert", "--key", "signer.jwk", "--issuer", "EE", "--type", "eu-dcc", "--claims", "claims.json", option, value, "--expires", "2099-01-01T00:00:00Z");

        result.ExitCode.Should().Be(2);
        result.Error.Trim().Split('\n').Should().ContainSingle().Which.Should().Contain("--disclosable");
    }

    [Theory]
    [InlineData("eu-dcc/vaccination", 0)]
    [InlineData("eu-dcc/test", 2)]
    [InlineData("passport", 2)]
    public void The_type_must_say_what_the_claims_say(string type, int code)
    {
        using var dpi = new Dpi();
        dpi.Do("key", "create", "--alg", "ES256", "--out", "signer.jwk");
        dpi.Write("claims.json", Claims);

        dpi.Run("issue", "--format", "hcert", "--key", "signer.jwk", "--issuer", "EE", "--type", type, "--claims", "claims.json", "--expires", "2099-01-01T00:00:00Z").ExitCode.Should().Be(code);
    }
}

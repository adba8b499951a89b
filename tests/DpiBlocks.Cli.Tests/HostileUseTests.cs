namespace DpiBlocks.Cli.Tests;

/// <summary>Attack catalogue, section 17: the rows of the tool.</summary>
public sealed class HostileUseTests(World world) : IClassFixture<World>
{
    [Fact]
    [Attack("WEB-10")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_private_key_is_readable_by_its_owner_alone_and_one_that_others_can_read_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var path = world.Dpi.PathOf("open.jwk");
        world.Dpi.Do("key", "create", "--alg", "ES256", "--out", "open.jwk");
        File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string[] create = ["status", "create", "--uri", "https://issuer.example/status/open", "--key", "open.jwk", "--store", "open.db"];

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var refused = world.Dpi.Run(create);
        refused.ExitCode.Should().Be(2);
        refused.Error.Should().Contain("chmod 600");

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        world.Dpi.Do(create);
    }

    [Fact]
    [Attack("WEB-10")]
    public void The_private_key_is_never_printed()
    {
        var output = world.Dpi.Do("key", "create", "--alg", "ES256", "--out", "secret.jwk");

        System.Text.Json.JsonElement.Parse(world.Dpi.Text("secret.jwk")).TryGetProperty("d", out _).Should().BeTrue();
        System.Text.Json.JsonElement.Parse(output).TryGetProperty("d", out _).Should().BeFalse();
    }

    [Fact]
    [Attack("WEB-10")]
    public void An_existing_file_is_not_replaced_unless_forced()
    {
        string[] create = ["key", "create", "--alg", "ES256", "--out", "kept.jwk"];
        world.Dpi.Do(create);
        var before = world.Dpi.Text("kept.jwk");

        var refused = world.Dpi.Run(create);
        refused.ExitCode.Should().Be(2);
        refused.Error.Should().Contain("--force");
        world.Dpi.Text("kept.jwk").Should().Be(before);

        world.Dpi.Do([.. create, "--force"]);
        world.Dpi.Text("kept.jwk").Should().NotBe(before);
    }

    [Fact]
    [Attack("WEB-10", "JSN-15")]
    public void Escape_sequences_and_line_feeds_in_claims_do_not_reach_the_terminal()
    {
        world.Dpi.Write("evil.json", """{"name":"A\u001b[2J\u001b[31mACCEPTED\r\nREFUSED"}""");
        world.Dpi.Do(
            "issue", "--format", "dc+sd-jwt", "--key", "issuer.jwk", "--issuer", "https://issuer.example", "--type", "https://issuer.example/person",
            "--claims", "evil.json", "--out", "evil.txt", "--force");

        foreach (var output in new[] { world.Dpi.Do("verify", "evil.txt", "--trust", "issuer.pub.jwk"), world.Dpi.Do("inspect", "evil.txt"), world.Dpi.Do("verify", "evil.txt", "--json", "--trust", "issuer.pub.jwk") })
        {
            output.Should().NotContain("\u001b").And.NotContain("\r").And.NotContain("\nREFUSED");
        }
    }

    [Fact]
    [Attack("WEB-10")]
    public void After_two_dashes_a_name_that_looks_like_an_option_is_a_file()
    {
        File.Copy(world.Dpi.PathOf("pres.txt"), world.Dpi.PathOf("--help"), overwrite: true);

        world.Dpi.Do("inspect", "--help").Should().Contain("Usage").And.NotContain("NOT VERIFIED");
        world.Dpi.Do("inspect", "--", "--help").Should().Contain("NOT VERIFIED");
    }

    [Fact]
    [Attack("WEB-10")]
    public void A_file_whose_name_begins_with_an_at_sign_is_a_file_and_no_list_of_options()
    {
        File.Copy(world.Dpi.PathOf("cred.txt"), world.Dpi.PathOf("@cred.txt"), overwrite: true);
        world.Dpi.Write("options", "--no-holder-binding");
        File.Copy(world.Dpi.PathOf("options"), world.Dpi.PathOf("@options"), overwrite: true);
        string[] verify = ["verify", "@cred.txt", "--trust", "issuer.pub.jwk", "--status", "list.jwt"];

        world.Dpi.Run([.. verify, "@options"]).ExitCode.Should().Be(1);
        world.Dpi.Run([.. verify, "--no-holder-binding"]).ExitCode.Should().Be(0);
    }

    [Theory]
    [Attack("WEB-10", "JSN-15")]
    [InlineData("verify", "\u001b[2Jabsent\nACCEPTED", "--trust", "issuer.pub.jwk")]
    [InlineData("verify", "cred.txt", "--trust", "\u001b[2Jabsent\nACCEPTED")]
    [InlineData("inspect", "\u001b[2Jabsent\nACCEPTED")]
    public void Nor_do_those_in_the_names_of_files(params string[] arguments)
    {
        var result = world.Dpi.Run(arguments);

        result.ExitCode.Should().BePositive();
        result.Error.Should().NotContain("\u001b");
        result.Error.Trim().Split('\n').Should().ContainSingle().Which.Should().StartWith("dpi: ");
    }

    [Theory]
    [Attack("WEB-10")]
    [InlineData(1, "claims.json")]
    [InlineData(2, "absent.txt")]
    [InlineData(2, "/")]
    public void What_is_refused_and_what_cannot_be_used_have_their_own_exit_codes(int code, string file)
    {
        var result = world.Dpi.Run("verify", file, "--trust", "issuer.pub.jwk");

        result.ExitCode.Should().Be(code);
        (result.Output + result.Error).Should().NotContain("   at ", "no stack trace is ever shown");
    }

    [Fact]
    [Attack("WEB-10")]
    public void White_space_in_a_credential_cannot_forge_a_line_of_JSON()
    {
        const string forged = """{"file":"passport.txt","accepted":true,"refusal":null}""";
        world.Dpi.Write("lines.json", "{\"name\":{\"a\":1,\"b\":\n" + forged + "\n}}");
        world.Dpi.Do(
            "issue", "--format", "dc+sd-jwt", "--key", "issuer.jwk", "--issuer", "https://issuer.example", "--type", "https://issuer.example/person",
            "--claims", "lines.json", "--out", "lines.txt", "--force");

        var output = world.Dpi.Do("verify", "lines.txt", "--json", "--trust", "issuer.pub.jwk");

        output.Trim().Split('\n').Should().ContainSingle().Which.Should().Contain("passport.txt");
    }

    [Fact]
    public void What_cannot_be_issued_uses_up_no_entry_of_the_list()
    {
        string[] issue =
        [
            "issue", "--format", "dc+sd-jwt", "--key", "issuer.jwk", "--issuer", "https://issuer.example", "--type", "https://issuer.example/person",
            "--claims", "claims.json", "--status-store", "status.db", "--status-uri", World.List, "--status-index", "77", "--out",
        ];

        world.Dpi.Run([.. issue, "claims.json"]).ExitCode.Should().Be(2);
        world.Dpi.Run([.. issue, "unused.txt", "--disclosable", "/absent"]).ExitCode.Should().Be(2);
        world.Dpi.Do([.. issue, "used.txt"]);
    }

    [Fact]
    public void A_damaged_store_is_one_clear_line_and_exit_code_2()
    {
        var damaged = File.ReadAllBytes(world.Dpi.PathOf("status.db"));
        damaged.AsSpan(4096).Fill(0xFF);
        File.WriteAllBytes(world.Dpi.PathOf("damaged.db"), damaged);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(world.Dpi.PathOf("damaged.db"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var result = world.Dpi.Run("status", "set", "--store", "damaged.db", "--uri", World.List, "--index", "1", "--value", "invalid");

        result.ExitCode.Should().Be(2);
        result.Error.Trim().Split('\n').Should().ContainSingle().Which.Should().StartWith("dpi: ");
    }

    [Theory]
    [InlineData()]
    [InlineData("verify", "pres.txt", "--trust", "")]
    [InlineData("verify", "pres.txt", "--trust", "issuer.pub.jwk", "--status", "")]
    [InlineData("sing")]
    [InlineData("key", "create")]
    [InlineData("key", "create", "--alg", "HS256", "--out", "x")]
    [InlineData("key", "create", "--alg", "ES256", "--out", "x", "--kid", "a b")]
    [InlineData("verify", "pres.txt")]
    [InlineData("verify", "pres.txt", "--trust", "absent.jwk")]
    [InlineData("verify", "pres.txt", "--trust", "claims.json")]
    [InlineData("verify", "pres.txt", "--trust", "issuer.pub.jwk", "--at", "yesterday")]
    [InlineData("verify", "pres.txt", "--trust", "issuer.pub.jwk", "--nonce", "n-1")]
    [InlineData("verify", "pres.txt", "--trust", "issuer.pub.jwk", "--nonce", "n-1", "--audience", "a", "--no-holder-binding")]
    [InlineData("verify", "pres.txt", "--trust", "issuer.pub.jwk", "--status", "claims.json")]
    [InlineData("present", "pres.txt", "--disclose", "name", "--key", "holder.jwk", "--audience", "a", "--nonce", "n")]
    [InlineData("present", "cred.txt", "--disclose", "name", "--key", "holder.jwk", "--audience", "a", "--nonce", "n")]
    [InlineData("present", "cred.txt", "--disclose", "/name", "--key", "issuer.jwk", "--audience", "a", "--nonce", "n")]
    [InlineData("present", "cred.txt", "--disclose", "/name")]
    [InlineData("present", "cred.txt", "--disclose", "/name", "--audience", "a", "--nonce", "n")]
    [InlineData("present", "cred.txt", "--disclose", "/name", "--key", "holder.jwk", "--nonce", "n")]
    [InlineData("present", "cred.txt", "--disclose", "/name", "--key", "holder.jwk", "--audience", "", "--nonce", "n")]
    [InlineData("present", "cred.txt", "--disclose", "/name", "--key", "holder.jwk", "--audience", "a")]
    [InlineData("present", "cred.txt", "--disclose", "/name", "--key", "holder.jwk", "--audience", "a", "--nonce", "")]
    [InlineData("present", "cred.txt", "--disclose", "/name", "--key", "holder.pub.jwk", "--audience", "a", "--nonce", "n")]
    [InlineData("status", "set", "--store", "absent.db", "--uri", "https://issuer.example/status/1", "--index", "1", "--value", "invalid")]
    [InlineData("status", "set", "--store", "status.db", "--uri", "https://issuer.example/status/1", "--index", "1", "--value", "gone")]
    [InlineData("status", "create", "--bits", "3", "--uri", "https://issuer.example/status/3", "--key", "issuer.jwk", "--store", "status.db")]
    [InlineData("status", "create", "--uri", "not an address", "--key", "issuer.jwk", "--store", "status.db")]
    [InlineData("issue", "--format", "pdf", "--key", "issuer.jwk", "--issuer", "i", "--type", "t", "--claims", "claims.json")]
    [InlineData("issue", "--format", "dc+sd-jwt", "--key", "issuer.jwk", "--issuer", "https://issuer.example", "--type", "t", "--claims", "claims.json", "--disclosable", "name")]
    [InlineData("issue", "--format", "dc+sd-jwt", "--key", "issuer.jwk", "--issuer", "https://issuer.example", "--type", "t", "--claims", "claims.json", "--holder", "claims.json")]
    [InlineData("issue", "--format", "dc+sd-jwt", "--key", "claims.json", "--issuer", "https://issuer.example", "--type", "t", "--claims", "claims.json")]
    [InlineData("issue", "--format", "dc+sd-jwt", "--key", "issuer.jwk", "--issuer", "https://issuer.example", "--type", "t", "--claims", "claims.json", "--status-store", "status.db")]
    [InlineData("issue", "--format", "dc+sd-jwt", "--key", "issuer.jwk", "--issuer", "https://issuer.example", "--type", "t", "--claims", "claims.json", "--status-uri", "https://issuer.example/status/1")]
    [InlineData("issue", "--format", "dc+sd-jwt", "--key", "issuer.jwk", "--issuer", "https://issuer.example", "--type", "t", "--claims", "claims.json", "--status-index", "1")]
    public void A_wrong_use_is_one_clear_line_and_exit_code_2(params string[] arguments)
    {
        var result = world.Dpi.Run(arguments);

        result.ExitCode.Should().Be(2);
        result.Error.Trim().Split('\n').Should().ContainSingle().Which.Should().StartWith("dpi: ");
    }

    [Fact]
    public void A_public_key_signs_nothing()
    {
        world.Dpi.Write("protected.jwk", world.Dpi.Text("holder.pub.jwk"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(world.Dpi.PathOf("protected.jwk"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var result = world.Dpi.Run("present", "cred.txt", "--disclose", "/name", "--key", "protected.jwk", "--audience", "a", "--nonce", "n");

        result.ExitCode.Should().Be(2);
        result.Error.Trim().Split('\n').Should().ContainSingle().Which.Should().Contain("is not a private key");
    }

    [Theory]
    [InlineData("credential.format_unknown", "inspect", "claims.json")]
    [InlineData("credential.format_unknown", "inspect", "empty")]
    [InlineData("sdjwt.disclosure_unreferenced", "inspect", "stray")]
    [InlineData("credential.format_unknown", "present", "claims.json", "--disclose", "/name")]
    [InlineData("sdjwt.path_not_found", "present", "cred.txt", "--disclose", "/absent")]
    [InlineData("status.list_not_found", "status", "publish", "--store", "status.db", "--uri", "https://issuer.example/status/absent", "--key", "issuer.jwk", "--out", "absent.jwt")]
    public void What_is_refused_is_one_clear_line_and_exit_code_1(string code, params string[] arguments)
    {
        world.Dpi.Write("empty", string.Empty);
        world.Dpi.Write("stray", world.Dpi.Text("cred.txt") + "AAAA~");

        var result = world.Dpi.Run(arguments);

        result.ExitCode.Should().Be(1);
        result.Error.Trim().Split('\n').Should().ContainSingle().Which.Should().StartWith("dpi: refused: ").And.Contain($"({code}");
    }

    [Fact]
    [Attack("WEB-11")]
    public void Endless_input_is_read_up_to_the_limit_and_is_exit_code_2()
    {
        using var endless = new EndlessStream(10L * 1024 * 1024 * 1024);

        var result = world.Dpi.RunWith(endless, "verify", "-", "--trust", "issuer.pub.jwk");

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("larger than");
        endless.Sent.Should().BeLessThan(16 * 1024 * 1024);
        using var presentation = File.OpenRead(world.Dpi.PathOf("cred.txt"));
        world.Dpi.RunWith(presentation, "verify", "-", "--trust", "issuer.pub.jwk", "--status", "list.jwt", "--no-holder-binding").ExitCode.Should().Be(0);
    }

    [Fact]
    [Attack("WEB-11")]
    public void A_device_that_never_ends_is_exit_code_2()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no /dev/zero here.");

        world.Dpi.Run("verify", "/dev/zero", "--trust", "issuer.pub.jwk").ExitCode.Should().Be(2);
        world.Dpi.Run("verify", "cred.txt", "--trust", "/dev/zero").ExitCode.Should().Be(2);
    }

    private sealed class EndlessStream(long length) : Stream
    {
        public long Sent { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => Sent; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = (int)Math.Min(count, length - Sent);
            Array.Fill(buffer, (byte)'e', offset, given);
            Sent += given;
            return given;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

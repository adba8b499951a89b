namespace DpiBlocks.Cli.Tests;

public sealed class RevocationTests
{
    [Fact]
    public void What_is_suspended_comes_back_and_what_is_revoked_does_not()
    {
        using var world = new World();
        world.VerifyFully("pres.txt").ExitCode.Should().Be(0);

        world.Set("suspended");
        world.VerifyFully("pres.txt").ExitCode.Should().Be(0, "the list has not been published again");
        world.Publish();
        world.VerifyFully("pres.txt").RefusalCode.Should().Be("status.suspended");

        world.Set("valid");
        world.Publish();
        world.VerifyFully("pres.txt").ExitCode.Should().Be(0);

        world.Set("invalid");
        world.Publish();
        world.VerifyFully("pres.txt").RefusalCode.Should().Be("status.revoked");

        var back = world.Dpi.Run("status", "set", "--store", "status.db", "--uri", World.List, "--index", "42", "--value", "valid");
        back.ExitCode.Should().Be(1);
        back.Error.Should().Contain("status.transition_forbidden");
    }

    [Fact]
    public void A_list_as_CWT_says_the_same()
    {
        using var world = new World();
        world.Set("invalid");
        world.Dpi.Do("status", "publish", "--store", "status.db", "--uri", World.List, "--key", "issuer.jwk", "--format", "cwt", "--ttl", "3600", "--out", "list.cwt");

        world.Verify("pres.txt", "--status", "list.cwt", "--audience", World.Audience, "--nonce", "n-1").RefusalCode.Should().Be("status.revoked");
    }

    [Fact]
    public void An_entry_is_given_out_once()
    {
        using var world = new World();

        var again = world.Dpi.Run(
            "issue", "--format", "dc+sd-jwt", "--key", "issuer.jwk", "--issuer", "https://issuer.example", "--type", "https://issuer.example/person",
            "--claims", "claims.json", "--status-store", "status.db", "--status-uri", World.List, "--status-index", "42");

        again.ExitCode.Should().Be(2);
        again.Error.Should().Contain("status.index_taken");
    }
}

using System.Text.Json;

namespace DpiBlocks.Cli.Tests;

/// <summary>What the sample leaves behind is verified again with the tool.</summary>
public sealed class RightToWorkSampleTests
{
    [Fact]
    public void The_story_refuses_five_frauds_each_for_its_own_reason_and_its_evidence_verifies_again()
    {
        using var dpi = new Dpi();

        var story = dpi.RunProgram("RightToWork.dll", input: null, "files");

        story.Error.Should().BeEmpty();
        story.ExitCode.Should().Be(0);
        foreach (var code in new[] { "sdjwt.disclosure_unreferenced", "presentation.replayed", "sdjwt.kb_signature", "status.revoked", "validity.expired" })
        {
            story.Output.Should().Contain($"REFUSED  {code}: ");
        }

        story.Output.Should().NotContain("ACCEPTED, which must never happen");

        var again = dpi.Run([.. dpi.Text(Path.Combine("files", "verify-again.txt")).Trim().Split(' '), "--json"]);
        again.ExitCode.Should().Be(0);
        var claims = again.Json.GetProperty("claims");
        claims.GetProperty("family_name").GetString().Should().Be("Example");
        claims.TryGetProperty("birth_date", out _).Should().BeFalse("the employer did not ask for it");
        claims.TryGetProperty("address", out _).Should().BeFalse("the employer did not ask for it");

        // The record names the very bytes that were verified.
        var record = JsonElement.Parse(dpi.Text(Path.Combine("files", "record.json")));
        var evidence = File.ReadAllBytes(dpi.PathOf(Path.Combine("files", "presentation.txt")));
        record.GetProperty("evidence_hash").GetString().Should().Be(Digest.Of(evidence).ToString());

        // Today's list, with the permission taken back, says otherwise.
        string[] today = [.. dpi.Text(Path.Combine("files", "verify-again.txt")).Trim().Replace("status-on-that-day", "status", StringComparison.Ordinal).Split(' '), "--json"];
        dpi.Run(today).ExitCode.Should().Be(1);
    }
}

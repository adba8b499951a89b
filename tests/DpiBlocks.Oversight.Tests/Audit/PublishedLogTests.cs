using System.Text;

namespace DpiBlocks.Oversight.Tests.Audit;

/// <summary>
/// The log that github.com/transparency-dev/tessera at 1811ae1a publishes in testdata/log: its key, its entries (testdata/build_log.sh), and two of
/// its checkpoints, signed by that software.
/// </summary>
public sealed class PublishedLogTests
{
    private const string Key = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

    private const string At15 = "example.com/log/testdata\n15\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n\n"
        + "— example.com/log/testdata M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg+CKubMt53MvIt/uEWP6zdkdIQzd/fmwlM/dlPWF74ewI=\n";

    private const string At10 = "example.com/log/testdata\n10\ny8/gZsZCtitsMan09tY+k8I7Qpr7Y5fbO2tLi9GQnfU=\n\n"
        + "— example.com/log/testdata M9e0lrmwaVEOWFZ+HS5ITnRd2YMOSWE5QeoYu+6DHwJLnJ+SVeJ2ZiYeD7lVC5oGJx76gbfLSyCUEq6D8JkarrsuiQQ=\n";

    private static readonly string[] Entries =
        ["one", "two", "three", "four", "five", "six", "seven", "eit", "nain", "ten", "ileven", "twelf", "threeten", "fourten", "fivten"];

    [Fact]
    public async Task A_log_that_other_software_made_is_verified_entry_by_entry()
    {
        var log = MemoryLog.Of(15, index => Entries[index]);
        log.Root.Should().Be(new Digest(Convert.FromBase64String("rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=")));
        log.Tiles[new Tile(0, 0)][..16].Should().Equal(Convert.FromHexString("d0d7360ab79f58ab1e1e3fe64ad77e2e"));
        log.Tiles[new Tile(Tile.EntriesLevel, 0)][..10].Should().Equal(Convert.FromHexString("00036f6e65000374776f"));

        NoteKey.TryParse(Key, out var key, out _).Should().BeTrue();
        var auditor = new LogAuditor(new CheckpointVerifier("example.com/log/testdata", [key!], WitnessPolicy.None, MemoryLog.Clock()));
        (await auditor.VerifyAsync(log, Encoding.UTF8.GetBytes(At15), [Encoding.UTF8.GetBytes(At10)])).Grade.Should().Be(Grade.Accepted);
        (await auditor.VerifyAsync(log, Encoding.UTF8.GetBytes(At10), [Encoding.UTF8.GetBytes(At15)])).Refusal!.Code.Should().Be(AuditRefusalCodes.Rollback);
        (await auditor.VerifyAsync(MemoryLog.Of(15, index => index == 3 ? "for" : Entries[index]), Encoding.UTF8.GetBytes(At15), [])).Refusal!.Code
            .Should().Be(AuditRefusalCodes.EntryInvalid);
    }
}

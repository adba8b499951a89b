using System.Text;

namespace DpiBlocks.Oversight.Tests.Commitments;

public sealed class AuditCommitmentTests
{
    private static readonly ShardKey Shard = ShardKey.Of(TenantId.Parse("home-office"), SubjectId.Parse("person-1"));

    private static readonly AuditEvent Event = new()
    {
        Shard = Shard,
        Action = "disclosure.released",
        Outcome = "accepted",
        At = new DateTimeOffset(2026, 11, 25, 12, 0, 0, 500, TimeSpan.FromHours(1)),
        Actor = PartyId.Parse("did:web:tax.example.gov"),
        Subject = SubjectId.Parse("person-1"),
        Purpose = PurposeCode.Parse("tax"),
        Basis = "consent \"17\" é",
        Fields = [FieldPath.Parse("income/2025"), FieldPath.Parse("name")],
        Target = Digest.Of("an answer"u8),
    };

    // The form that the documentation states, written by hand.
    [Fact]
    public void The_opening_is_salt_and_canonical_event_and_the_commitment_its_hash_under_a_name_of_its_own()
    {
        var entry = AuditCommitment.Commit(Event);
        var text = Encoding.UTF8.GetString(entry.Opening.Span[32..]);
        text.Should().Be(
            "{\"action\":\"disclosure.released\",\"actor\":\"did:web:tax.example.gov\",\"at\":\"2026-11-25T11:00:00.5Z\",\"basis\":\"consent \\\"17\\\" é\","
            + "\"fields\":[\"income/2025\",\"name\"],\"outcome\":\"accepted\",\"purpose\":\"tax\",\"shard\":\"" + Cryptography.StrictBase64Url.Encode(Shard.ToByteArray())
            + "\",\"subject\":\"person-1\",\"target\":\"" + Digest.Of("an answer"u8) + "\",\"tenant\":\"home-office\"}");
        entry.Commitment.Should().Be(Digest.Of([.. "dpiblocks/audit-commitment/v1\n"u8, .. entry.Opening.Span]));
        entry.Shard.Should().Be(Shard);
    }

    [Fact]
    public void An_opened_commitment_gives_the_event_back()
    {
        AuditCommitment.TryOpen(AuditCommitment.Commit(Event), out var opened, out _).Should().BeTrue();
        opened.Should().BeEquivalentTo(Event);
        var smallest = new AuditEvent { Shard = Shard, Action = "a", Outcome = "b", At = Event.At };
        AuditCommitment.TryOpen(AuditCommitment.Commit(smallest), out opened, out _).Should().BeTrue();
        opened.Should().BeEquivalentTo(smallest);
    }

    // Whoever knows the event cannot find its commitment in the log, and two of one event have nothing in common.
    [Fact]
    public void Each_commitment_has_a_salt_of_its_own()
    {
        var (one, two) = (AuditCommitment.Commit(Event), AuditCommitment.Commit(Event));
        one.Commitment.Should().NotBe(two.Commitment);
        one.Opening[..32].ToArray().Should().NotEqual(two.Opening[..32].ToArray());
        one.Opening[32..].ToArray().Should().Equal(two.Opening[32..].ToArray());
    }

    [Fact]
    public void What_is_not_the_opening_is_refused()
    {
        var entry = AuditCommitment.Commit(Event);
        for (var place = 0; place < entry.Opening.Length; place += 7)
        {
            var changed = entry.Opening.ToArray();
            changed[place] ^= 1;
            Refused(entry with { Opening = changed });
        }

        Refused(entry with { Opening = default });
        Refused(entry with { Opening = entry.Opening[..32] });
        Refused(entry with { Opening = AuditCommitment.Commit(Event).Opening });
        Refused(entry with { Shard = ShardKey.Of(TenantId.Parse("home-office"), SubjectId.Parse("person-2")) });
    }

    // Hashes right, but of what is no event of ours.
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"action":"a","at":"2026-11-25T11:00:00Z","outcome":"b","outcome":"c","shard":"SHARD","tenant":"home-office"}""")]
    [InlineData("""{"action":"a","at":"2026-11-25T11:00:00Z","outcome":"b","more":1,"shard":"SHARD","tenant":"home-office"}""")]
    [InlineData("""{"action":1,"at":"2026-11-25T11:00:00Z","outcome":"b","shard":"SHARD","tenant":"home-office"}""")]
    [InlineData("""{"action":"a","at":"yesterday","outcome":"b","shard":"SHARD","tenant":"home-office"}""")]
    [InlineData("""{"action":"a","at":"2026-11-25T11:00:00Z","outcome":"b","shard":"SHARD","tenant":"tax-office"}""")]
    [InlineData("""{"action":"a","at":"2026-11-25T11:00:00Z","outcome":"b","shard":"AAAA","tenant":"home-office"}""")]
    [InlineData("""{"action":"a","at":"2026-11-25T11:00:00Z","fields":["/"],"outcome":"b","shard":"SHARD","tenant":"home-office"}""")]
    [InlineData("""{"action":"a","at":"2026-11-25T11:00:00Z","fields":{},"outcome":"b","shard":"SHARD","tenant":"home-office"}""")]
    [InlineData("""{"action":"a","actor":"a b","at":"2026-11-25T11:00:00Z","outcome":"b","shard":"SHARD","tenant":"home-office"}""")]
    [InlineData("""{"action":"a","at":"2026-11-25T11:00:00Z","outcome":"b","shard":"SHARD","target":"AAAA","tenant":"home-office"}""")]
    public void What_is_no_event_is_refused(string json)
    {
        Open("""{"action":"a","at":"2026-11-25T11:00:00Z","outcome":"b","shard":"SHARD","tenant":"home-office"}""").Should().BeTrue();
        Open(json).Should().BeFalse();
    }

    [Fact]
    public void What_cannot_be_written_is_the_callers_fault()
    {
        FluentActions.Invoking(() => AuditCommitment.Commit(Event with { Basis = "\ud800" })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => AuditCommitment.Commit(Event with { Basis = new string('a', 300_000) })).Should().Throw<ArgumentException>();
    }

    private static bool Open(string json)
    {
        byte[] opening = [.. new byte[32], .. Encoding.UTF8.GetBytes(json.Replace("SHARD", Cryptography.StrictBase64Url.Encode(Shard.ToByteArray()), StringComparison.Ordinal))];
        return AuditCommitment.TryOpen(new AuditEntry(Shard, Digest.Of([.. "dpiblocks/audit-commitment/v1\n"u8, .. opening]), opening), out _, out _);
    }

    private static void Refused(AuditEntry entry)
    {
        AuditCommitment.TryOpen(entry, out var opened, out var refusal).Should().BeFalse();
        opened.Should().BeNull();
        refusal!.Code.Should().Be(AuditRefusalCodes.OpeningInvalid);
    }
}

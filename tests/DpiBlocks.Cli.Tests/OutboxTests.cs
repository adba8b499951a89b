using System.Text;
using DpiBlocks.Messaging;
using DpiBlocks.Oversight;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Sqlite;

namespace DpiBlocks.Cli.Tests;

public sealed class OutboxTests : IDisposable
{
    private static readonly Uri List = new("https://status.example.gov/1");

    private readonly Dpi _dpi = new();

    public void Dispose() => _dpi.Dispose();

    [Fact]
    public async Task A_dead_letter_is_listed_shown_and_sent_again()
    {
        var (first, second) = (await DieAsync("{\"a\":1}", "https://hooks.example/1"), await DieAsync("{\"a\":2}", "https://hooks.example/2"));
        var listed = _dpi.Do("outbox", "list", "--store", "dpi.db").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        listed.Should().HaveCount(2);
        listed[0].Should().StartWith($"{first}  ").And.EndWith("test.rejected  https://hooks.example/1");
        _dpi.Run("outbox", "list", "--store", "dpi.db", "--json", "--after", $"{first}").Json.EnumerateArray().Single().GetProperty("id").GetGuid().Should().Be(second);
        _dpi.Run("outbox", "list", "--store", "dpi.db", "--json", "--limit", "1").Json.EnumerateArray().Single().GetProperty("id").GetGuid().Should().Be(first);

        var shown = _dpi.Run("outbox", "show", $"{first}", "--store", "dpi.db", "--json", "--out", "content.json").Json;
        shown.GetProperty("attempts").GetInt32().Should().Be(1);
        shown.GetProperty("code").GetString().Should().Be("test.rejected");
        _dpi.Text("content.json").Should().Be("{\"a\":1}");
        _dpi.Do("outbox", "show", $"{first}", "--store", "dpi.db").Should().Contain("because     No. (test.rejected)").And.NotContain("{\"a\"");

        _dpi.Do("outbox", "retry", $"{first}", "--store", "dpi.db", "--by", "https://office.example.gov").Should().Contain("https://hooks.example/1");
        var again = _dpi.Run("outbox", "retry", $"{first}", "--store", "dpi.db");
        (again.ExitCode, again.Error.Contains("There is no dead letter", StringComparison.Ordinal)).Should().Be((2, true));
        using var database = SqliteDatabase.Open(_dpi.PathOf("dpi.db"), TimeProvider.System);
        var lease = (await new SqliteOutboxStore(database).LeaseAsync(10, 10, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), Cancel)).Single();
        lease.Messages.Single().Message.Id.Should().Be(first);

        await new SqliteStagedEffects(database).SplitAsync(10, Cancel);
        var row = (await new SqliteJournalStore(database).ReadAsync(lease.Shard, 0, 10, Cancel)).Should().ContainSingle().Subject;
        AuditCommitment.TryOpen(new AuditEntry(lease.Shard, row.Commitment, row.Opening!.Value), out var told, out _).Should().BeTrue();
        (told!.Action, told.Outcome, told.Actor, told.Target).Should().Be(("message.sent_again", "accepted", PartyId.Parse("https://office.example.gov"), Digest.Of("{\"a\":1}"u8)));
    }

    [Fact]
    public async Task Without_dead_letters_it_says_so()
    {
        await DieAsync("1", "https://hooks.example/1");
        _dpi.Do("outbox", "retry", $"{_dpi.Run("outbox", "list", "--store", "dpi.db", "--json").Json[0].GetProperty("id").GetGuid()}", "--store", "dpi.db");
        _dpi.Do("outbox", "list", "--store", "dpi.db").Trim().Should().Be("There are no dead letters.");
        _dpi.Do("outbox", "list", "--store", "dpi.db", "--json").Trim().Should().Be("[]");
    }

    [Fact]
    [Attack("WEB-10")]
    public async Task What_a_message_says_of_itself_does_nothing_to_a_terminal()
    {
        var id = await DieAsync("1", "dpi:\u001b[2J\u202Egnp", "text/plain\n\u001b[31m");
        foreach (var output in new[] { _dpi.Do("outbox", "list", "--store", "dpi.db"), _dpi.Do("outbox", "show", $"{id}", "--store", "dpi.db") })
        {
            output.Should().NotContainAny("\u001b", "\u202E").And.Contain("\\u{001B}");
        }
    }

    [Theory]
    [InlineData("list", "--store", "none.db")]
    [InlineData("list", "--store", "dpi.db", "--limit", "0")]
    [InlineData("list", "--store", "dpi.db", "--after", "1")]
    [InlineData("show", "not-an-id", "--store", "dpi.db")]
    [InlineData("show", "01234567-89ab-cdef-0123-456789abcdef", "--store", "dpi.db")]
    [InlineData("retry", "{01234567-89ab-cdef-0123-456789abcdef}", "--store", "dpi.db")]
    [InlineData("retry", "01234567-89ab-cdef-0123-456789abcdef")]
    [InlineData("retry", "01234567-89ab-cdef-0123-456789abcdef", "--store", "dpi.db", "--by", "two words")]
    public async Task What_cannot_be_used_is_told_in_one_line(params string[] arguments)
    {
        await DieAsync("1", "https://hooks.example/1");
        var result = _dpi.Run(["outbox", .. arguments]);
        result.ExitCode.Should().Be(2);
        result.Output.Should().BeEmpty();
        result.Error.TrimEnd().Should().StartWith("dpi: ").And.NotContain("\n");
        File.Exists(_dpi.PathOf("none.db")).Should().BeFalse();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Commits a message and gives it up.</summary>
    private async Task<Guid> DieAsync(string content, string destination, string contentType = "application/json")
    {
        using var database = SqliteDatabase.Open(_dpi.PathOf("dpi.db"), TimeProvider.System);
        var (lists, outbox) = (new SqliteStatusListStore(database), new SqliteOutboxStore(database));
        var shard = StatusListDefinition.ShardOf(TenantId.Parse("dpi"), List);
        await lists.TryCreateAsync(shard, new StatusListDefinition(List), Effects.None, Cancel);
        var message = new OutboxMessage(shard, Guid.NewGuid(), new Uri(destination), contentType, Encoding.UTF8.GetBytes(content));
        await lists.TrySetAsync(shard, [], new Effects { Messages = [message] }, Cancel);
        await new SqliteStagedEffects(database).SplitAsync(10, Cancel);
        var lease = (await outbox.LeaseAsync(1, 1, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), Cancel)).Single();
        await outbox.SettleAsync(lease, new OutboxProgress(0) { Failure = new Refusal("test.rejected", "No."), IsDead = true }, Cancel);
        return message.Id;
    }
}

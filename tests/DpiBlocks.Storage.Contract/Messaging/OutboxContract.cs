using System.Text;
using DpiBlocks.Messaging;
using DpiBlocks.StatusLists;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Storage.Contract.Messaging;

/// <summary>An outbox with its clock, and messages that are committed into it.</summary>
public abstract class OutboxContract
{
    protected static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>The longest wait that anybody asks for here.</summary>
    protected static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly HashSet<ShardKey> _created = [];

    protected FakeTimeProvider Time { get; } = new(Samples.Now);

    protected abstract IStatusListStore Lists { get; }

    protected abstract IStagedEffects Staged { get; }

    protected abstract IOutboxStore Outbox { get; }

    protected abstract IDeadLetterStore DeadLetters { get; }

    /// <summary>What lies in the journal and the outbox under a shard.</summary>
    protected abstract (IReadOnlyList<string> Journal, IReadOnlyList<string> Outbox) Read(ShardKey shard);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected static ShardKey Shard(int number) => StatusListDefinition.ShardOf(Samples.Tenant, new Uri($"https://status.example.gov/{number}"));

    protected static string TextOf(LeasedMessage leased) => Encoding.UTF8.GetString(leased.Message.Content.Span);

    /// <summary>Commits messages one by one, each with a change of its own.</summary>
    protected async Task PutAsync(ShardKey shard, params string[] contents)
    {
        if (_created.Add(shard))
        {
            await Lists.TryCreateAsync(shard, Samples.List(), Effects.None, Cancel);
        }

        foreach (var content in contents)
        {
            var message = new OutboxMessage(shard, Guid.NewGuid(), new Uri("dpi:test"), "text/plain", Encoding.UTF8.GetBytes(content));
            (await Lists.TrySetAsync(shard, [], new Effects { Messages = [message] }, Cancel)).Should().Be(CommitOutcome.Committed);
        }

        await SplitAsync();
    }

    protected async Task SplitAsync()
    {
        while (await Staged.SplitAsync(100, Cancel) > 0)
        {
        }
    }

    protected async Task<OutboxLease> LeaseAsync(int messages = 10) => (await Outbox.LeaseAsync(1, messages, Minute, Hour, Cancel)).Should().ContainSingle().Subject;

    protected async Task<IReadOnlyList<OutboxLease>> LeaseAllAsync() => await Outbox.LeaseAsync(100, 10, Minute, Hour, Cancel);

    protected async Task SettleAsync(OutboxLease lease, OutboxProgress progress) => (await Outbox.SettleAsync(lease, progress, Cancel)).Should().BeTrue();
}

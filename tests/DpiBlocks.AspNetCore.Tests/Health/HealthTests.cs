using System.Collections.Immutable;
using System.Net;
using DpiBlocks.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.AspNetCore.Tests.Health;

public sealed class HealthTests
{
    private static readonly FakeTimeProvider Time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    public static TheoryData<string, Store?, Staged?, bool> Systems => new()
    {
        { "nothing to be read", null, null, true },
        { "a database that answers", new Store(null), null, true },
        { "a database out of reach", new Store(new StorageException(new Refusal(StorageRefusalCodes.Unavailable, "The secret host db-7 is out of reach."))), null, false },
        { "a database that fails", new Store(new InvalidOperationException("secret")), null, false },
        { "nothing waits", new Store(null), new Staged(null), true },
        { "something waits for a minute", new Store(null), new Staged(Time.GetUtcNow() - TimeSpan.FromMinutes(1)), true },
        { "something waits for longer", new Store(null), new Staged(Time.GetUtcNow() - TimeSpan.FromSeconds(61)), false },
    };

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task It_is_ready_when_everything_is_and_tells_nothing_else(string name, Store? store, Staged? staged, bool isReady)
    {
        name.Should().NotBeEmpty();
        await using var host = await StartAsync(store, staged);
        var answer = await host.Client.GetAsync("/health/ready");
        answer.StatusCode.Should().Be(isReady ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).Should().Be(isReady ? """{"status":"pass"}""" : """{"status":"fail"}""");
        (answer.Headers.CacheControl?.ToString()).Should().Be("no-store");
        (await host.Client.GetAsync("/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
        host.Log.Text.Should().NotContain("secret");
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public async Task What_no_dispatcher_takes_makes_it_unready_and_what_a_receiver_does_not_take_does_not(int dueForSeconds, bool isReady)
    {
        var outbox = new Outbox(new OutboxBacklog(Time.GetUtcNow() - TimeSpan.FromDays(2), Time.GetUtcNow() - TimeSpan.FromSeconds(dueForSeconds)));
        await using var host = await StartAsync(null, null, outbox);
        (await host.Client.GetAsync("/health/ready")).StatusCode.Should().Be(isReady ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        report.Entries.Values.SelectMany(entry => entry.Data).Should().ContainSingle().Which.Should()
            .Be(KeyValuePair.Create("oldest_message_age", (object)TimeSpan.FromDays(2).TotalSeconds));
    }

    [Fact]
    public async Task However_many_ask_the_database_is_asked_once_in_two_seconds()
    {
        var store = new Store(null);
        await using var host = await StartAsync(store, null);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Client.GetAsync("/health/ready")));
        store.Asked.Should().Be(1);
        Time.Advance(TimeSpan.FromSeconds(2));
        await host.Client.GetAsync("/health/ready");
        store.Asked.Should().Be(2);
    }

    [Fact]
    [Attack("WEB-01")]
    public async Task Health_is_open_only_where_that_is_said()
    {
        var start = () => TestHost.StartAsync(app => app.MapHealth());
        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*GET /health/live*");
    }

    private static Task<TestHost> StartAsync(Store? store, Staged? staged, Outbox? outbox = null) => TestHost.StartAsync(
        app => app.MapHealth().AllowAnonymous(),
        services: builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(Time);
            if (store is not null)
            {
                builder.Services.AddSingleton<IOnceStore>(store);
            }

            if (staged is not null)
            {
                builder.Services.AddSingleton<IStagedEffects>(staged);
            }

            if (outbox is not null)
            {
                builder.Services.AddSingleton<IOutboxStore>(outbox);
            }
        });

    public sealed class Store(Exception? fault) : IOnceStore
    {
        public int Asked { get; private set; }

        public ValueTask<CommitOutcome> TryAddAsync(ShardKey shard, OnceKey once, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<OnceKey?> FindAsync(ShardKey shard, string scope, string value, CancellationToken cancellationToken = default)
        {
            Asked++;
            return fault is null ? ValueTask.FromResult<OnceKey?>(null) : throw fault;
        }
    }

    public sealed class Outbox(OutboxBacklog backlog) : IOutboxStore
    {
        public ValueTask<ImmutableArray<OutboxLease>> LeaseAsync(
            int shards, int messages, TimeSpan duration, TimeSpan longestWait, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<bool> SettleAsync(OutboxLease lease, OutboxProgress progress, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<OutboxBacklog> LookAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(backlog);
    }

    public sealed class Staged(DateTimeOffset? oldest) : IStagedEffects
    {
        public ValueTask<int> SplitAsync(int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(oldest);
    }
}

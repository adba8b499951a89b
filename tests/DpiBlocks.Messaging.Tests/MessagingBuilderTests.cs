using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Messaging.Tests;

public sealed class MessagingBuilderTests
{
    private readonly FakeTimeProvider _time = new(World.Now);
    private readonly MemoryMarks _marks = new();

    [Fact]
    public async Task A_message_to_a_handler_in_this_process_has_its_effect_and_one_that_it_refuses_becomes_a_dead_letter()
    {
        await using var services = Compose();
        var outbox = services.GetRequiredService<MemoryOutbox>();
        outbox.Add(World.Message("ada", "good", "dpi:test"));
        outbox.Add(World.Message("ada", "bad", "dpi:test"));
        outbox.Add(World.Message("ada", "lost", "dpi:nobody"));
        outbox.Add(World.Message("ada", "good too", "dpi:test"));
        await World.DrainAsync(services.GetRequiredService<OutboxDispatcher>());
        outbox.Dead.Select(letter => letter.Reason.Code).Should().Equal("test.bad", MessagingRefusalCodes.NoHandler);
        _marks.Changes.Should().HaveCount(2);
        _marks.Marks.Should().OnlyContain(mark => mark.Scope == "inbox test dpi:");
    }

    [Fact]
    public async Task The_worker_runs_while_the_host_runs()
    {
        await using var services = Compose();
        var outbox = services.GetRequiredService<MemoryOutbox>();
        outbox.Add(World.Message("ada", "good", "dpi:test"));
        var worker = services.GetServices<IHostedService>().Should().ContainSingle().Subject;
        await worker.StartAsync(World.Cancel);
        for (var i = 0; i < 2_000 && outbox.Pending > 0; i++)
        {
            await Task.Delay(5, World.Cancel);
        }

        await worker.StopAsync(World.Cancel);
        _marks.Changes.Should().ContainSingle();
    }

    [Theory]
    [InlineData("https://hooks.example/a", true)]
    [InlineData("dpi:test", true)]
    [InlineData("ftp://hooks.example/a", false)]
    public async Task Webhooks_are_called_where_they_were_asked_for(string destination, bool carried)
    {
        await using var services = Compose(builder => builder.AddWebhooks(options => options.MaxRetryAfter = TimeSpan.FromMinutes(1)));
        services.GetServices<IMessageTransport>().Any(transport => transport.Carries(new Uri(destination))).Should().Be(carried);
        await using var without = Compose();
        without.GetServices<IMessageTransport>().Any(transport => transport.Carries(new Uri("https://hooks.example/a"))).Should().BeFalse();
    }

    [Theory]
    [InlineData("Test")]
    [InlineData("a b")]
    [InlineData("a/b")]
    public void A_name_stands_in_addresses(string name)
    {
        var builder = new ServiceCollection().AddDpiBlocks();
        builder.Invoking(b => b.AddMessageHandler(name, _ => new Handler(_marks))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task No_two_handlers_have_the_same_name()
    {
        await using var services = Compose(builder => builder.AddMessageHandler("test", _ => new Handler(_marks)));
        services.Invoking(s => s.GetRequiredService<DpiBlocks.Messaging.Inbox>()).Should().Throw<ArgumentException>();
    }

    private ServiceProvider Compose(Action<DpiBlocksBuilder>? more = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time).AddSingleton<IOnceStore>(_marks).AddSingleton<MemoryOutbox>()
            .AddSingleton<IOutboxStore>(provider => provider.GetRequiredService<MemoryOutbox>())
            .AddSingleton<IStagedEffects>(provider => provider.GetRequiredService<MemoryOutbox>());
        var builder = services.AddDpiBlocks().AddMessaging().AddMessageHandler("test", _ => new Handler(_marks));
        more?.Invoke(builder);
        return services.BuildServiceProvider();
    }

    private sealed class Handler(MemoryMarks marks) : IMessageHandler
    {
        public Handling Read(InboxMessage message)
        {
            var shard = World.Shard("ben");
            return Encoding.UTF8.GetString(message.Content.Span) == "bad"
                ? Handling.Refuse(new Refusal("test.bad", "Bad."))
                : Handling.Commit(shard, (once, stop) => marks.TryAddAsync(shard, once, stop));
        }
    }
}

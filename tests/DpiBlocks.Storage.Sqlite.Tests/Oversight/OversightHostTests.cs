using DpiBlocks.Cryptography;
using DpiBlocks.Oversight;
using DpiBlocks.Storage.Contract;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Storage.Sqlite.Tests.Oversight;

public sealed class OversightHostTests : IDisposable
{
    private static readonly LogName Name = new(Samples.Tenant, "log.example.gov/audit");

    private readonly TemporaryFolder _folder = new();
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly FakeTimeProvider _time = new(Samples.Now);

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_host_that_runs_takes_entries_into_the_log_and_one_that_stands_still_takes_none()
    {
        var stop = TestContext.Current.CancellationToken;
        using var services = Compose();
        var audit = services.GetRequiredService<IAuditLog>();
        FluentActions.Invoking(() => audit.Seal(Event())).Should().Throw<AuditUnavailableException>();      // not started yet
        var worker = services.GetServices<IHostedService>().Single();
        await worker.StartAsync(stop);
        await UntilAsync(() => Accepts(audit));
        var entry = audit.Seal(Event());
        (await audit.AppendAsync(entry, stop)).Should().Be(CommitOutcome.Committed);

        var history = services.GetRequiredService<IAccessHistory>();
        await UntilAsync(() => history.ReadAsync(Samples.Tenant, SubjectId.Parse("p"), 0, 10, stop).AsTask().Result is [{ Proof: not null }]);
        (await history.AttestAsync(Samples.Tenant, SubjectId.Parse("p"), stop)).Should().NotBeNull();

        await worker.StopAsync(stop);
        _time.Advance(TimeSpan.FromMinutes(2));
        FluentActions.Invoking(() => audit.Seal(Event())).Should().Throw<AuditUnavailableException>();
    }

    [Fact]
    public async Task A_witness_that_hangs_holds_nothing_up()
    {
        var stop = TestContext.Current.CancellationToken;
        using var services = Compose(options => options.Witnesses = [new NamedWitness(new HangingWitness(), [])]);
        var audit = services.GetRequiredService<IAuditLog>();
        var worker = services.GetServices<IHostedService>().Single();
        await worker.StartAsync(stop);
        await UntilAsync(() => Accepts(audit));
        for (var i = 1; i <= 3; i++)
        {
            await audit.AppendAsync(audit.Seal(Event()), stop);
            await UntilAsync(() => Accepts(audit) && Proved(services) == i);
        }

        await worker.StopAsync(stop);
    }

    [Fact]
    public async Task Whatever_fails_the_worker_runs_again()
    {
        var stop = TestContext.Current.CancellationToken;
        Exception[] failures = [new TaskCanceledException(), new OperationCanceledException(stop), new InvalidOperationException(), new HttpRequestException()];
        var signer = new WatchedSigner(_key, number =>
        {
            if (number <= failures.Length)
            {
                throw failures[number - 1];
            }
        });
        using var services = Compose(options => options.Signer = signer);
        var audit = services.GetRequiredService<IAuditLog>();
        var worker = services.GetServices<IHostedService>().Single();
        await worker.StartAsync(stop);
        await UntilAsync(() => Accepts(audit));
        await audit.AppendAsync(audit.Seal(Event()), stop);
        await UntilAsync(() => Proved(services) == 1);
        signer.Asked.Should().Be(failures.Length + 1);
        await worker.StopAsync(stop);
    }

    [Fact]
    public void A_log_without_a_usable_key_or_name_does_not_start()
    {
        using var other = SigningKey.Generate(SignatureAlgorithm.Es256);
        var builder = new ServiceCollection().AddDpiBlocks();
        FluentActions.Invoking(() => builder.AddOversight(new OversightOptions { Log = Name, Signer = other })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => builder.AddOversight(new OversightOptions { Log = new LogName(Samples.Tenant, "a log"), Signer = _key })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new OversightOptions { Log = Name, Signer = _key, MaxDelay = TimeSpan.Zero }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new OversightOptions { Log = Name, Signer = _key, Interval = TimeSpan.FromDays(2) }).Should().Throw<ArgumentOutOfRangeException>();
    }

    private ServiceProvider Compose(Action<OversightOptions>? configure = null)
    {
        var options = new OversightOptions { Log = Name, Signer = _key };
        configure?.Invoke(options);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddDpiBlocks().UseSqlite(_folder.PathOf("dpi.db")).AddOversight(options);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private static AuditEvent Event() => new()
    {
        Shard = ShardKey.Of(Samples.Tenant, SubjectId.Parse("p")),
        Action = "disclosure.released",
        Outcome = "accepted",
        At = Samples.Now,
    };

    private static int Proved(ServiceProvider services) => services.GetRequiredService<IAccessHistory>()
        .ReadAsync(Samples.Tenant, SubjectId.Parse("p"), 0, 10, TestContext.Current.CancellationToken).AsTask().Result.Count(line => line.Proof is not null);

    private static bool Accepts(IAuditLog audit)
    {
        try
        {
            audit.Seal(Event());
            return true;
        }
        catch (AuditUnavailableException)
        {
            return false;
        }
    }

    // The worker rests by the clock of the test, which is set on until the worker has done what it should.
    private async Task UntilAsync(Func<bool> done)
    {
        for (var i = 0; i < 2_000 && !done(); i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1_000));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        done().Should().BeTrue();
    }

    private sealed class HangingWitness : IWitness
    {
        public async ValueTask<WitnessAnswer?> AddCheckpointAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        }
    }
}

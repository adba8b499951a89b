using DpiBlocks.Oversight;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DpiBlocks;

/// <summary>Adds oversight.</summary>
public static class OversightBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="IAuditLog"/> and <see cref="IAccessHistory"/>, and the worker that takes entries into the log. Needs a store such as SQLite.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">How the log is kept.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The log's name or key is not of the form that is needed.</exception>
    public static DpiBlocksBuilder AddOversight(this DpiBlocksBuilder builder, OversightOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        _ = NoteKey.Create(options.Log.Origin, options.Signer.VerificationKey, NoteSignatureKind.Ed25519);      // found wrong now, not at the first entry
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(options.Log);
        services.AddSingleton(provider => new CheckpointSigner(options.Log.Origin, options.Signer, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new CheckpointPublisher(
            options.Log, provider.GetRequiredService<ILogStore>(), provider.GetRequiredService<CheckpointSigner>(), options.Witnesses));
        services.AddSingleton(provider => new SequencingDelay(
            provider.GetRequiredService<IStagedEffects>(), provider.GetRequiredService<IJournalStore>(), provider.GetRequiredService<TimeProvider>(), options.MaxDelay));
        services.AddSingleton<LogSequencer>();
        services.AddSingleton<IAuditLog, AuditLog>();
        services.AddSingleton<IAccessHistory, AccessHistory>();
        services.AddSingleton<IHostedService>(provider => new LogWorker(
            provider.GetRequiredService<LogSequencer>(),
            provider.GetRequiredService<SequencingDelay>(),
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<LogWorker>>() ?? NullLogger<LogWorker>.Instance));
        return builder;
    }
}

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
            options.Log,
            provider.GetRequiredService<ILogStore>(),
            provider.GetRequiredService<CheckpointSigner>(),
            options.Witnesses,
            options.WitnessPatience,
            provider.GetRequiredService<TimeProvider>()));
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

    /// <summary>Adds <see cref="ApprovalBook"/>, and with it <see cref="IApprovalAuthority"/>. Needs a store and an audit log.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="rules">Who may approve what; an operation that no rule names is never approved.</param>
    /// <returns>The builder.</returns>
    public static DpiBlocksBuilder AddApprovals(this DpiBlocksBuilder builder, params ApprovalRule[] rules)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(provider => new ApprovalBook(
            rules, provider.GetRequiredService<IApprovalStore>(), provider.GetRequiredService<IAuditLog>(), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IApprovalAuthority>(static provider => provider.GetRequiredService<ApprovalBook>());
        return builder;
    }
}

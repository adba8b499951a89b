using DpiBlocks.Consent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DpiBlocks;

/// <summary>Adds consent.</summary>
public static class ConsentBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="ConsentLedger"/>, <see cref="ConsentPool"/> and <see cref="ReceiptVerifier"/>, and <see cref="ConsentGate"/> as the <see cref="IDisclosureAuthority"/> of this holder of data. Needs a store such
    /// as SQLite, a log, and statements of whose keys are trusted (<see cref="IKeyResolver"/>, <see cref="ITrustPolicy"/>), of who may act for whom
    /// (<see cref="IRepresentationResolver"/>), and of what may stand unchecked (<see cref="IVerdictPolicy"/>): none is assumed.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Who holds the data here.</param>
    /// <returns>The builder.</returns>
    public static DpiBlocksBuilder AddConsent(this DpiBlocksBuilder builder, ConsentGateOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<ConsentVerifier>();
        services.AddSingleton<KnownConsents>();
        services.AddSingleton<ConsentLedger>();
        services.AddSingleton<ConsentPool>();
        services.AddSingleton<ReceiptVerifier>();
        services.AddSingleton<IDisclosureAuthority, ConsentGate>();
        return builder;
    }

    /// <summary>
    /// Adds <see cref="ConsentDueWorker"/>, which moves consents whose time is over to expired, and deletes data that may be kept no longer where an
    /// <see cref="IDataEraser"/> and a <see cref="DataLife"/> are there. Needs <see cref="AddConsent"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">How often it looks; null for the defaults.</param>
    /// <returns>The builder.</returns>
    public static DpiBlocksBuilder AddConsentDueDates(this DpiBlocksBuilder builder, ConsentDueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        options ??= new ConsentDueOptions();
        builder.Services.AddSingleton<IHostedService>(provider => new ConsentDueWorker(
            provider.GetRequiredService<IConsentStore>(),
            provider.GetRequiredService<ConsentLedger>(),
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<ConsentDueWorker>>() ?? NullLogger<ConsentDueWorker>.Instance,
            provider.GetService<IDataEraser>(),
            provider.GetService<DataLife>()));
        return builder;
    }
}

using DpiBlocks.Consent;
using DpiBlocks.Messaging;
using DpiBlocks.Oversight;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DpiBlocks;

/// <summary>Chooses SQLite as the place where things last.</summary>
public static class SqliteBuilderExtensions
{
    /// <summary>Keeps everything in one SQLite file, which is created for its owner alone when there is none, and opened at its first use.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The path of the file.</param>
    /// <returns>The builder.</returns>
    public static DpiBlocksBuilder UseSqlite(this DpiBlocksBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => SqliteDatabase.Open(path, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IOnceStore, SqliteOnceStore>();
        builder.Services.AddSingleton<IStagedEffects, SqliteStagedEffects>();
        builder.Services.AddSingleton<IJournalStore, SqliteJournalStore>();
        builder.Services.AddSingleton<ILogStore, SqliteLogStore>();
        builder.Services.AddSingleton<IApprovalStore, SqliteApprovalStore>();
        builder.Services.AddSingleton<IWitnessStore, SqliteWitnessStore>();
        builder.Services.AddSingleton<IOutboxStore, SqliteOutboxStore>();
        builder.Services.AddSingleton<IDeadLetterStore, SqliteDeadLetterStore>();
        builder.Services.AddSingleton<IStatusListStore, SqliteStatusListStore>();
        builder.Services.AddSingleton<IConsentStore, SqliteConsentStore>();
        return builder;
    }
}

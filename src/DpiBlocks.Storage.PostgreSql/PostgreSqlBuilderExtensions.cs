using DpiBlocks.Consent;
using DpiBlocks.Messaging;
using DpiBlocks.Oversight;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DpiBlocks;

/// <summary>Chooses PostgreSQL as the place where things last.</summary>
public static class PostgreSqlBuilderExtensions
{
    /// <summary>Keeps everything in one schema of a PostgreSQL database, which is created when there is none, and opened at its first use.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">How to reach the database, in the words of Npgsql.</param>
    /// <param name="schema">The schema: lower-case letters, digits and underscores, beginning with a letter; at most 63.</param>
    /// <returns>The builder.</returns>
    public static DpiBlocksBuilder UsePostgreSql(this DpiBlocksBuilder builder, string connectionString, string schema = PostgreSqlDatabase.DefaultSchema)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => PostgreSqlDatabase.Open(connectionString, services.GetRequiredService<TimeProvider>(), schema));
        builder.Services.AddSingleton<IOnceStore, PostgreSqlOnceStore>();
        builder.Services.AddSingleton<IStagedEffects, PostgreSqlStagedEffects>();
        builder.Services.AddSingleton<IApprovalStore, PostgreSqlApprovalStore>();
        builder.Services.AddSingleton<IJournalStore, PostgreSqlJournalStore>();
        builder.Services.AddSingleton<ILogStore, PostgreSqlLogStore>();
        builder.Services.AddSingleton<IWitnessStore, PostgreSqlWitnessStore>();
        builder.Services.AddSingleton<IOutboxStore, PostgreSqlOutboxStore>();
        builder.Services.AddSingleton<IDeadLetterStore, PostgreSqlDeadLetterStore>();
        builder.Services.AddSingleton<IStatusListStore, PostgreSqlStatusListStore>();
        builder.Services.AddSingleton<IConsentStore, PostgreSqlConsentStore>();
        return builder;
    }
}

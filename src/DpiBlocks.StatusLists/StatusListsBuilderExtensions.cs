using DpiBlocks.StatusLists;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DpiBlocks;

/// <summary>Adds status lists.</summary>
public static class StatusListsBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="StatusListIssuer"/>, which needs a store such as SQLite, and <see cref="TokenStatusListChecker"/>, which needs a
    /// source of documents, a key resolver and a trust policy. What is not used need not be there.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets how strictly lists are checked.</param>
    /// <returns>The builder.</returns>
    public static DpiBlocksBuilder AddStatusLists(this DpiBlocksBuilder builder, Action<TokenStatusListCheckerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new TokenStatusListCheckerOptions();
        configure?.Invoke(options);
        builder.Services.TryAddSingleton<StatusListIssuer>();
        builder.Services.TryAddSingleton<IStatusAllocator>(static services => services.GetRequiredService<StatusListIssuer>());
        builder.Services.TryAddSingleton<IStatusChecker>(services => new TokenStatusListChecker(
            services.GetRequiredService<IDocumentSource>(),
            services.GetRequiredService<IKeyResolver>(),
            services.GetRequiredService<ITrustPolicy>(),
            options));
        return builder;
    }
}

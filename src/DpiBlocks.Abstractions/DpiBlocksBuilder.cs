using Microsoft.Extensions.DependencyInjection;

namespace DpiBlocks;

/// <summary>Puts blocks together: <c>services.AddDpiBlocks().AddCredentials().UseSqlite("dpi.db")</c>. Each package adds its own methods.</summary>
/// <param name="services">The services to add to.</param>
public sealed class DpiBlocksBuilder(IServiceCollection services)
{
    /// <summary>Gets the services.</summary>
    public IServiceCollection Services { get; } = services;
}

/// <summary>Where the composition begins.</summary>
public static class DpiBlocksServiceCollectionExtensions
{
    /// <summary>Begins to put blocks together.</summary>
    /// <param name="services">The services to add to.</param>
    /// <returns>The builder.</returns>
    public static DpiBlocksBuilder AddDpiBlocks(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return new DpiBlocksBuilder(services);
    }
}

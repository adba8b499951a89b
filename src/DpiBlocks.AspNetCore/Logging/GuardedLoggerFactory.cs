using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DpiBlocks.AspNetCore.Logging;

/// <summary>Stands between everything that logs and everything that keeps logs.</summary>
/// <remarks>
/// <para>Of what the frameworks log, only warnings and worse pass: below, they write addresses with their queries, headers and even bytes
/// of a connection. No setting changes that. Traces and measurements tell the same without the data.</para>
/// <para>Of an exception, its type and place pass, never its message: a database or a parser puts into it what it stumbled over.</para>
/// </remarks>
internal sealed class GuardedLoggerFactory(LoggerFactory factory, LogSecrets secrets) : ILoggerFactory
{
    private static readonly string[] Frameworks = ["Microsoft.AspNetCore", "Microsoft.Extensions.Http", "Microsoft.IdentityModel", "System.Net"];

    public static GuardedLoggerFactory Create(IServiceProvider services) => new(
        new LoggerFactory(
            services.GetServices<ILoggerProvider>(),
            services.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
            services.GetService<IOptions<LoggerFactoryOptions>>(),
            services.GetService<IExternalScopeProvider>()),
        new LogSecrets(services.GetRequiredService<IHttpContextAccessor>()));

    public void AddProvider(ILoggerProvider provider) => factory.AddProvider(provider);

    public ILogger CreateLogger(string categoryName)
    {
        var isFramework = Frameworks.Any(name => categoryName.StartsWith(name, StringComparison.Ordinal));
        return new GuardedLogger(factory.CreateLogger(categoryName), isFramework ? LogLevel.Warning : LogLevel.Trace, secrets);
    }

    public void Dispose() => factory.Dispose();
}

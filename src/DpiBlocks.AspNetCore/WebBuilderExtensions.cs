using DpiBlocks.AspNetCore;
using DpiBlocks.AspNetCore.Cors;
using DpiBlocks.AspNetCore.Logging;
using DpiBlocks.AspNetCore.Problems;
using DpiBlocks.AspNetCore.Requests;
using DpiBlocks.AspNetCore.Startup;
using DpiBlocks.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace DpiBlocks;

/// <summary>Puts an application on the guarded base.</summary>
public static class WebBuilderExtensions
{
    /// <summary>
    /// Guards the whole application: it starts only when each of its endpoints demands authorization or says <c>AllowAnonymous</c>;
    /// requests are bounded in size, number and patience; every refusal and every exception is answered with problem details that tell
    /// nothing but a code; no token, key or message of an exception gets into a log; nothing is cached or shared with other origins unless said.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets how much is taken from whom.</param>
    /// <returns>The builder.</returns>
    public static DpiBlocksBuilder AddWeb(this DpiBlocksBuilder builder, Action<WebOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new WebOptions();
        configure?.Invoke(options);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<ClientLimiter>();
        services.AddSingleton<WebTelemetry>();
        services.AddSingleton<EndpointRules>();
        services.AddSingleton<ExceptionProblems>();
        services.AddSingleton<IDeveloperPageExceptionFilter>(static provider => provider.GetRequiredService<ExceptionProblems>());
        services.AddSingleton<IStartupFilter, WebStartupFilter>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, EndpointRulesPolicy>());
        services.Configure<KestrelServerOptions>(kestrel => Bound(kestrel, options));

        services.AddRouting();
        services.AddMetrics();
        services.AddCors();
        services.Replace(ServiceDescriptor.Transient<ICorsService, GuardedCorsService>());
        services.AddHttpContextAccessor();      // by which the guard of the logs knows the secrets of the request
        services.AddLogging();
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(GuardedLoggerFactory.Create));
        return builder;
    }

    private static void Bound(KestrelServerOptions kestrel, WebOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.MaxRequestHeaderCount = options.MaxHeaders;
        kestrel.Limits.MaxRequestHeadersTotalSize = options.MaxHeaderBytes;
        kestrel.Limits.RequestHeadersTimeout = options.HeadersTimeout;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(options.MinBodyBytesPerSecond, options.BodyGrace);
    }
}

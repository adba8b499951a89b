using System.Diagnostics.CodeAnalysis;
using DpiBlocks.AspNetCore;
using DpiBlocks.AspNetCore.AccessTokens;
using DpiBlocks.AspNetCore.Cors;
using DpiBlocks.AspNetCore.Health;
using DpiBlocks.AspNetCore.Logging;
using DpiBlocks.AspNetCore.Messaging;
using DpiBlocks.AspNetCore.OpenApi;
using DpiBlocks.AspNetCore.Problems;
using DpiBlocks.AspNetCore.Requests;
using DpiBlocks.AspNetCore.Startup;
using DpiBlocks.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Authentication;
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

        services.AddSingleton<Readiness>();
        services.AddHealthChecks().AddCheck<StorageCheck>("storage").AddCheck<BacklogCheck>("backlog").AddCheck<OutboxCheck>("outbox");
        services.AddOpenApi(static document => document.AddOperationTransformer(new DeclaredTransformer()));
        services.AddRouting();
        services.AddMetrics();
        services.AddCors();
        services.Replace(ServiceDescriptor.Transient<ICorsService, GuardedCorsService>());
        services.AddHttpContextAccessor();      // by which the guard of the logs knows the secrets of the request
        services.AddLogging();
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(GuardedLoggerFactory.Create));
        return builder;
    }

    /// <summary>Says to which tenant a request belongs, for the endpoints that demand one.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="resolver">The one place that says it, such as <see cref="TenantResolver.FromHost"/>.</param>
    /// <returns>The builder.</returns>
    public static DpiBlocksBuilder AddTenants(this DpiBlocksBuilder builder, ITenantResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(resolver);
        builder.Services.AddSingleton(resolver);
        return builder;
    }

    /// <summary>Knows clients by their access tokens, as the default scheme of authentication.</summary>
    /// <typeparam name="TValidator">What says who sends a token.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static DpiBlocksBuilder AddAccessTokens<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TValidator>(this DpiBlocksBuilder builder)
        where TValidator : class, IAccessTokenValidator
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IAccessTokenValidator, TValidator>();
        builder.Services.AddAuthentication(AccessTokenHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, AccessTokenHandler>(AccessTokenHandler.SchemeName, configureOptions: null);
        builder.Services.AddAuthorization();
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

using DpiBlocks.AspNetCore.Logging;
using DpiBlocks.AspNetCore.Problems;
using DpiBlocks.AspNetCore.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DpiBlocks.AspNetCore.Startup;

/// <summary>Puts the base before everything else in the pipeline, and lets no application start that breaks a rule. A host cannot forget it.</summary>
internal sealed class WebStartupFilter(WebOptions options) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        var services = app.ApplicationServices;
        if (ToForwardedHeaders() is { } forwarded)
        {
            app.UseForwardedHeaders(forwarded);
        }

        var limiter = services.GetRequiredService<ClientLimiter>();
        var log = services.GetRequiredService<ILogger<RequestGuard>>();
        app.Use(following => new RequestGuard(following, options, limiter, log).InvokeAsync);
        app.UseExceptionHandler(services.GetRequiredService<ExceptionProblems>().ToOptions());
        next(app);
        Check(services);
    };

    // The host's name is never taken from a header: a tenant may hang on it.
    private ForwardedHeadersOptions? ToForwardedHeaders()
    {
        if (options.KnownProxies.Count + options.KnownProxyNetworks.Count == 0)
        {
            return null;
        }

        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        options.KnownProxies.ToList().ForEach(forwarded.KnownProxies.Add);
        options.KnownProxyNetworks.ToList().ForEach(forwarded.KnownIPNetworks.Add);
        return forwarded;
    }

    private static void Check(IServiceProvider services)
    {
        var rules = services.GetRequiredService<EndpointRules>();
        var broken = services.GetRequiredService<EndpointDataSource>().Endpoints.Select(rules.Refuse).OfType<string>().ToList();
        if (services.GetRequiredService<IOptions<RouteOptions>>().Value.SuppressCheckForUnhandledSecurityMetadata)
        {
            broken.Add($"{nameof(RouteOptions.SuppressCheckForUnhandledSecurityMetadata)} is set, so that an endpoint could be reached without its authorization.");
        }

        if (services.GetRequiredService<IConfiguration>()["ForwardedHeaders_Enabled"] is { } enabled && enabled.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            broken.Add($"ForwardedHeaders_Enabled believes every proxy: name the known ones in {nameof(WebOptions)} instead.");
        }

        if (services.GetRequiredService<ILoggerFactory>() is not GuardedLoggerFactory)
        {
            broken.Add("Another logger factory has taken the place of the guarded one: add the log as a provider instead.");
        }

        if (broken.Count > 0)
        {
            throw new InvalidOperationException(string.Join(' ', broken));
        }
    }
}

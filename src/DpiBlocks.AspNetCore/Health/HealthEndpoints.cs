using DpiBlocks.AspNetCore.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DpiBlocks.AspNetCore;

/// <summary>Tells those who run the application how it is, and nobody why.</summary>
public static class HealthEndpoints
{
    private const string MediaType = "application/json";

    /// <summary>
    /// Maps <c>/live</c>, which answers 200 as long as the application runs, and <c>/ready</c>, which answers 503 while a database cannot
    /// be read, or what waits for a background worker has waited for too long, or a health check of the host fails. What failed is in the log.
    /// </summary>
    /// <param name="routes">Where to.</param>
    /// <param name="prefix">What the addresses begin with.</param>
    /// <returns>Both endpoints, which need their authorization, or <c>AllowAnonymous</c>.</returns>
    public static IEndpointConventionBuilder MapHealth(this IEndpointRouteBuilder routes, string prefix = "/health")
    {
        ArgumentNullException.ThrowIfNull(routes);
        var group = routes.MapGroup(prefix).WithTags("Health");
        group.MapOperation([HttpMethods.Get], "/live", "health.live", static _ => Task.FromResult(Answer(isHealthy: true))).Answers(StatusCodes.Status200OK, MediaType);
        group.MapOperation([HttpMethods.Get], "/ready", "health.ready", static async context => Answer(await context.RequestServices.GetRequiredService<Readiness>().CheckAsync()))
            .Answers(StatusCodes.Status200OK, MediaType)
            .Answers(StatusCodes.Status503ServiceUnavailable, MediaType);
        return group;
    }

    private static IResult Answer(bool isHealthy) => Results.Text(
        isHealthy ? """{"status":"pass"}""" : """{"status":"fail"}""", MediaType, statusCode: isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}

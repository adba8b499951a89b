using DpiBlocks.AspNetCore.Endpoints;
using DpiBlocks.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DpiBlocks.AspNetCore;

/// <summary>Maps an operation from the request to a result, without a parameter that is bound by reflection or by a generator.</summary>
/// <remarks>
/// So the endpoints of the blocks are mapped, and so may those of a host. <c>MapPost(pattern, async context =&gt; await GiveAsync(context))</c>
/// takes the lambda for one without a result, and answers 200 whatever it returns; this cannot.
/// </remarks>
public static class OperationEndpoints
{
    /// <summary>Maps what is done at an address, in one span and one measurement.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="methods">The methods that the address takes.</param>
    /// <param name="pattern">The address.</param>
    /// <param name="name">What is done, for traces and measurements: <c>status_lists.get</c>.</param>
    /// <param name="handle">Does it.</param>
    /// <returns>The endpoint, which needs its authorization, or <c>AllowAnonymous</c>.</returns>
    public static IEndpointConventionBuilder MapOperation(
        this IEndpointRouteBuilder routes, IEnumerable<string> methods, string pattern, string name, Func<HttpContext, Task<IResult>> handle)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(handle);
        RequestDelegate run = async context =>
        {
            using var operation = context.RequestServices.GetRequiredService<WebTelemetry>().Begin(name);
            var result = await handle(context);
            operation.Error = (result as Problem)?.Refusal.Code;
            await result.ExecuteAsync(context);
        };
        return routes.MapMethods(pattern, methods, run).WithMetadata(run.Method);      // by the method OpenAPI knows that it is an endpoint
    }

    /// <summary>Says with what an endpoint answers, for OpenAPI.</summary>
    /// <typeparam name="TBuilder">The kind of the builder.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="mediaTypes">The media types of its body.</param>
    /// <returns>The endpoint.</returns>
    public static TBuilder Answers<TBuilder>(this TBuilder builder, int status, params IEnumerable<string> mediaTypes)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new DeclaredAnswer(status, [.. mediaTypes]));
}

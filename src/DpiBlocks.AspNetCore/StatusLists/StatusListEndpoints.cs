using DpiBlocks.AspNetCore;
using DpiBlocks.AspNetCore.StatusLists;
using DpiBlocks.StatusLists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DpiBlocks;

/// <summary>Publishes status lists over HTTP.</summary>
public static class StatusListEndpoints
{
    /// <summary>
    /// Maps <c>{prefix}/{name}</c>, which publishes tokens that are signed already, in the form that the client asks for, and tells for how
    /// long they may be kept.
    /// </summary>
    /// <param name="routes">Where to.</param>
    /// <param name="prefix">What the addresses begin with on this host: <c>/status</c>.</param>
    /// <param name="address">What the addresses of the lists begin with as credentials name them: <c>https://status.example.gov/status/</c>.</param>
    /// <param name="published">Where the tokens are found by address and media type, such as <see cref="StatusListFiles"/>.</param>
    /// <returns>The endpoint, which needs <c>AllowAnonymous</c>: everyone must be able to read a status.</returns>
    /// <exception cref="ArgumentException">The address is not absolute, or does not end in a slash.</exception>
    /// <remarks>Token Status List, 8.1 and 8.2.</remarks>
    public static IEndpointConventionBuilder MapStatusLists(this IEndpointRouteBuilder routes, string prefix, Uri address, IDocumentSource published)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(published);
        if (!address.IsAbsoluteUri || !address.OriginalString.EndsWith('/'))
        {
            throw new ArgumentException("The address of the lists is absolute and ends in a slash.", nameof(address));
        }

        var lists = new PublishedLists(address, published, routes.ServiceProvider.GetRequiredService<TimeProvider>());
        return routes.MapOperation([HttpMethods.Get, HttpMethods.Head], prefix.TrimEnd('/') + "/{name}", "status_lists.get", lists.FindAsync)
            .WithTags("Status lists")
            .WithSummary("A status list token, signed.")
            .Answers(StatusCodes.Status200OK, StatusListMediaTypes.Jwt, StatusListMediaTypes.Cwt)
            .Answers(StatusCodes.Status304NotModified)
            .Refuses(StatusCodes.Status404NotFound, StatusListRefusalCodes.ListNotFound)
            .Refuses(StatusCodes.Status406NotAcceptable, WebRefusalCodes.NotAcceptable);
    }
}

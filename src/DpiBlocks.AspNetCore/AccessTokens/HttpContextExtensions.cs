using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore;

/// <summary>What the base knows of a request.</summary>
public static class HttpContextExtensions
{
    /// <summary>Gives the access token of a request.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The token as it came; null when there is none. A request with more than one, or one in the wrong place, has been refused.</returns>
    public static AccessToken? GetAccessToken(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<AccessToken>();
    }
}

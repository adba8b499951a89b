using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore;

/// <summary>Says who sends an access token: whoever issues tokens, or knows who does.</summary>
public interface IAccessTokenValidator
{
    /// <summary>Judges a token, and the proof that came with it.</summary>
    /// <param name="token">The token as it came, from untrusted text.</param>
    /// <param name="request">The request, whose method and address a proof must name (RFC 9449, 4.3).</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Who sends it; null when the token is not accepted.</returns>
    ValueTask<ClaimsPrincipal?> ValidateAsync(AccessToken token, HttpRequest request, CancellationToken cancellationToken = default);
}

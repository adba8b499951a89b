using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DpiBlocks.AspNetCore.AccessTokens;

/// <summary>The scheme that knows a client by its access token (RFC 6750, RFC 9449).</summary>
internal sealed class AccessTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, IAccessTokenValidator validator)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "AccessToken";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.GetAccessToken() is not { } token)
        {
            return AuthenticateResult.NoResult();
        }

        return await validator.ValidateAsync(token, Request, Context.RequestAborted) is { } principal
            ? AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name))
            : AuthenticateResult.Fail("The access token is not accepted.");
    }

    // RFC 6750, 3.1: a client that brought no token is not told of an error.
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = 401;
        Response.Headers.WWWAuthenticate = Context.GetAccessToken() is { } token ? $"""{token} error="invalid_token" """.TrimEnd() : AccessTokenReader.Bearer;
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = 403;
        Response.Headers.WWWAuthenticate = $"""{Context.GetAccessToken()?.ToString() ?? AccessTokenReader.Bearer} error="insufficient_scope" """.TrimEnd();
        return Task.CompletedTask;
    }
}

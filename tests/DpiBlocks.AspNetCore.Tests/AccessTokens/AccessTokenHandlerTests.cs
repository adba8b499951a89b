using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore.Tests.AccessTokens;

public sealed class AccessTokenHandlerTests
{
    [Theory]
    [Attack("WEB-04")]
    [InlineData("Bearer", "good", null, HttpStatusCode.OK, null, null)]
    [InlineData("DPoP", "good", "proof", HttpStatusCode.OK, null, null)]
    [InlineData("Bearer", "bad", null, HttpStatusCode.Unauthorized, WebRefusalCodes.Unauthenticated, "Bearer error=\"invalid_token\"")]
    [InlineData("DPoP", "bad", "proof", HttpStatusCode.Unauthorized, WebRefusalCodes.Unauthenticated, "DPoP error=\"invalid_token\"")]
    [InlineData(null, null, null, HttpStatusCode.Unauthorized, WebRefusalCodes.Unauthenticated, "Bearer")]
    [InlineData("Bearer", "narrow", null, HttpStatusCode.Forbidden, WebRefusalCodes.Forbidden, "Bearer error=\"insufficient_scope\"")]
    public async Task A_client_is_known_by_its_token(string? scheme, string? token, string? proof, HttpStatusCode status, string? code, string? challenge)
    {
        await using var host = await TestHost.StartAsync(
            app => app.MapGet("/", (HttpContext context) => context.User.FindFirstValue("sub")).RequireAuthorization(policy => policy.RequireClaim("scope", "wide")),
            services: builder => builder.Services.AddDpiBlocks().AddAccessTokens<Validator>());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Authorization = scheme is null ? null : new AuthenticationHeaderValue(scheme, token);
        if (proof is not null)
        {
            request.Headers.Add("DPoP", proof);
        }

        var answer = await host.Client.SendAsync(request);
        answer.StatusCode.Should().Be(status);
        answer.Headers.WwwAuthenticate.Select(header => header.ToString()).Should().Equal(challenge is null ? [] : [challenge]);
        if (code is not null)
        {
            (await answer.CodeAsync()).Should().Be(code);
        }
    }

    public sealed class Validator : IAccessTokenValidator
    {
        public ValueTask<ClaimsPrincipal?> ValidateAsync(AccessToken token, HttpRequest request, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(token);
            (token.Proof ?? "proof").Should().Be("proof");
            return ValueTask.FromResult(token.Value == "bad" ? null : new ClaimsPrincipal(new ClaimsIdentity([new("sub", "ada"), new("scope", token.Value == "good" ? "wide" : "narrow")], "token")));
        }
    }
}

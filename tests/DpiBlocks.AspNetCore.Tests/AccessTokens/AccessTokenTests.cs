using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore.Tests.AccessTokens;

public sealed class AccessTokenTests
{
    private const string Token = "eyJhbGciOiJFUzI1NiJ9.e30.c2ln";

    public static TheoryData<string, string, string, string?> Requests => new()
    {
        { "/", $"Authorization: Bearer {Token}", "200", null },
        { "/", "Authorization: Bearer opaque-._~+/token==", "200", null },
        { "/", $"Authorization: DPoP {Token}\r\nDPoP: {Token}", "200", null },
        { "/", string.Empty, "401", WebRefusalCodes.Unauthenticated },
        { "/", "Authorization: ", "401", WebRefusalCodes.Unauthenticated },
        { "/", "Authorization: Basic dXNlcjpwYXNz", "401", WebRefusalCodes.Unauthenticated },
        { "/", $"Authorization: bearer {Token}", "401", WebRefusalCodes.TokenMalformed },
        { "/", $"Authorization: BEARER {Token}", "401", WebRefusalCodes.TokenMalformed },
        { "/", $"Authorization: dpop {Token}\r\nDPoP: {Token}", "401", WebRefusalCodes.TokenMalformed },
        { "/", "Authorization: Bearer", "401", WebRefusalCodes.TokenMalformed },
        { "/", "Authorization: Bearer ==", "401", WebRefusalCodes.TokenMalformed },
        { "/", $"Authorization: Bearer  {Token}", "401", WebRefusalCodes.TokenMalformed },
        { "/", $"Authorization: Bearer {Token} {Token}", "401", WebRefusalCodes.TokenMalformed },
        { "/", $"Authorization: Bearer \"{Token}\"", "401", WebRefusalCodes.TokenMalformed },
        { "/", $"Authorization: DPoP {Token}", "401", WebRefusalCodes.TokenMalformed },
        { "/", $"Authorization: DPoP {Token}\r\nDPoP: ", "401", WebRefusalCodes.TokenMalformed },
        { "/", $"Authorization: Bearer {Token}\r\nDPoP: {Token}", "401", WebRefusalCodes.TokenMalformed },
        { "/", $"Authorization: DPoP {Token}\r\nDPoP: {Token}\r\nDPoP: {Token}", "400", WebRefusalCodes.TokenAmbiguous },
        { "/", $"Authorization: Bearer {Token}\r\nAuthorization: Bearer {Token}", "400", WebRefusalCodes.TokenAmbiguous },
        { "/", $"Authorization: Bearer {Token}\r\nAuthorization: Basic dXNlcjpwYXNz", "400", WebRefusalCodes.TokenAmbiguous },
        { "/", $"authorization: Bearer {Token}\r\nAUTHORIZATION: DPoP {Token}", "400", WebRefusalCodes.TokenAmbiguous },
        { "/", $"Authorization: Bearer {Token}, DPoP {Token}", "400", WebRefusalCodes.TokenAmbiguous },
        { "/", $"Authorization: Basic dXNlcjpwYXNz, Bearer {Token}", "400", WebRefusalCodes.TokenAmbiguous },
        { $"/?access_token={Token}", $"Authorization: Bearer {Token}", "400", WebRefusalCodes.TokenAmbiguous },
        { $"/?access_token={Token}", string.Empty, "400", WebRefusalCodes.TokenAmbiguous },
        { $"/?Access_Token={Token}", string.Empty, "400", WebRefusalCodes.TokenAmbiguous },
        { $"/?access%5Ftoken={Token}", string.Empty, "400", WebRefusalCodes.TokenAmbiguous },
        { $"/?other={Token}", $"Authorization: Bearer {Token}", "200", null },
    };

    [Theory]
    [Attack("WEB-04")]
    [MemberData(nameof(Requests))]
    public async Task A_token_comes_once_under_one_scheme_in_one_header(string address, string headers, string status, string? code)
    {
        await using var host = await TestHost.StartAsync(app => app.MapGet("/", (HttpContext context) => $"token {context.GetAccessToken()!.Value}").RequireAuthorization());
        var answer = await host.SendAsync($"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{(headers.Length == 0 ? headers : headers + "\r\n")}\r\n");
        Answers.StatusOf(answer).Should().Contain($" {status} ");
        if (code is not null)
        {
            Answers.CodeOfRaw(answer).Should().Be(code);
            answer.Should().NotContain(Token);
        }
    }

    [Theory]
    [Attack("WEB-04")]
    [InlineData("grant_type=a&x=1", "200", null)]
    [InlineData($"grant_type=a&access_token={Token}", "400", WebRefusalCodes.TokenAmbiguous)]
    [InlineData($"grant_type=a&access%5ftoken={Token}", "400", WebRefusalCodes.TokenAmbiguous)]
    public async Task A_token_in_the_body_is_refused(string form, string status, string? code)
    {
        await using var host = await TestHost.StartAsync(app => app.MapPost("/", async (HttpContext context) =>
            await context.Request.ReadFormStrictlyAsync() is { IsRead: false } body ? body.Refused : Results.Ok()).AllowAnonymous());
        var answer = await host.SendAsync($"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {Token}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}");
        Answers.StatusOf(answer).Should().Contain($" {status} ");
        if (code is not null)
        {
            Answers.CodeOfRaw(answer).Should().Be(code);
        }
    }

    // RFC 6750, 3: the client is told how to ask.
    [Theory]
    [InlineData("Bearer ==", """Bearer error="invalid_token" """)]
    [InlineData("Bearer a, Bearer b", """Bearer error="invalid_request" """)]
    public async Task A_refused_token_is_challenged(string header, string challenge)
    {
        await using var host = await TestHost.StartAsync(app => app.MapGet("/", () => "in").RequireAuthorization());
        (await host.SendAsync($"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: {header}\r\n\r\n")).Should().Contain($"WWW-Authenticate: {challenge.Trim()}\r\n");
    }

    [Fact]
    public void A_token_does_not_show_itself() => new AccessToken(Token, null).ToString().Should().Be("Bearer");
}

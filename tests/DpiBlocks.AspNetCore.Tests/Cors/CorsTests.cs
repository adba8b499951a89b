using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace DpiBlocks.AspNetCore.Tests.Cors;

public sealed class CorsTests
{
    private const string Origin = "https://wallet.example";

    public static TheoryData<string, bool, Action<CorsPolicyBuilder>?> Policies => new()
    {
        { "none", false, null },
        { "one origin with credentials", true, policy => policy.WithOrigins(Origin).AllowCredentials() },
        { "every origin without credentials", true, policy => policy.AllowAnyOrigin() },
        { "every origin with credentials, by a rule", false, policy => policy.SetIsOriginAllowed(_ => true).AllowCredentials() },
        { "every https origin with credentials, by a rule", false, policy => policy.SetIsOriginAllowed(origin => origin.StartsWith("https://", StringComparison.Ordinal)).AllowCredentials() },
    };

    [Theory]
    [Attack("WEB-06")]
    [MemberData(nameof(Policies))]
    public async Task Other_origins_get_nothing_unless_said_and_never_all_of_them_credentials(string name, bool allowed, Action<CorsPolicyBuilder>? policy)
    {
        name.Should().NotBeEmpty();
        await using var host = await TestHost.StartAsync(
            app =>
            {
                if (policy is not null)
                {
                    app.UseCors(policy);
                }

                app.MapGet("/", () => "hello").AllowAnonymous();
            },
            services: builder => builder.Services.AddCors());
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Options })
        {
            using var request = new HttpRequestMessage(method, "/");
            request.Headers.Add("Origin", Origin);
            request.Headers.Add("Access-Control-Request-Method", "GET");
            (await host.Client.SendAsync(request)).Headers.Contains("Access-Control-Allow-Origin").Should().Be(allowed);
        }
    }

    [Fact]
    [Attack("WEB-06")]
    public void The_wildcard_itself_with_credentials_does_not_work()
    {
        var policy = new CorsPolicyBuilder().AllowAnyOrigin().AllowCredentials();
        policy.Invoking(builder => builder.Build()).Should().Throw<InvalidOperationException>();
    }
}

using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore.Tests.Tenants;

public sealed class TenantTests
{
    private static readonly TenantId North = TenantId.Parse("north");
    private static readonly TenantId South = TenantId.Parse("south");

    public static TheoryData<string, ITenantResolver, string, string, string?, string?> Requests => new()
    {
        { "always", TenantResolver.Always(North), "/north", "x.example", null, "north" },
        { "host", Hosts, "/x", "north.example", null, "north" },
        { "host with port and case", Hosts, "/x", "NORTH.example:8443", null, "north" },
        { "unknown host", Hosts, "/x", "west.example", null, null },
        { "host within a host", Hosts, "/x", "north.example.evil.example", null, null },
        { "path", Paths, "/south", "x.example", null, "south" },
        { "unknown path", Paths, "/west", "x.example", null, null },
        { "path in other case", Paths, "/South", "x.example", null, null },
        { "claim", Claims, "/x", "x.example", "south", "south" },
        { "unknown claim", Claims, "/x", "x.example", "west", null },
        { "no claim", Claims, "/x", "x.example", null, null },
        { "two claims", Claims, "/x", "x.example", "north south", null },
        { "path and claim agree", TenantResolver.Agreeing(Paths, Claims), "/south", "x.example", "south", "south" },
        { "a token of another tenant", TenantResolver.Agreeing(Paths, Claims), "/north", "x.example", "south", null },
        { "path without a token", TenantResolver.Agreeing(Paths, Claims), "/north", "x.example", null, null },
    };

    private static ITenantResolver Hosts => TenantResolver.FromHost([new("north.example", North), new("south.example", South)]);

    private static ITenantResolver Paths => TenantResolver.FromPath("tenant", North, South);

    private static ITenantResolver Claims => TenantResolver.FromClaim("tenant", North, South);

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_belongs_to_a_known_tenant_or_gets_no_further(string name, ITenantResolver resolver, string path, string host, string? claims, string? tenant)
    {
        name.Should().NotBeEmpty();
        await using var server = await TestHost.StartAsync(
            app =>
            {
                app.Use((context, next) =>
                {
                    context.User = new ClaimsPrincipal(new ClaimsIdentity(claims?.Split(' ').Select(claim => new Claim("tenant", claim)) ?? [], "test"));
                    return next(context);
                });
                app.MapGet("/{tenant}", (HttpContext context) => context.GetTenant().Value).AllowAnonymous().RequireTenant();
            },
            services: builder => builder.Services.AddDpiBlocks().AddTenants(resolver));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        var answer = await server.Client.SendAsync(request);
        if (tenant is not null)
        {
            (await answer.Content.ReadAsStringAsync()).Should().Be(tenant);
        }
        else
        {
            answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
            (await answer.CodeAsync()).Should().Be(WebRefusalCodes.TenantUnknown);
        }
    }

    [Fact]
    public async Task Without_a_resolver_it_does_not_start()
    {
        var start = () => TestHost.StartAsync(app => app.MapGet("/x", () => "x").AllowAnonymous().RequireTenant());
        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*'GET /x' demands a tenant*");
    }

    [Fact]
    public void An_endpoint_that_demands_none_gets_none()
    {
        var context = new DefaultHttpContext();
        context.Invoking(http => http.GetTenant()).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => TenantResolver.Agreeing()).Should().Throw<ArgumentException>();
    }
}

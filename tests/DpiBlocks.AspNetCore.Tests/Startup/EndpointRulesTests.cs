using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace DpiBlocks.AspNetCore.Tests.Startup;

public sealed class EndpointRulesTests
{
    private static readonly RequestDelegate Hello = context => context.Response.WriteAsync("hello");

    public static TheoryData<string, Action<WebApplication>> Unprotected => new()
    {
        { "GET /open", app => app.MapGet("/open", Hello) },
        { "GET /group/open", app => app.MapGroup("/group").MapGet("/open", Hello).WithName("named") },
        { "* /open", app => app.Map("/open", Hello) },
        { "* /health", app => app.MapHealthChecks("/health") },
        { "GET /open", app => ((IEndpointRouteBuilder)app).DataSources.Add(new LateEndpoints(Route("/open"))) },
    };

    [Theory]
    [Attack("WEB-01")]
    [MemberData(nameof(Unprotected))]
    public async Task An_endpoint_without_authorization_stops_the_start_and_is_named(string name, Action<WebApplication> map)
    {
        var start = () => TestHost.StartAsync(app => { app.MapGet("/closed", Hello).RequireAuthorization(); map(app); }, services: builder => builder.Services.AddHealthChecks());
        (await start.Should().ThrowAsync<InvalidOperationException>()).Which.Message.Should().Contain($"'{name}'").And.NotContain("closed");
    }

    [Fact]
    [Attack("WEB-01")]
    public async Task With_authorization_or_an_explicit_word_it_starts()
    {
        await using var host = await TestHost.StartAsync(app =>
        {
            app.MapGet("/closed", Hello).RequireAuthorization();
            app.MapGet("/open", Hello).AllowAnonymous();
            app.MapGet("/attribute", [Authorize] () => "hello");
        });
        (await host.Client.GetAsync("/open")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await host.Client.GetAsync("/attribute")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        var refused = await host.Client.GetAsync("/closed");
        refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await refused.CodeAsync()).Should().Be(WebRefusalCodes.Unauthenticated);
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", "known");
        (await host.Client.GetAsync("/closed")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    // A data source may change after the start, when nothing can be stopped any more.
    [Fact]
    [Attack("WEB-01")]
    public async Task An_endpoint_that_comes_late_without_authorization_is_not_served()
    {
        var late = new LateEndpoints();
        await using var host = await TestHost.StartAsync(app =>
        {
            app.MapGet("/first", Hello).AllowAnonymous();
            ((IEndpointRouteBuilder)app).DataSources.Add(late);
        });
        (await host.Client.GetAsync("/open")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        late.Set(Route("/open"), Route("/said", new AllowAnonymousAttribute()));
        (await host.Client.GetAsync("/said")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await host.Client.GetAsync("/open")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        host.Log.Text.Should().Contain("'GET /open' demands no authorization");
        (await host.Client.PostAsync("/said", null)).StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    [Attack("WEB-01")]
    public async Task The_check_of_routing_itself_cannot_be_switched_off()
    {
        var start = () => TestHost.StartAsync(
            app => app.MapGet("/closed", Hello).RequireAuthorization(),
            services: builder => builder.Services.Configure<RouteOptions>(options => options.SuppressCheckForUnhandledSecurityMetadata = true));
        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*SuppressCheckForUnhandledSecurityMetadata*");
    }

    [Theory]
    [InlineData(2_000_000)]
    [InlineData(null)]
    public async Task An_endpoint_that_takes_larger_bodies_than_the_application_stops_the_start(int? bytes)
    {
        IRequestSizeLimited(1_000_000, out var within);
        await using (await TestHost.StartAsync(app => app.MapPost("/in", Hello).AllowAnonymous().WithMetadata(within)))
        {
        }

        IRequestSizeLimited(bytes, out var beyond);
        var start = () => TestHost.StartAsync(app => app.MapPost("/in", Hello).AllowAnonymous().WithMetadata(beyond));
        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*'POST /in'*larger*");

        static void IRequestSizeLimited(int? most, out object metadata) =>
            metadata = most is { } limit ? new RequestSizeLimitAttribute(limit) : new DisableRequestSizeLimitAttribute();
    }

    [Fact]
    [Attack("WEB-12")]
    public async Task Another_logger_factory_stops_the_start()
    {
        var start = () => TestHost.StartAsync(
            app => app.MapGet("/open", Hello).AllowAnonymous(),
            services: builder => builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory, LoggerFactory>()));
        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*logger factory*");
    }

    private static RouteEndpoint Route(string pattern, params object[] metadata) => new(
        Hello, RoutePatternFactory.Parse(pattern), order: 0, new EndpointMetadataCollection([new HttpMethodMetadata(["GET"]), .. metadata]), displayName: "late");

    private sealed class LateEndpoints(params Endpoint[] endpoints) : EndpointDataSource
    {
        private ConfigurationReloadToken _changed = new();
        private IReadOnlyList<Endpoint> _endpoints = endpoints;

        public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

        public override IChangeToken GetChangeToken() => _changed;

        public void Set(params Endpoint[] endpoints)
        {
            _endpoints = endpoints;
            Interlocked.Exchange(ref _changed, new ConfigurationReloadToken()).OnReload();
        }
    }
}

using System.Text.Json;
using DpiBlocks.StatusLists;
using Microsoft.AspNetCore.Builder;

namespace DpiBlocks.AspNetCore.Tests.OpenApi;

public sealed class OpenApiTests
{
    [Fact]
    public async Task The_description_tells_with_which_codes_each_endpoint_refuses()
    {
        await using var host = await TestHost.StartAsync(app =>
        {
            app.MapOpenApi().AllowAnonymous();
            app.MapHealth().AllowAnonymous();
            app.MapStatusLists("/status", new Uri("https://status.example.gov/status/"), TestSource.Empty).AllowAnonymous();
            app.MapPost("/in", () => "in").RequireAuthorization().WithMaxBody(100).Refuses(413, "test.another");
        });
        var document = await host.Client.GetStringAsync("/openapi/v1.json");
        using var json = JsonDocument.Parse(document);
        var paths = json.RootElement.GetProperty("paths");
        var list = paths.GetProperty("/status/{name}").GetProperty("get");
        list.GetProperty("parameters")[0].GetProperty("name").GetString().Should().Be("name");
        var answers = list.GetProperty("responses");
        answers.GetProperty("404").GetProperty("description").GetString().Should().Contain(StatusListRefusalCodes.ListNotFound);
        answers.GetProperty("404").GetProperty("content").GetProperty(Problem.MediaType).GetProperty("schema").GetProperty("required").GetArrayLength().Should().Be(5);
        answers.GetProperty("406").GetProperty("description").GetString().Should().Contain(WebRefusalCodes.NotAcceptable);
        answers.GetProperty("200").GetProperty("content").EnumerateObject().Select(content => content.Name).Should().BeEquivalentTo(StatusListMediaTypes.Jwt, StatusListMediaTypes.Cwt);
        paths.GetProperty("/in").GetProperty("post").GetProperty("responses").GetProperty("413").GetProperty("description").GetString().Should().EndWith("test.another, web.body_too_large");
        paths.GetProperty("/health/ready").GetProperty("get").GetProperty("responses").TryGetProperty("503", out _).Should().BeTrue();
    }
}

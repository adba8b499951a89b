using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore.Tests.Problems;

public sealed class ProblemTests
{
    private const string Person = "1234567890-Ada-Lovelace";
    private const string Key = "-----BEGIN PRIVATE KEY-----";

    public static TheoryData<string, string> Environments_and_faults()
    {
        var data = new TheoryData<string, string>();
        foreach (var environment in new[] { TestHost.Development, TestHost.Production })
        {
            data.Add(environment, "/fault");
            data.Add(environment, "/nested");
            data.Add(environment, "/middleware");
        }

        return data;
    }

    [Theory]
    [Attack("WEB-03")]
    [MemberData(nameof(Environments_and_faults))]
    public async Task An_exception_tells_nothing_but_a_code(string environment, string path)
    {
        await using var host = await StartAsync(environment);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        var answer = await host.Client.SendAsync(request);
        answer.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        var text = await answer.Content.ReadAsStringAsync();
        (await answer.CodeAsync()).Should().Be(WebRefusalCodes.InternalError);
        (text + answer.Headers).Should().NotContain(Person).And.NotContain("PRIVATE").And.NotContain(" at ").And.NotContain("Exception").And.NotContain(".cs");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await host.Client.GetAsync("/fine")).StatusCode.Should().Be(HttpStatusCode.OK);

        // What went wrong, and where, stands in the log under the same id; what it stumbled over does not.
        var id = System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("correlation_id").GetString();
        host.Log.Text.Should().Contain(id).And.Contain("System.InvalidOperationException").And.Contain(nameof(ProblemTests)).And.NotContain(Person).And.NotContain("PRIVATE");
    }

    [Theory]
    [InlineData(TestHost.Development)]
    [InlineData(TestHost.Production)]
    public async Task A_database_out_of_reach_is_503_and_when_to_ask_again(string environment)
    {
        await using var host = await StartAsync(environment);
        var answer = await host.Client.GetAsync("/storage");
        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await answer.CodeAsync()).Should().Be(WebRefusalCodes.Unavailable);
        answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));
        (await answer.Content.ReadAsStringAsync()).Should().NotContain("disk").And.NotContain(Person);
        host.Log.Text.Should().Contain(StorageRefusalCodes.Full).And.NotContain(Person);
    }

    [Theory]
    [InlineData(CommitOutcome.Unknown, HttpStatusCode.ServiceUnavailable, WebRefusalCodes.OutcomeUnknown)]
    [InlineData(CommitOutcome.Conflict, HttpStatusCode.Conflict, WebRefusalCodes.Conflict)]
    [InlineData(CommitOutcome.Committed, HttpStatusCode.OK, null)]
    [InlineData(CommitOutcome.AlreadyCommitted, HttpStatusCode.OK, null)]
    public async Task The_outcome_of_a_commit_is_told_as_it_is(CommitOutcome outcome, HttpStatusCode status, string? code)
    {
        await using var host = await TestHost.StartAsync(app => app.MapGet("/", () => outcome.ToProblem() ?? (IResult)Results.Ok()).AllowAnonymous());
        var answer = await host.Client.GetAsync("/");
        answer.StatusCode.Should().Be(status);
        answer.Headers.Contains("Retry-After").Should().Be(status == HttpStatusCode.ServiceUnavailable);
        if (code is not null)
        {
            (await answer.CodeAsync()).Should().Be(code);
        }
    }

    [Fact]
    [Attack("WEB-03")]
    public async Task A_refusal_tells_neither_its_location_nor_its_facts()
    {
        var refusal = new Refusal("test.refused", "It is refused.") { Location = $"/{Person}" };
        refusal = refusal with { Facts = refusal.Facts.Add("name", Person) };
        await using var host = await TestHost.StartAsync(app => app.MapGet("/", () => new Problem(422, refusal)).AllowAnonymous());
        var answer = await host.Client.GetAsync("/");
        ((int)answer.StatusCode).Should().Be(422);
        (await answer.CodeAsync()).Should().Be("test.refused");
        (await answer.Content.ReadAsStringAsync()).Should().Contain("It is refused.").And.NotContain(Person);
    }

    [Theory]
    [InlineData(403, WebRefusalCodes.Forbidden)]
    [InlineData(404, WebRefusalCodes.NotFound)]
    [InlineData(406, WebRefusalCodes.NotAcceptable)]
    [InlineData(418, WebRefusalCodes.BadRequest)]
    [InlineData(502, WebRefusalCodes.InternalError)]
    public async Task A_bare_status_becomes_a_problem_with_a_code(int status, string code)
    {
        await using var host = await TestHost.StartAsync(app => app.MapGet("/", () => Results.StatusCode(status)).AllowAnonymous());
        var answer = await host.Client.GetAsync("/");
        ((int)answer.StatusCode).Should().Be(status);
        (await answer.CodeAsync()).Should().Be(code);
    }

    private static Task<TestHost> StartAsync(string environment) => TestHost.StartAsync(
        app =>
        {
            app.Use((context, next) => context.Request.Path == "/middleware" ? throw Fault() : next(context));
            app.MapGet("/fine", () => "fine").AllowAnonymous();
            app.MapGet("/fault", IResult () => throw Fault()).AllowAnonymous();
            app.MapGet("/nested", IResult () => throw new AggregateException(Person, Fault())).AllowAnonymous();
            app.MapGet("/storage", IResult () => throw new StorageException(new Refusal(StorageRefusalCodes.Full, "The disk is full."), Fault())).AllowAnonymous();
        },
        environment: environment);

    private static InvalidOperationException Fault() => new($"The key {Key} of {Person} is unknown.", new FormatException(Person));
}

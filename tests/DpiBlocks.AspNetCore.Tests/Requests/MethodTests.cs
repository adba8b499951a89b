using Microsoft.AspNetCore.Builder;

namespace DpiBlocks.AspNetCore.Tests.Requests;

public sealed class MethodTests
{
    [Theory]
    [Attack("WEB-05")]
    [InlineData("POST", null, "200")]
    [InlineData("HEAD", null, "405")]
    [InlineData("OPTIONS", null, "405")]
    [InlineData("TRACE", null, "405")]
    [InlineData("GET", null, "405")]
    [InlineData("PUT", null, "405")]
    [InlineData("DELETE", null, "405")]
    [InlineData("INVENTED", null, "405")]
    [InlineData("POST", "X-HTTP-Method-Override: DELETE", "405")]
    [InlineData("POST", "X-HTTP-Method: POST", "405")]
    [InlineData("GET", "X-Method-Override: POST", "405")]
    [InlineData("POST", "X-Another: DELETE", "200")]
    public async Task A_write_endpoint_takes_its_own_method_and_no_other(string method, string? header, string status)
    {
        await using var host = await TestHost.StartAsync(app => app.MapPost("/write", () => "written").AllowAnonymous());
        var answer = await host.SendAsync($"{method} /write HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n{(header is null ? null : header + "\r\n")}\r\n");
        Answers.StatusOf(answer).Should().Contain($" {status} ");
        if (status == "405")
        {
            answer.Should().Contain("\r\nAllow:").And.NotContain("written");
            if (method != "HEAD")
            {
                Answers.CodeOfRaw(answer).Should().Be(WebRefusalCodes.MethodNotAllowed);
            }
        }
    }

    // The middleware that obeys such headers finds none that has passed.
    [Fact]
    [Attack("WEB-05")]
    public async Task A_host_that_would_obey_an_override_never_sees_one()
    {
        await using var host = await TestHost.StartAsync(app =>
        {
            app.UseHttpMethodOverride();
            app.UseRouting();
            app.MapDelete("/write", () => "deleted").AllowAnonymous();
        });
        (await host.SendAsync("POST /write HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\nX-HTTP-Method-Override: DELETE\r\n\r\n")).Should().NotContain("deleted");
        (await host.SendAsync("DELETE /write HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).Should().Contain("deleted");
    }
}

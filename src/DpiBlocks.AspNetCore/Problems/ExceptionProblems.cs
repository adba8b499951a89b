using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DpiBlocks.AspNetCore.Problems;

/// <summary>What an exception becomes: the same safe answer in development and in production.</summary>
/// <remarks>The page that ASP.NET Core shows to developers asks its filters first, so this one replaces it.</remarks>
internal sealed class ExceptionProblems(ILogger<ExceptionProblems> log) : IDeveloperPageExceptionFilter
{
    public ExceptionHandlerOptions ToOptions() => new()
    {
        AllowStatusCode404Response = true,
        SuppressDiagnosticsCallback = static _ => true,      // it is logged here
        ExceptionHandler = context => HandleAsync(context, context.Features.Get<IExceptionHandlerFeature>()!.Error),
    };

    public Task HandleExceptionAsync(ErrorContext errorContext, Func<ErrorContext, Task> next) => HandleAsync(errorContext.HttpContext, errorContext.Exception);

    private Task HandleAsync(HttpContext context, Exception exception)
    {
        var problem = Of(exception);
        if (problem.Status >= 500)
        {
            WebLog.RequestFailed(log, exception, (exception as StorageException)?.Refusal.Code ?? exception.GetType().Name, context.TraceIdentifier);
        }

        return problem.ExecuteAsync(context);
    }

    private static Problem Of(Exception exception) => exception switch
    {
        BadHttpRequestException bad => WebProblems.OfStatus(bad.StatusCode),      // the server's own: too large, too slow, cut off
        StorageException => WebProblems.Unavailable,                              // thrown only where nothing was written
        _ => WebProblems.InternalError,
    };
}

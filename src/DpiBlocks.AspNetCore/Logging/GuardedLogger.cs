using Microsoft.Extensions.Logging;

namespace DpiBlocks.AspNetCore.Logging;

/// <summary>Passes on what is logged, without what must not be in a log.</summary>
internal sealed class GuardedLogger(ILogger log, LogLevel least, LogSecrets secrets) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => least > LogLevel.Trace ? null : log.BeginScope(secrets.RemoveFrom(state, state.ToString() ?? string.Empty));

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && log.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var place = exception is null ? null : new LoggedException(exception);
            var entry = secrets.RemoveFrom(state, formatter(state, place));
            log.Log(logLevel, eventId, entry, place, static (entry, _) => entry.ToString());
        }
    }
}

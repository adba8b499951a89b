using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace DpiBlocks.AspNetCore.Tests;

/// <summary>Keeps all that gets through to a log: text, named values, exceptions, scopes.</summary>
internal sealed class TestLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> _lines = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private static string Describe(object? state) =>
        state is IEnumerable<KeyValuePair<string, object?>> values ? $"{state} {{{string.Join(", ", values.Select(value => $"{value.Key}={value.Value}"))}}}" : $"{state}";

    private sealed class Category(TestLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = new StringBuilder($"{logLevel} {category}: {formatter(state, exception)} {Describe(state)} {exception}");
            log._scopes.ForEachScope((scope, text) => text.Append(" => ").Append(Describe(scope)), line);
            log._lines.Enqueue(line.ToString());
        }
    }
}

namespace DpiBlocks.AspNetCore.Logging;

/// <summary>Of an exception, what may be logged: its type, where it was thrown, and the same of what caused it.</summary>
internal sealed class LoggedException : Exception
{
    private const int MaxDepth = 8;

    private readonly string _type;

    public LoggedException(Exception exception, int depth = 1)
        : base(exception.GetType().FullName, exception.InnerException is { } cause && depth < MaxDepth ? new LoggedException(cause, depth + 1) : null) =>
        (_type, StackTrace) = (exception.GetType().FullName ?? exception.GetType().Name, exception.StackTrace);

    public override string? StackTrace { get; }

    public override string ToString() => InnerException is null ? $"{_type}\n{StackTrace}" : $"{_type}\n{StackTrace}\n---> {InnerException}";
}

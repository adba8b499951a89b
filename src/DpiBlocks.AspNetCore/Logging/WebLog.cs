using Microsoft.Extensions.Logging;

namespace DpiBlocks.AspNetCore;

/// <summary>Every line that this package writes into logs; none has room for an address, a token or a person.</summary>
/// <remarks>In one class, since the generator writes several in an order that differs from build to build, and so other bytes each time.</remarks>
internal static partial class WebLog
{
    [LoggerMessage(1, LogLevel.Information, "The request {CorrelationId} was refused: {Code}, {Status}, route {Route}.")]
    public static partial void RequestRefused(ILogger log, string correlationId, string code, int status, string route);

    [LoggerMessage(2, LogLevel.Error, "The request {CorrelationId} ended in {Fault}.")]
    public static partial void RequestFailed(ILogger log, Exception exception, string fault, string correlationId);

    [LoggerMessage(3, LogLevel.Critical, "{Sentence} It came after the start and is not served.")]
    public static partial void EndpointNotServed(ILogger log, string sentence);

    [LoggerMessage(4, LogLevel.Error, "A policy would let every origin use credentials. It allows nothing instead.")]
    public static partial void CorsPolicyRefused(ILogger log);
}

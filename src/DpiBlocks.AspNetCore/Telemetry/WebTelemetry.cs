using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace DpiBlocks.AspNetCore.Telemetry;

/// <summary>What is measured and traced, by the names of the OpenTelemetry semantic conventions; docs/operations.md lists them.</summary>
/// <remarks>No attribute ever holds an address, a query, a token or a person: routes are named by their templates.</remarks>
internal sealed class WebTelemetry : IDisposable
{
    private static readonly ActivitySource Activities = new(WebTelemetryNames.ActivitySource);

    private readonly Meter _meter;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _replays;
    private readonly Histogram<double> _durations;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public WebTelemetry(IMeterFactory meters, TimeProvider time, ILogger<WebTelemetry> log)
    {
        (_time, _log) = (time, log);
        _meter = meters.Create(WebTelemetryNames.Meter);
        _refusals = _meter.CreateCounter<long>(WebTelemetryNames.Refusals, "{refusal}", "Requests that were refused.");
        _replays = _meter.CreateCounter<long>(WebTelemetryNames.Replays, "{answer}", "Answers that were given again under an idempotency key.");
        _durations = _meter.CreateHistogram<double>(WebTelemetryNames.OperationDuration, "s", "How long an operation took.");
    }

    public WebOperation Begin(string operation) => new(operation, Activities.StartActivity(operation), _durations, _time);

    public void Replayed() => _replays.Add(1);

    public void Refused(HttpContext context, Problem problem)
    {
        var code = problem.Refusal.Code;
        var route = context.GetEndpoint() is RouteEndpoint endpoint ? endpoint.RoutePattern.RawText ?? string.Empty : string.Empty;
        _refusals.Add(1, new("error.type", code), new("http.response.status_code", problem.Status), new("http.route", route));
        Activity.Current?.SetTag("error.type", code).SetTag("dpiblocks.correlation_id", context.TraceIdentifier);
        WebLog.RequestRefused(_log, context.TraceIdentifier, code, problem.Status, route);
    }

    public void Dispose() => _meter.Dispose();
}

namespace DpiBlocks.AspNetCore;

/// <summary>By what names a host listens to traces and measurements.</summary>
public static class WebTelemetryNames
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string ActivitySource = "DpiBlocks.AspNetCore";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string Meter = "DpiBlocks.AspNetCore";

    /// <summary>The counter of refused requests.</summary>
    public const string Refusals = "dpiblocks.refusals";

    /// <summary>The histogram of how long an operation took, in seconds.</summary>
    public const string OperationDuration = "dpiblocks.operation.duration";

    /// <summary>The counter of answers that were given again under an idempotency key.</summary>
    public const string Replays = "dpiblocks.idempotent_replays";
}

namespace DpiBlocks.AspNetCore;

/// <summary>By what names a host listens to traces and measurements.</summary>
public static class WebTelemetryNames
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string ActivitySource = "DpiBlocks.AspNetCore";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string Meter = "DpiBlocks.AspNetCore";

    internal const string Refusals = "dpiblocks.refusals";
}

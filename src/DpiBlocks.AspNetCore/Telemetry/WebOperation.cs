using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DpiBlocks.AspNetCore.Telemetry;

/// <summary>What an endpoint of a block does, from its begin to its end.</summary>
internal sealed class WebOperation(string name, Activity? activity, Histogram<double> durations, TimeProvider time) : IDisposable
{
    private readonly long _began = time.GetTimestamp();

    /// <summary>The code it was refused with; null when it went well. What ends without saying so ended in an exception.</summary>
    public string? Error { private get; set; } = "_OTHER";      // the name that the conventions have for it

    public void Dispose()
    {
        var tags = new TagList { { "dpiblocks.operation.name", name } };
        if (Error is { } error)
        {
            tags.Add("error.type", error);
            activity?.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
        }

        durations.Record(time.GetElapsedTime(_began).TotalSeconds, tags);
        activity?.Dispose();
    }
}

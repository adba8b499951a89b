using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DpiBlocks.AspNetCore.Tests.Telemetry;

public sealed class TelemetryTests
{
    private const string NationalId = "1850512345678";

    [Fact]
    [Attack("WEB-12")]
    public async Task What_is_measured_and_traced_has_the_names_of_the_documentation_and_no_data()
    {
        await using var host = await TestHost.StartAsync(app => app.MapStatusLists("/status", new Uri("https://status.example.gov/status/"), TestSource.Empty).AllowAnonymous());
        var measured = new List<string>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == WebTelemetryNames.Meter && instrument.Meter.Scope == host.Services.GetRequiredService<IMeterFactory>())
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value > 0, tags));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value > 0, tags));
        meters.Start();
        var traced = new List<Activity>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == WebTelemetryNames.ActivitySource,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => { lock (traced) { traced.Add(activity); } },
        };
        ActivitySource.AddActivityListener(activities);

        await host.Client.GetAsync($"/status/{NationalId}?id={NationalId}");

        // The last measurement is taken when the answer is on its way already.
        for (var i = 0; i < 500 && !IsMeasured(); i++)
        {
            await Task.Delay(10);
        }

        string.Join('\n', measured).Should().Be(
            "dpiblocks.refusals True error.type=status.list_not_found http.response.status_code=404 http.route=/status/{name}\n"
            + "dpiblocks.operation.duration True dpiblocks.operation.name=status_lists.get error.type=status.list_not_found");
        Activity ours;
        lock (traced)
        {
            ours = traced.Last(activity => activity.OperationName == "status_lists.get" && activity.GetTagItem("error.type") is not null);
        }

        string.Join(' ', ours.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")).Should().Contain("error.type=status.list_not_found").And.NotContain(NationalId);
        ours.Status.Should().Be(ActivityStatusCode.Error);

        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/operations.md"));
        foreach (var name in new[] { WebTelemetryNames.Meter, WebTelemetryNames.Refusals, WebTelemetryNames.OperationDuration, WebTelemetryNames.Replays, "status_lists.get", "error.type", "http.route", "dpiblocks.operation.name" })
        {
            page.Should().Contain($"`{name}`");
        }

        bool IsMeasured()
        {
            lock (measured)
            {
                return measured.Count >= 2;
            }
        }

        void Note(Instrument instrument, bool isPositive, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (measured)
            {
                measured.Add($"{instrument.Name} {isPositive} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");
            }
        }
    }
}

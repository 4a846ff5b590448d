using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TriageConsole.Telemetry;

/// <summary>The metrics and traces of the console itself. They cost nothing unless an exporter is configured.</summary>
internal static class ConsoleTelemetry
{
    /// <summary>The name of the activity source, of the meter, and of the service unless OTEL_SERVICE_NAME is set.</summary>
    public const string Name = "TriageConsole";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Lines = Meter.CreateCounter<long>("triage.ingest.lines", "{line}", "Lines of events, by verdict");

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "triage.ingest.refused",
        "{request}",
        "Requests that were refused for load, by API key and reason"
    );

    private static readonly Histogram<double> JobDuration = Meter.CreateHistogram<double>(
        "triage.job.duration",
        "s",
        "Runs of background jobs, by job and result"
    );

    /// <summary>Counts lines of events.</summary>
    /// <param name="count">The number of lines.</param>
    /// <param name="verdict">accepted, duplicate, joined, waiting or quarantined.</param>
    public static void CountLines(long count, string verdict)
    {
        if (count > 0)
            Lines.Add(count, new KeyValuePair<string, object?>("verdict", verdict));
    }

    /// <summary>Counts a request that was refused for load.</summary>
    /// <param name="keyId">The public part of the API key.</param>
    /// <param name="reason">rate or busy.</param>
    public static void CountRefused(string keyId, string reason) =>
        Refused.Add(1, new KeyValuePair<string, object?>("key", keyId), new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Records one run of a background job.</summary>
    /// <param name="job">The name of the job.</param>
    /// <param name="duration">The duration of the run.</param>
    /// <param name="succeeded">Whether the run ended without an exception.</param>
    public static void RecordJob(string job, TimeSpan duration, bool succeeded) =>
        JobDuration.Record(
            duration.TotalSeconds,
            new KeyValuePair<string, object?>("job", job),
            new KeyValuePair<string, object?>("result", succeeded ? "succeeded" : "failed")
        );
}

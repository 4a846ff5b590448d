using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TriageConsole.Telemetry;

/// <summary>What the console measures of itself. Nothing listens, and nothing costs, unless an exporter is configured.</summary>
internal static class ConsoleTelemetry
{
    /// <summary>The name of the activity source, of the meter, and of the service unless OTEL_SERVICE_NAME says otherwise.</summary>
    public const string Name = "TriageConsole";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Lines = Meter.CreateCounter<long>(
        "triage.ingest.lines",
        "{line}",
        "Lines of events, by what became of them"
    );

    private static readonly Histogram<double> JobDuration = Meter.CreateHistogram<double>(
        "triage.job.duration",
        "s",
        "Runs of background jobs, by job and result"
    );

    /// <summary>Counts lines of events.</summary>
    /// <param name="count">How many lines.</param>
    /// <param name="verdict">accepted, duplicate, joined, waiting or quarantined.</param>
    public static void CountLines(long count, string verdict)
    {
        if (count > 0)
            Lines.Add(count, new KeyValuePair<string, object?>("verdict", verdict));
    }

    /// <summary>One run of a background job.</summary>
    /// <param name="job">The name of the job.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="succeeded">Whether it ended without a fault.</param>
    public static void RecordJob(string job, TimeSpan duration, bool succeeded) =>
        JobDuration.Record(
            duration.TotalSeconds,
            new KeyValuePair<string, object?>("job", job),
            new KeyValuePair<string, object?>("result", succeeded ? "succeeded" : "failed")
        );
}

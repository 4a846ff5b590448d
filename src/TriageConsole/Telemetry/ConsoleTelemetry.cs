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

    private static readonly Counter<long> Messages = Meter.CreateCounter<long>(
        "triage.bus.messages",
        "{message}",
        "Messages of brokers, by queue or topic and result"
    );

    /// <summary>Counts messages of a broker.</summary>
    /// <param name="count">The number of messages.</param>
    /// <param name="broker">The kind of broker.</param>
    /// <param name="source">The queue or topic.</param>
    /// <param name="result">stored or dead_lettered.</param>
    public static void CountMessages(long count, string broker, string source, string result)
    {
        if (count > 0)
            Messages.Add(count, Tags(broker, source, new KeyValuePair<string, object?>("result", result)));
    }

    /// <summary>Adds the state of the queues and topics to the metrics.</summary>
    /// <param name="name">The name after <c>triage.bus.</c>.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="description">What it is.</param>
    /// <param name="read">The values by kind of broker and queue or topic.</param>
    public static void ObserveBus(
        string name,
        string unit,
        string description,
        Func<IEnumerable<(string Broker, string Source, long Value)>> read
    ) =>
        Meter.CreateObservableGauge(
            "triage.bus." + name,
            () => read().Select(m => new Measurement<long>(m.Value, Tags(m.Broker, m.Source))),
            unit,
            description
        );

    private static KeyValuePair<string, object?>[] Tags(string broker, string source, params KeyValuePair<string, object?>[] more) =>
        [new("broker", broker), new("source", source), .. more];

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

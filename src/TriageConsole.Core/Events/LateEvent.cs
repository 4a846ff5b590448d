namespace TriageConsole.Core.Events;

/// <summary>
/// A signal or an outcome that refers to its interaction by trace id, by workflow and task, by the response, or by the session.
/// </summary>
public sealed class LateEvent
{
    /// <summary>
    /// Trace id of the interaction; empty if it refers to a task, a response or a session. With <see cref="OutputId"/>, the trace in
    /// which it was sent, which can be another one than that of the response.
    /// </summary>
    public string TraceId { get; set; } = "";

    /// <summary>The tenant that the sender names.</summary>
    public string? TenantId { get; set; }

    /// <summary>The workflow, if it refers to a task.</summary>
    public string? TaskType { get; set; }

    /// <summary>The task.</summary>
    public string? TaskId { get; set; }

    /// <summary>The id of the response, if it refers to one.</summary>
    public string? OutputId { get; set; }

    /// <summary>The session, if it refers to one: to its latest interaction.</summary>
    public string? SessionId { get; set; }

    /// <summary>The signal. Outcomes are signals of type outcome.</summary>
    public required SignalEvent Signal { get; set; }

    /// <summary>For outcomes: name of the metric.</summary>
    public string? OutcomeMetricName { get; set; }

    /// <summary>For outcomes: value of the metric.</summary>
    public double? OutcomeMetricValue { get; set; }

    /// <summary>A copy with another signal.</summary>
    /// <param name="signal">The signal.</param>
    public LateEvent With(SignalEvent signal)
    {
        var copy = (LateEvent)MemberwiseClone();
        copy.Signal = signal;
        return copy;
    }
}

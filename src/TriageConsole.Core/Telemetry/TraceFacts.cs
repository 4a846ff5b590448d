namespace TriageConsole.Core.Telemetry;

/// <summary>
/// Names of the facts that spans have about their trace. Attributes with the prefix <c>triage.</c> set any fact directly: an application
/// that knows its workflow, task or consent says so with them.
/// </summary>
public static class TraceFacts
{
    /// <summary>Prefix of the attributes that name facts directly.</summary>
    public const string OwnPrefix = "triage.";

    /// <summary>The workflow.</summary>
    public const string TaskType = "task_type";

    /// <summary>The task.</summary>
    public const string TaskId = "task_id";

    /// <summary>The conversation, which is the task if none is named.</summary>
    public const string Conversation = "conversation";

    /// <summary>The session.</summary>
    public const string Session = "session_id";

    /// <summary>The end user.</summary>
    public const string User = "user_id";

    /// <summary>Version of the prompt.</summary>
    public const string PromptVersion = "prompt_version";

    /// <summary>The release.</summary>
    public const string Release = "release";

    /// <summary>Id of the response.</summary>
    public const string OutputId = "output_id";

    /// <summary>Name of the service.</summary>
    public const string Service = "service";

    /// <summary>Version of the service.</summary>
    public const string ServiceVersion = "service_version";

    /// <summary>Name that the application gave the trace.</summary>
    public const string TraceName = "trace_name";

    /// <summary>Input of the whole trace.</summary>
    public const string TraceInput = "trace_input";

    /// <summary>Output of the whole trace.</summary>
    public const string TraceOutput = "trace_output";

    /// <summary>Fields of the event contract that only the application can know; facts with the same names.</summary>
    public static IReadOnlyList<string> Own { get; } =
    [
        "country",
        "segment",
        "knowledge_version",
        "deployment_id",
        "consent_scope",
        "shadow",
        "propensity",
        "outcome_metric_name",
        "outcome_metric_value",
    ];
}

namespace TriageConsole.Client;

/// <summary>
/// One request to a model and its response. The client reads it later, in the background: do not change its collections after the call.
/// Without a workflow, task id and model version the server cannot join it to an outcome and stores it in quarantine.
/// </summary>
public sealed record CapturedInteraction
{
    /// <summary>The id of the interaction in its tenant. Sending an id twice changes nothing. Default: a new id.</summary>
    public string TraceId { get; init; } = NewId();

    /// <summary>The workflow (<c>task_type</c>). Default: that of the options.</summary>
    public string? Workflow { get; init; }

    /// <summary>The task that has the outcome, such as a support case.</summary>
    public string? TaskId { get; init; }

    /// <summary>The version of the model. Default: that of the options.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>When the interaction ended. Default: the time of the call.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>What the user asked.</summary>
    public string? Input { get; init; }

    /// <summary>What the application answered.</summary>
    public string? Output { get; init; }

    /// <summary>The whole conversation.</summary>
    public IReadOnlyList<CapturedMessage>? Messages { get; init; }

    /// <summary>The session or conversation.</summary>
    public string? SessionId { get; init; }

    /// <summary>A pseudonym of the user.</summary>
    public string? UserId { get; init; }

    /// <summary>A group of users or tasks whose results are compared.</summary>
    public string? Segment { get; init; }

    /// <summary>The country of the user.</summary>
    public string? Country { get; init; }

    /// <summary>The version of the prompt.</summary>
    public string? PromptVersion { get; init; }

    /// <summary>The name of the model that was requested.</summary>
    public string? ModelId { get; init; }

    /// <summary>The model that answered, if the provider names it.</summary>
    public string? ServedModel { get; init; }

    /// <summary>The version of the knowledge base.</summary>
    public string? KnowledgeVersion { get; init; }

    /// <summary>The deployment that answered.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The release that answered. Default: that of <see cref="Route"/>, else that of the options.</summary>
    public string? Release { get; init; }

    /// <summary>The route that decided which release answered. It adds the release and its propensity.</summary>
    public RouteDecision? Route { get; init; }

    /// <summary>Whether the response was not shown to the user.</summary>
    public bool Shadow { get; init; }

    /// <summary>The retrieved documents.</summary>
    public IReadOnlyList<string>? RetrievalIds { get; init; }

    /// <summary>The id of the response at the provider.</summary>
    public string? OutputId { get; init; }

    /// <summary>The number of tokens of the response.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>The duration of the request as the application measured it.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>The kind of the error, if the request failed, such as <c>timeout</c>.</summary>
    public string? ErrorKind { get; init; }

    /// <summary>The message of the error.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The parameters of the request, such as the temperature.</summary>
    public IReadOnlyDictionary<string, object?>? Parameters { get; init; }

    /// <summary>Numbers about the input, such as its number of tokens.</summary>
    public IReadOnlyDictionary<string, double>? InputStats { get; init; }

    /// <summary>What the user allowed, such as <c>training</c>.</summary>
    public string? ConsentScope { get; init; }

    /// <summary>The metric of the outcome, if the outcome is known already.</summary>
    public string? OutcomeMetric { get; init; }

    /// <summary>The value of the outcome.</summary>
    public double? OutcomeValue { get; init; }

    /// <summary>Anything else. Values are texts, numbers, booleans, times, JSON, lists or dictionaries of them.</summary>
    public IReadOnlyDictionary<string, object?>? Metadata { get; init; }

    internal static string NewId() => Guid.CreateVersion7().ToString("N");
}

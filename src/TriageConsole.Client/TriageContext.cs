namespace TriageConsole.Client;

/// <summary>What an application knows about the calls of a <see cref="TriageScope"/>.</summary>
public sealed record TriageContext
{
    /// <summary>The workflow (<c>task_type</c>). Default: that of the options, else the name of the application.</summary>
    public string? Workflow { get; init; }

    /// <summary>The task that has the outcome. Default: the session, else the trace of the request.</summary>
    public string? TaskId { get; init; }

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

    /// <summary>The version of the knowledge base.</summary>
    public string? KnowledgeVersion { get; init; }

    /// <summary>The version of the model. Default: the model that the response names, else the one that the request names.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>The release that answers. Default: that of <see cref="Route"/>, else that of the options.</summary>
    public string? Release { get; init; }

    /// <summary>The route that decided which release answers.</summary>
    public RouteDecision? Route { get; init; }

    /// <summary>Whether the responses are not shown to the user.</summary>
    public bool Shadow { get; init; }

    /// <summary>The retrieved documents.</summary>
    public IReadOnlyList<string>? RetrievalIds { get; init; }

    /// <summary>What the user allowed, such as <c>training</c>.</summary>
    public string? ConsentScope { get; init; }

    /// <summary>Anything else.</summary>
    public IReadOnlyDictionary<string, object?>? Metadata { get; init; }
}

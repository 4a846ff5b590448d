using TriageConsole.Core.Common;

namespace TriageConsole.Core.Events;

/// <summary>What a line of the event contract says. Exactly one of the two kinds of content is set, unless it was refused.</summary>
/// <param name="Interaction">A request and its answer, with what came along.</param>
/// <param name="Late">A signal or an outcome for an interaction sent earlier or later.</param>
/// <param name="Refusal">Why the line cannot be taken.</param>
public sealed record ParsedEvent(InteractionEvent? Interaction, LateEvent? Late, Refusal? Refusal);

/// <summary>The reason a line is quarantined.</summary>
/// <param name="Reason">A stable code such as <c>missing_task_id</c>.</param>
/// <param name="Detail">One sentence for a person.</param>
public sealed record Refusal(string Reason, string Detail);

/// <summary>
/// One request and answer. Names are the contract's, in C# spelling; texts are as sent, cut at <see cref="EventReader.MaxFieldChars"/>.
/// </summary>
public sealed class InteractionEvent
{
    /// <summary>Names the interaction within its tenant; sending it twice changes nothing.</summary>
    public string TraceId { get; set; } = "";

    /// <summary>The tenant the sender names; the key it was sent with decides.</summary>
    public string? TenantId { get; set; }

    /// <summary>The workflow.</summary>
    public string TaskType { get; set; } = "";

    /// <summary>The task an outcome belongs to.</summary>
    public string TaskId { get; set; } = "";

    /// <summary>Groups the interactions of one visit.</summary>
    public string? SessionId { get; set; }

    /// <summary>The end user's pseudonym.</summary>
    public string? UserId { get; set; }

    /// <summary>Event time, UTC; null where the sender gave none.</summary>
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>Country of the end user.</summary>
    public string? Country { get; set; }

    /// <summary>Business segment.</summary>
    public string? Segment { get; set; }

    /// <summary>What was asked.</summary>
    public string? Input { get; set; }

    /// <summary>What was answered.</summary>
    public string? Output { get; set; }

    /// <summary>JSON array of the conversation's messages: the part of the line's own bytes, UTF-8.</summary>
    public ReadOnlyMemory<byte>? Messages { get; set; }

    /// <summary>SHA-256 of the input, hexadecimal; computed where the sender gave none.</summary>
    public string? InputHash { get; set; }

    /// <summary>Version of the prompt.</summary>
    public string? PromptVersion { get; set; }

    /// <summary>The model asked for.</summary>
    public string? ModelId { get; set; }

    /// <summary>The version of that model.</summary>
    public string ModelVersion { get; set; } = "";

    /// <summary>The model that says it answered.</summary>
    public string? ServedModel { get; set; }

    /// <summary>Where it runs.</summary>
    public string? DeploymentId { get; set; }

    /// <summary>The release that was routed to.</summary>
    public string? Release { get; set; }

    /// <summary>Version of the knowledge base.</summary>
    public string? KnowledgeVersion { get; set; }

    /// <summary>The answer's own id.</summary>
    public string? OutputId { get; set; }

    /// <summary>Tokens of the answer.</summary>
    public int? OutputTokens { get; set; }

    /// <summary>Milliseconds as the client saw them.</summary>
    public double? ClientLatencyMs { get; set; }

    /// <summary>Milliseconds on the server.</summary>
    public double? ServerLatencyMs { get; set; }

    /// <summary>Kind of the error, where there was one.</summary>
    public string? ErrorKind { get; set; }

    /// <summary>True where the answer was not shown to the user.</summary>
    public bool Shadow { get; set; }

    /// <summary>The probability with which this arm was served, 0..1.</summary>
    public double? Propensity { get; set; }

    /// <summary>What the user's consent allows.</summary>
    public string? ConsentScope { get; set; }

    /// <summary>Name of the business metric.</summary>
    public string? OutcomeMetricName { get; set; }

    /// <summary>Its value; null while it is not known.</summary>
    public double? OutcomeMetricValue { get; set; }

    /// <summary>
    /// JSON object of the open-ended parts: parameters, input_stats, server_load, retrieval_ids, redaction_flags, error, metadata (with
    /// unknown fields).
    /// </summary>
    public string? Context { get; set; }

    /// <summary>Signals that came with it.</summary>
    public List<SignalEvent> Feedback { get; } = [];
}

/// <summary>One piece of feedback.</summary>
public sealed class SignalEvent
{
    /// <summary>The sender's own id, or a hash of the content.</summary>
    public string Key { get; set; } = "";

    /// <summary>explicit, implicit, outcome, system or human.</summary>
    public string Type { get; set; } = SignalType.Explicit;

    /// <summary>What was measured or said, such as thumbs or edit_distance.</summary>
    public string Name { get; set; } = "";

    /// <summary>The value where it is a number or a yes/no (1/0).</summary>
    public double? Number { get; set; }

    /// <summary>The value where it is a word.</summary>
    public string? Text { get; set; }

    /// <summary>True where the value was true or false.</summary>
    public bool IsBoolean { get; set; }

    /// <summary>Free words of its source.</summary>
    public string? Comment { get; set; }

    /// <summary>Its source's pseudonym.</summary>
    public string? UserId { get; set; }

    /// <summary>Its source's role.</summary>
    public string? Role { get; set; }

    /// <summary>When it was given, UTC.</summary>
    public DateTimeOffset? Timestamp { get; set; }
}

/// <summary>A signal or an outcome that names its interaction by trace, or by workflow and task.</summary>
public sealed class LateEvent
{
    /// <summary>The interaction's trace; empty where a task is named instead.</summary>
    public string TraceId { get; set; } = "";

    /// <summary>The tenant the sender names.</summary>
    public string? TenantId { get; set; }

    /// <summary>The workflow, where a task is named.</summary>
    public string? TaskType { get; set; }

    /// <summary>The task.</summary>
    public string? TaskId { get; set; }

    /// <summary>The signal itself; outcomes are signals of type outcome.</summary>
    public required SignalEvent Signal { get; set; }

    /// <summary>Set for outcomes: the metric's name.</summary>
    public string? OutcomeMetricName { get; set; }

    /// <summary>Set for outcomes: the metric's value.</summary>
    public double? OutcomeMetricValue { get; set; }
}

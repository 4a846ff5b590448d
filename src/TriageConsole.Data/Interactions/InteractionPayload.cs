namespace TriageConsole.Data.Interactions;

/// <summary>The texts and variable parts of an interaction. Read one at a time.</summary>
public sealed class InteractionPayload
{
    public long InteractionId { get; set; }

    public string? Input { get; set; }

    public string? Output { get; set; }

    /// <summary>JSON array of {role, content}, as received.</summary>
    public string? Messages { get; set; }

    /// <summary>JSON object: parameters, input_stats, server_load, retrieval_ids, redaction_flags, error, metadata.</summary>
    public string? Context { get; set; }
}

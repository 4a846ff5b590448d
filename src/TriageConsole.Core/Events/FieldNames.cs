using System.Collections.Frozen;
using System.Text.Json;

namespace TriageConsole.Core.Events;

/// <summary>Interned names of the contract, so that reading one of the hundred or so names of an event allocates no string.</summary>
internal static class FieldNames
{
    /// <summary>Longer than any name of the contract, also with some escapes.</summary>
    private const int Longest = 64;

    private static readonly FrozenDictionary<string, (string Name, int Index)>.AlternateLookup<ReadOnlySpan<char>> Known = new[]
    {
        "schema_version",
        "kind",
        "trace_id",
        "tenant_id",
        "task_type",
        "task_id",
        "session_id",
        "user_id",
        "timestamp",
        "country",
        "segment",
        "input",
        "output",
        "messages",
        "input_hash",
        "prompt_version",
        "model_id",
        "model_version",
        "served_model",
        "deployment_id",
        "release",
        "knowledge_version",
        "output_id",
        "output_tokens",
        "client_latency_ms",
        "server_latency_ms",
        "shadow",
        "propensity",
        "consent_scope",
        "outcome_metric_name",
        "outcome_metric_value",
        "feedback",
        "error",
        "parameters",
        "input_stats",
        "server_load",
        "retrieval_ids",
        "redaction_flags",
        "metadata",
        "id",
        "document_id",
        "feedback_type",
        "name",
        "action",
        "value",
        "comment",
        "role",
    }
        .Select((name, index) => (Name: name, Index: index))
        .ToFrozenDictionary(n => n.Name, StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The name at the position of the reader, and its index below 64 among the known names, or -1.</summary>
    public static (string Name, int Index) Read(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > Longest)
            return (reader.GetString()!, -1);
        Span<char> name = stackalloc char[Longest];
        name = name[..reader.CopyString(name)];
        return Known.TryGetValue(name, out var known) ? known : (new string(name), -1);
    }
}

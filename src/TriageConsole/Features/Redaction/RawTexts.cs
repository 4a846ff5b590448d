using System.Text.Json.Serialization;

namespace TriageConsole.Features.Redaction;

/// <summary>The texts of an interaction as they were sent.</summary>
public sealed record RawTexts(string? Input, string? Output, string? Messages, string? Context)
{
    /// <summary>The feedback as it was sent. Each has a key of its own and is stored apart.</summary>
    [JsonIgnore]
    public IReadOnlyList<RawFeedbackTexts> Feedback { get; init; } = [];
}

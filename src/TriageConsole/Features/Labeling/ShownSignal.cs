using TriageConsole.Components.Conversations;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Labeling;

/// <summary>A signal that does not give the answer away.</summary>
public sealed record ShownSignal(string Name, string Type, string? Value, DateTimeOffset? Timestamp);

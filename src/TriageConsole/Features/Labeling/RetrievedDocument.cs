using TriageConsole.Components.Conversations;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Labeling;

/// <summary>A retrieved document, as far as the event carried it.</summary>
public sealed record RetrievedDocument(string Id, string? Text);

using TriageConsole.Components.Conversations;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Labeling;

/// <summary>A stored submit.</summary>
public sealed record SavedSubmit(SubmitStatus Status, long? LabelId = null);

using TriageConsole.Components.Conversations;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Labeling;

/// <summary>What the labeler did today (UTC).</summary>
public sealed record DayProgress(int Labels, int Skips, long TimeOnTaskMs);

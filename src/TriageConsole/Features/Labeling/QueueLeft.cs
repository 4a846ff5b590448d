using TriageConsole.Components.Conversations;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Labeling;

/// <summary>Slots nobody holds, slots others hold, and slots this labeler holds.</summary>
public sealed record QueueLeft(long Open, long HeldByOthers, long HeldByMe);

using TriageConsole.Data.Labeling;

namespace TriageConsole.Data.Providers;

/// <summary>The result of a submit.</summary>
/// <param name="LabelId">The label; null if nothing was stored, because another window of the labeler holds the lease.</param>
/// <param name="IsExtra">An extra label: it fills no slot.</param>
/// <param name="IsRepeat">The idempotency key is known: nothing changed, and this is the label of the first submit.</param>
/// <param name="Revision">Above 1 if it replaced a label of the same labeler.</param>
/// <param name="Found">The state of the assignment before the submit.</param>
public sealed record SubmittedLabel(long? LabelId, bool IsExtra, bool IsRepeat, int Revision, AssignmentState Found);

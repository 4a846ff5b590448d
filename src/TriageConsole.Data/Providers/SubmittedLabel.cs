using TriageConsole.Data.Labeling;

namespace TriageConsole.Data.Providers;

/// <summary>What became of a submit.</summary>
/// <param name="LabelId">Its label; null where nothing was stored, because another window of the labeler holds the lease.</param>
/// <param name="IsExtra">An extra opinion: it fills no slot.</param>
/// <param name="IsRepeat">The idempotency key was known: nothing changed, and this is the first submit's label.</param>
/// <param name="Revision">Above 1 where it replaced a label of the same labeler.</param>
/// <param name="Found">The assignment as the submit found it.</param>
public sealed record SubmittedLabel(long? LabelId, bool IsExtra, bool IsRepeat, int Revision, AssignmentState Found);

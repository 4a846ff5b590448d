using TriageConsole.Data.Agreement;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>A lead's decision. <paramref name="AfterNumber"/>: the number of the decision that the lead saw, 0 for none.</summary>
public sealed record Decision(int AfterNumber, IReadOnlyDictionary<string, string> Answers, DisagreementCause Cause, string Note);

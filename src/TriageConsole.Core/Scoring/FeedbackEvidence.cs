namespace TriageConsole.Core.Scoring;

/// <summary>The data about a feedback source.</summary>
/// <param name="Own">The agreement of the source's signals with experts' labels.</param>
/// <param name="KnownFor">Event time since the first event of the source.</param>
/// <param name="Role">The agreement of the other sources with the same role.</param>
/// <param name="RoleWeight">The weight of the role, 0..1.</param>
public readonly record struct FeedbackEvidence(AgreementCount Own, TimeSpan KnownFor, AgreementCount Role = default, double RoleWeight = 1);

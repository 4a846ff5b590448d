namespace TriageConsole.Core.Scoring;

/// <summary>What is known about an end user who gives feedback.</summary>
/// <param name="Own">The person's signals against experts' labels.</param>
/// <param name="KnownFor">Event time since the person's first event.</param>
/// <param name="Role">Signals of the others in the person's role.</param>
/// <param name="RoleWeight">What the role counts, 0..1.</param>
public readonly record struct FeedbackEvidence(AgreementCount Own, TimeSpan KnownFor, AgreementCount Role = default, double RoleWeight = 1);

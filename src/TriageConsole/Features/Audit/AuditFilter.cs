namespace TriageConsole.Features.Audit;

/// <summary>Which entries of the audit log are listed over the API; null means all.</summary>
/// <param name="Action">An action.</param>
/// <param name="Actor">The id of an actor, such as <c>person/7</c>; the name behind it can be left out.</param>
/// <param name="Subject">A part of the subject, regardless of case.</param>
/// <param name="From">The first time.</param>
/// <param name="To">The end, excluded.</param>
internal sealed record AuditFilter(string? Action, string? Actor, string? Subject, DateTimeOffset? From, DateTimeOffset? To);

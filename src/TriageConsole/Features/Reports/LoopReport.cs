using TriageConsole.Core.Reports;

namespace TriageConsole.Features.Reports;

/// <summary>
/// What changed in one week of a workflow, what improved or got worse, where, and what to do next. It is the page, the file, the API
/// response, and what is stored of a sent report.
/// </summary>
/// <param name="Workflow">The key of the workflow.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tenant">The key of its tenant.</param>
/// <param name="Week">The week, such as 2026-W47. It is compared with the week before.</param>
/// <param name="From">Its Monday, midnight UTC.</param>
/// <param name="To">The next Monday, excluded.</param>
/// <param name="Complete">Whether the week was over when the report was computed.</param>
/// <param name="ComputedAt">When the report was computed.</param>
/// <param name="Summary">The answer in sentences: the outcome first.</param>
/// <param name="Measures">The workflow's own metric first.</param>
/// <param name="Versions">The versions with outcomes of the first metric, the largest part of the change first.</param>
/// <param name="Patterns">Patterns that were fixed, regressed, or are new, the latest first.</param>
/// <param name="Changes">Releases, rubric versions and golden items, in the order of time.</param>
/// <param name="Experts">What experts' time bought.</param>
/// <param name="NextSteps">What to do next, the most urgent first, as of the time of the report.</param>
public sealed record LoopReport(
    string Workflow,
    string Name,
    string Tenant,
    string Week,
    DateTimeOffset From,
    DateTimeOffset To,
    bool Complete,
    DateTimeOffset ComputedAt,
    IReadOnlyList<string> Summary,
    IReadOnlyList<ReportMeasure> Measures,
    IReadOnlyList<ReportVersion> Versions,
    IReadOnlyList<ReportPattern> Patterns,
    IReadOnlyList<ReportChange> Changes,
    ReportExperts Experts,
    IReadOnlyList<NextStep> NextSteps
);

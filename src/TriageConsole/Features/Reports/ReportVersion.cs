namespace TriageConsole.Features.Reports;

/// <summary>A version in the two weeks: a release, or model_id@model_version if events name no release.</summary>
/// <param name="Version">Its name.</param>
/// <param name="Interactions">Its interactions in the week of the report.</param>
/// <param name="Before">Its outcome in the week before.</param>
/// <param name="Now">Its outcome in the week of the report.</param>
/// <param name="Part">Its part of the change of the mean, in units of the metric; positive: in the good direction. The parts of all
/// versions add up to the change.</param>
/// <param name="IsNew">It had no outcomes in the week before.</param>
/// <param name="Link">The page of its outcomes.</param>
public sealed record ReportVersion(
    string Version,
    long Interactions,
    ReportFigure Before,
    ReportFigure Now,
    double Part,
    bool IsNew,
    string Link
);

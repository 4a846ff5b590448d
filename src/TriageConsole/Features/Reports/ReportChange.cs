namespace TriageConsole.Features.Reports;

/// <summary>A change of releases, rubrics or golden sets.</summary>
/// <param name="Kind">What changed.</param>
/// <param name="At">When.</param>
/// <param name="Text">The change in a sentence.</param>
/// <param name="Detail">The reason and the evidence; can be empty.</param>
/// <param name="By">Who did it; empty if it was several people.</param>
/// <param name="Overridden">A release that was promoted against its gates.</param>
/// <param name="Link">The page of it.</param>
public sealed record ReportChange(
    ReportChangeKind Kind,
    DateTimeOffset At,
    string Text,
    string Detail,
    string By,
    bool Overridden,
    string Link
);

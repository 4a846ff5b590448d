namespace TriageConsole.Features.Datasets;

/// <summary>A version with its policy and what its build did.</summary>
/// <param name="Row">The version.</param>
/// <param name="Policy">The policy as canonical JSON.</param>
/// <param name="From">The first timestamp of the interactions.</param>
/// <param name="To">The end of the timestamps, excluded.</param>
/// <param name="Report">What each step removed, the splits, and warnings.</param>
/// <param name="Formats">What it can be exported as.</param>
public sealed record DatasetVersionDetail(
    DatasetVersionRow Row,
    string Policy,
    DateTimeOffset From,
    DateTimeOffset To,
    BuildReport Report,
    IReadOnlyList<string> Formats
);

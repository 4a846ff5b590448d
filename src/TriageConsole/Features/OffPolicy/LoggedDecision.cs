using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.OffPolicy;

/// <summary>One interaction that an arm of an experiment served.</summary>
/// <param name="Id">The interaction.</param>
/// <param name="Unit">Its task, which the experiment assigned to the arm.</param>
/// <param name="Release">The release that served it.</param>
/// <param name="Propensity">The probability of this release, as the event gives it; null if it gives none.</param>
/// <param name="Segment">The segment, which is the context of the decision.</param>
/// <param name="Outcome">The measured outcome in the workflow's metric; null if it is pending.</param>
/// <param name="Overlap">The comparisons that exclude it because several releases served its task.</param>
internal sealed record LoggedDecision(
    long Id,
    string Unit,
    string Release,
    double? Propensity,
    string? Segment,
    double? Outcome,
    ArmOverlap Overlap
);

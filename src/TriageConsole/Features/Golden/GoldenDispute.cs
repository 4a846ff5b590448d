using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Golden;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Golden;

/// <summary>How labelers did on one question of the item.</summary>
public sealed record GoldenDispute(string Criterion, LabelerTrust Right);

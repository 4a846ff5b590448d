using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Golden;

/// <summary>How labelers did on one question of the item.</summary>
public sealed record GoldenDispute(string Criterion, LabelerTrust Right);

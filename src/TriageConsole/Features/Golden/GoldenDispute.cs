using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Golden;

/// <summary>The accuracy of labelers on one question of the item.</summary>
public sealed record GoldenDispute(string Criterion, LabelerTrust Right);

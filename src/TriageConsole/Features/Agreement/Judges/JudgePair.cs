namespace TriageConsole.Features.Agreement.Judges;

/// <summary>A verdict of a judge and the combined answer of the experts to the same question.</summary>
internal sealed record JudgePair(long Judge, long? VersionId, long InteractionId, int Turn, string Verdict, string Expert);

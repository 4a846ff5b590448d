namespace TriageConsole.Features.Agreement;

/// <summary>One labeler. Pairs: comparisons with another labeler's answer to the same interaction.</summary>
public sealed record LabelerAnswer(string LabelerId, string Kind, long Pairs, long Agreed);

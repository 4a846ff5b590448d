namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>One cell of the confusion of a judge with experts.</summary>
public sealed record JudgeConfusion(string Expert, string Judge, int Items);

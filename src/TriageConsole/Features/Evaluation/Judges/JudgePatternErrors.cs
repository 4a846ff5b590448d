namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>The errors of a judge in a pattern, with the 95 % Wilson interval of the rate.</summary>
/// <param name="PatternId">The pattern; null for interactions in no pattern.</param>
/// <param name="Name">Its terms as text.</param>
/// <param name="Items">Compared verdicts in it.</param>
/// <param name="Errors">Those that differ from the experts.</param>
/// <param name="Low">Lower end of the interval of the error rate, 0..1.</param>
/// <param name="High">Upper end.</param>
public sealed record JudgePatternErrors(long? PatternId, string? Name, int Items, int Errors, double Low, double High);

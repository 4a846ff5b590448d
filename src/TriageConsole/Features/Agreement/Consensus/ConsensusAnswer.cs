namespace TriageConsole.Features.Agreement.Consensus;

/// <summary>The agreed answer to a question of an interaction.</summary>
/// <param name="Value">The answer; of one option of a multiple choice, yes or no.</param>
/// <param name="Probability">Its probability, 0 to 1; 1 for the decision of a lead.</param>
/// <param name="Labelers">The number of labelers who answered.</param>
public sealed record ConsensusAnswer(string Value, double Probability, int Labelers);

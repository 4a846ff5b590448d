namespace TriageConsole.Features.Datasets;

/// <summary>What was done.</summary>
/// <param name="Message">In words.</param>
public sealed record MessageAnswer(string Message);

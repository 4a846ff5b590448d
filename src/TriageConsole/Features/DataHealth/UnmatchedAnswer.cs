namespace TriageConsole.Features.DataHealth;

/// <summary>Signals without an interaction, for an API key.</summary>
/// <param name="Total">Their number.</param>
/// <param name="Groups">Their kinds, the most first.</param>
/// <param name="Signals">A page of them, the oldest first.</param>
public sealed record UnmatchedAnswer(int Total, IReadOnlyList<UnmatchedGroup> Groups, IReadOnlyList<UnmatchedSignal> Signals);

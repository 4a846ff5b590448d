using TriageConsole.Components.Lists;

namespace TriageConsole.Features.DataHealth;

/// <summary>Signals without an interaction.</summary>
/// <param name="Groups">Their kinds, the most first.</param>
/// <param name="Signals">A page of them, the oldest first.</param>
public sealed record UnmatchedView(IReadOnlyList<UnmatchedGroup> Groups, ListPage<UnmatchedSignal> Signals);

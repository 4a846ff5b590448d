namespace TriageConsole.Features.Labeling.Flags;

/// <summary>A page of the flags of a workflow. Total: of all pages.</summary>
public sealed record FlagsAnswer(string Workflow, long Total, int Page, IReadOnlyList<FlagAnswer> Flags);

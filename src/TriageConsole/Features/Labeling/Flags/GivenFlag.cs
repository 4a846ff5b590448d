using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Labeling.Flags;

/// <summary>A flag as chosen in the dialog.</summary>
public sealed record GivenFlag(FlagKind Kind, string Note);

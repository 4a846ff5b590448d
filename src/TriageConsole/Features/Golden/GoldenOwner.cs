using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Golden;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Golden;

/// <summary>Whoever can own an item.</summary>
public sealed record GoldenOwner(long Id, string Name);

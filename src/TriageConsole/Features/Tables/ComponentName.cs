using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Tables;

/// <summary>A component of the workflow's releases.</summary>
internal sealed record ComponentName(ComponentKind Kind, string Name);

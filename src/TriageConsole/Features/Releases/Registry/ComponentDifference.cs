using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>One component in two releases; a side is null where that release has none.</summary>
public sealed record ComponentDifference(ComponentKind Kind, string Name, ReleaseComponentRow? Before, ReleaseComponentRow? After)
{
    public bool IsSame => Before?.Id == After?.Id;
}

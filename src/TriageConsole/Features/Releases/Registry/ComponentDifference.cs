using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>One component in two releases. A side is null if that release does not have it.</summary>
public sealed record ComponentDifference(ComponentKind Kind, string Name, ReleaseComponentRow? Before, ReleaseComponentRow? After)
{
    public bool IsSame => Before?.Id == After?.Id;
}

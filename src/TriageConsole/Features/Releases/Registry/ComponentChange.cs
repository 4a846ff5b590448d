using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>A component in the form of a new release.</summary>
public sealed class ComponentChange
{
    public string Kind { get; set; } = ComponentKind.Prompt.Key();

    public string Name { get; set; } = "";

    public string Version { get; set; } = "";

    public string Content { get; set; } = "";

    public string Reference { get; set; } = "";

    public string Parent { get; set; } = "";

    public static ComponentChange Of(ReleasePart part) =>
        new()
        {
            Kind = part.Kind.Key(),
            Name = part.Name,
            Parent = part.Version,
        };

    public bool IsOf(ReleasePart part) => Kind == part.Kind.Key() && Name == part.Name;
}

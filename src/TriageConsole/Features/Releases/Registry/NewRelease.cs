namespace TriageConsole.Features.Releases.Registry;

/// <summary>
/// A request to create a release from components. BasedOn: the name of a release or <c>live</c>, whose other components are included;
/// null: only the named components.
/// </summary>
public sealed record NewRelease(string? Name, string? Notes, string? BasedOn, IReadOnlyList<ComponentRegistration> Components);

namespace TriageConsole.Features.Releases.Registry;

/// <summary>
/// A release as somebody bundles it: components named here, the others as in the release it is based on. BasedOn: a release's name, or
/// <c>live</c>; null: nothing but the components named.
/// </summary>
public sealed record NewRelease(string? Name, string? Notes, string? BasedOn, IReadOnlyList<ComponentRegistration> Components);

namespace TriageConsole.Features.Demo;

/// <summary>
/// The version of an application that answers an interaction: its release, and the version of the component that the planted failure of the
/// workflow depends on (prompt, index snapshot or model).
/// </summary>
internal sealed record DemoVersion(string? Release, string Component, double? Propensity = null)
{
    /// <summary>The application serves a release for a unit; this is the kind of component that differs between the releases.</summary>
    public static bool IsDecisive(string workflow, string componentKind) =>
        workflow switch
        {
            DemoTraffic.Support => componentKind == "prompt",
            DemoTraffic.Rag => componentKind == "index_snapshot",
            _ => componentKind is "model" or "fine_tune",
        };
}

namespace TriageConsole.Tests.Shared;

public sealed partial class TestApp
{
    /// <summary>People see what the jobs of the app do.</summary>
    private const bool RunsJobs = true;
}

namespace TriageConsole.Tests.Shared;

public sealed partial class TestApp
{
    /// <summary>
    /// Tests run the jobs they need themselves. The scheduler would run them at the same time, also when a test moves its clock.
    /// </summary>
    private const bool RunsJobs = false;
}

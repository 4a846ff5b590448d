using TriageConsole.Jobs;

namespace TriageConsole.Tests.Jobs;

/// <summary>A job for tests.</summary>
internal sealed class ProbeJob(string name, Probe probe, InstanceName instance) : BackgroundJob
{
    public override string Name => name;

    public override string Purpose => "Is observed by a test.";

    public override TimeSpan Period => TimeSpan.FromMilliseconds(250);

    public override Task RunAsync(JobRun run) => probe.RunAsync(instance.Value, run);
}

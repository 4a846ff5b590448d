using TriageConsole.Jobs;

namespace TriageConsole.Features.Patterns;

/// <summary>Closes windows when they end.</summary>
internal sealed class WindowJob(WindowCloser closer) : BackgroundJob
{
    public override string Name => "windows";

    public override string Purpose => "Closes five-minute windows when they end and searches for patterns in them.";

    public override TimeSpan Period => TimeSpan.FromSeconds(5);

    public override async Task RunAsync(JobRun run)
    {
        while (await closer.CloseDueAsync(run.CancellationToken) > 0) { }
    }
}

using TriageConsole.Jobs;

namespace TriageConsole.Features.Routing;

/// <summary>Updates the shares of bandits that are due.</summary>
internal sealed class BanditJob(BanditService bandits) : BackgroundJob
{
    public override string Name => "bandit-shares";

    public override string Purpose => "Computes the shares of running bandit experiments from measured outcomes.";

    public override TimeSpan Period => TimeSpan.FromSeconds(5);

    public override async Task RunAsync(JobRun run)
    {
        foreach (var experiment in await bandits.DueAsync(run.CancellationToken))
            await run.GuardAsync($"Experiment {experiment}", () => bandits.ReweighAsync(experiment, run.CancellationToken));
    }
}

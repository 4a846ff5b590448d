using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Routing;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Rollups;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Jobs;
using TriageConsole.Live;

namespace TriageConsole.Features.Routing;

/// <summary>Looks for bandits whose shares are due.</summary>
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

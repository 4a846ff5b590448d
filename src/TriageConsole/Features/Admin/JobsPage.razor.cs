using System.Globalization;
using Microsoft.AspNetCore.Components;
using TriageConsole.Data.Jobs;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Admin;

public sealed partial class JobsPage(JobsService service, CurrentPerson current, TimeProvider time) : ComponentBase
{
    private IReadOnlyList<JobRow>? jobs;
    private DateTimeOffset now;
    private string? refusal;
    private string? said;
    private bool busy;

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        now = time.GetUtcNow();
        jobs = await service.ListAsync(await current.GetAsync());
    }

    private Task PauseAsync(JobRow job) => ChangeAsync(service.PauseAsync, job, "is paused on all instances.");

    private Task ResumeAsync(JobRow job) => ChangeAsync(service.ResumeAsync, job, "is resumed on all instances.");

    private Task RunNowAsync(JobRow job) => ChangeAsync(service.RunNowAsync, job, "runs as soon as an instance is free.");

    private async Task ChangeAsync(Func<PersonAccess, string, CancellationToken, Task<string?>> change, JobRow job, string done)
    {
        if (busy)
            return;
        busy = true;
        try
        {
            refusal = await change(await current.GetAsync(), job.Name, CancellationToken.None);
            said = refusal is null ? $"{job.Name} {done}" : null;
            await LoadAsync();
        }
        finally
        {
            busy = false;
        }
    }

    private static string Period(TimeSpan period) =>
        period < TimeSpan.FromMinutes(1) ? period.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture) + " s"
        : period < TimeSpan.FromHours(1) ? period.TotalMinutes.ToString("0.##", CultureInfo.InvariantCulture) + " min"
        : period.TotalHours.ToString("0.##", CultureInfo.InvariantCulture) + " h";

    private static string Word(JobResult result) =>
        result switch
        {
            JobResult.Succeeded => "succeeded",
            JobResult.Failed => "failed",
            JobResult.Interrupted => "interrupted",
            _ => "not ended",
        };

    private static string Tone(JobResult result) =>
        result switch
        {
            JobResult.Succeeded => "ok",
            JobResult.Failed => "bad",
            _ => "warn",
        };
}

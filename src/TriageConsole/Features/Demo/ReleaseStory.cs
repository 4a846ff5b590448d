using System.Security.Cryptography;
using System.Text;
using TriageConsole.Data;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Releases;
using TriageConsole.Features.Releases.Promotion;

namespace TriageConsole.Features.Demo;

/// <summary>The events of one workflow, in days from this midnight.</summary>
internal sealed class ReleaseStory(
    TriageDbContext db,
    Workflow workflow,
    Dictionary<string, long> people,
    DateTimeOffset midnight,
    CancellationToken cancellationToken
)
{
    public async Task<ComponentVersion> ComponentAsync(
        ComponentKind kind,
        string name,
        string version,
        string? content = null,
        string? reference = null,
        ComponentVersion? parent = null,
        string message = ""
    )
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content ?? reference ?? "")));
        var component = new ComponentVersion
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            Kind = kind,
            Name = name,
            Version = version,
            Content = content,
            Reference = reference,
            ContentHash = hash,
            Message = message,
            Author = DemoReleases.Author,
            AuthorId = people[DemoReleases.Author],
            ParentId = parent?.Id,
            CreatedAt = midnight.AddDays(-14),
        };
        db.ComponentVersions.Add(component);
        await SaveAsync();
        return component;
    }

    public async Task<Release> ReleaseAsync(string name, string notes, int day, params ComponentVersion[] parts)
    {
        var release = new Release
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            Name = name,
            Notes = notes,
            Author = DemoReleases.Author,
            AuthorId = people[DemoReleases.Author],
            CreatedAt = midnight.AddDays(day),
        };
        db.Releases.Add(release);
        await SaveAsync();
        db.ReleaseComponents.AddRange(
            parts.Select(p => new ReleaseComponent
            {
                ReleaseId = release.Id,
                WorkflowId = workflow.Id,
                Kind = p.Kind,
                Name = p.Name,
                ComponentVersionId = p.Id,
            })
        );
        await SaveAsync();
        return release;
    }

    public async Task GoLiveAsync(Release release, Release? before, int day)
    {
        var at = midnight.AddDays(day);
        if (before is not null)
            await MoveAsync(before, ReleaseState.Superseded, TransitionCause.Replaced, $"{release.Name} went live.", at, release.Id);
        (release.LiveSince, release.PreviousLiveId) = (at, before?.Id);
        await MoveAsync(
            release,
            ReleaseState.Live,
            TransitionCause.Requested,
            before is null ? "Registered from traffic; it already serves users." : "Promoted before gates existed.",
            at,
            before?.Id
        );
    }

    public async Task SplitAsync(Release candidate, Release live, double share, int day)
    {
        var at = midnight.AddDays(day);
        var experiment = new Experiment
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            Kind = ExperimentKind.Split,
            IsRunning = true,
            StartedAt = at,
            StartedBy = DemoReleases.Approver,
        };
        experiment.Arms.Add(
            new ExperimentArm
            {
                WorkflowId = workflow.Id,
                ReleaseId = live.Id,
                IsControl = true,
                Share = 1 - share,
            }
        );
        experiment.Arms.Add(
            new ExperimentArm
            {
                WorkflowId = workflow.Id,
                ReleaseId = candidate.Id,
                Share = share,
            }
        );
        db.Experiments.Add(experiment);
        await SaveAsync();
        var reason = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{100 * share:0} % of the units get the candidate.");
        await MoveAsync(candidate, ReleaseState.Evaluating, TransitionCause.Requested, reason, at, null);
        await MoveAsync(candidate, ReleaseState.Canary, TransitionCause.Requested, reason, at, null);
    }

    public void Policy(double? safety, double? cost, bool byItself, double? escalation = 0.1, double? latency = 0.25) =>
        db.ReleasePolicies.Add(
            new ReleasePolicy
            {
                WorkflowId = workflow.Id,
                TenantId = workflow.TenantId,
                NeedsEvaluation = false,
                SafetyMargin = safety,
                CostMargin = cost,
                EscalationMargin = escalation,
                LatencyMargin = latency,
                ErrorMargin = 0.1,
                RollsBackAutomatically = byItself,
                RowVersion = 1,
            }
        );

    public Task<int> SaveAsync() => db.SaveChangesAsync(cancellationToken);

    private Task MoveAsync(Release release, ReleaseState to, TransitionCause cause, string reason, DateTimeOffset at, long? other) =>
        ReleaseMoves.MoveAsync(
            db,
            release,
            to,
            new Move(cause, new Actor(people[DemoReleases.Approver], DemoReleases.Approver), reason, OtherReleaseId: other),
            at,
            cancellationToken
        );
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Experiments;

/// <summary>
/// Divides traffic between the live release and candidates. Except for a bandit, shares do not change while an experiment runs:
/// other shares are a new experiment.
/// </summary>
public sealed class ExperimentService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    RoutingChange routing,
    TimeProvider time
)
{
    /// <summary>The minimum share of an arm of a bandit.</summary>
    public const double BanditFloor = 0.05;

    private const double MinShare = 0.01;

    /// <summary>Users do not see a shadow, so a lead can start one. Only approvers change what users get.</summary>
    public async Task<Result<long>> StartAsync(
        PersonAccess access,
        WorkflowRef workflow,
        ExperimentKind kind,
        IReadOnlyList<CandidateShare> candidates,
        CancellationToken cancellationToken = default
    )
    {
        var may =
            access.Has(Role.Approver, workflow.TenantId, workflow.Id)
            || (kind == ExperimentKind.Shadow && access.Has(Role.Lead, workflow.TenantId, workflow.Id));
        if (!may)
            throw new AccessDeniedException("Only approvers of the workflow can change what users get. A lead can start a shadow.");
        if (Problem(kind, candidates) is { } problem)
            return Error.Invalid(problem);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var live = await db.Releases.SingleOrDefaultAsync(
            r => r.WorkflowId == workflow.Id && r.TenantId == workflow.TenantId && r.State == ReleaseState.Live,
            cancellationToken
        );
        if (live is null)
            return Error.Invalid("No release is live to compare with. Register the version that serves now, or promote a first release.");
        var ids = candidates.Select(c => c.ReleaseId).ToArray();
        var releases = await db.Releases.Where(r => r.WorkflowId == workflow.Id && ids.Contains(r.Id)).ToListAsync(cancellationToken);
        if (releases.Count != ids.Length)
            return Error.NotFound("There is no such release in this workflow.");
        var state = kind == ExperimentKind.Shadow ? ReleaseState.Shadow : ReleaseState.Canary;
        if (
            releases.FirstOrDefault(r =>
                r.State is not (ReleaseState.Draft or ReleaseState.Evaluating or ReleaseState.Shadow or ReleaseState.Canary)
            ) is
            { } wrong
        )
            return Error.Invalid(
                wrong.State == ReleaseState.RolledBack
                    ? $"{wrong.Name} was rolled back. Reopen it first."
                    : $"{wrong.Name} is {wrong.State.Words()} and cannot be a candidate."
            );
        var gone = await db
            .ReleaseComponents.Where(c => ids.Contains(c.ReleaseId) && c.ComponentVersion!.WithdrawnAt != null)
            .Select(c => new { c.Name, c.ComponentVersion!.Version })
            .FirstOrDefaultAsync(cancellationToken);
        if (gone is not null)
            return Error.Invalid($"{gone.Name} {gone.Version} is withdrawn. A release with a withdrawn component cannot get traffic.");
        var running = await ReleaseMoves.RunningAsync(db, workflow.Id, cancellationToken);
        if (running is not null && running.Arms.Any(a => !a.IsControl && !ids.Contains(a.ReleaseId)))
            return Error.Invalid(
                "Another experiment with another candidate runs in this workflow. End it first; a workflow has one experiment at a time."
            );
        var words = Words(kind, candidates);
        return await ChangeAsync(
                db,
                workflow.Id,
                async now =>
                {
                    var move = new Move(TransitionCause.Requested, Actor.Of(access), words);
                    if (running is not null)
                    {
                        (running.IsRunning, running.EndedAt, running.EndReason) = (
                            false,
                            now,
                            "Its shares changed. Counting starts again."
                        );
                        await db.SaveChangesAsync(cancellationToken);
                    }

                    db.Experiments.Add(New(workflow, kind, candidates, live.Id, access.DisplayName, now));
                    await db.SaveChangesAsync(cancellationToken);
                    foreach (var release in releases.Where(r => r.State != state))
                    {
                        if (release.State == ReleaseState.Draft)
                            await ReleaseMoves.MoveAsync(db, release, ReleaseState.Evaluating, move, now, cancellationToken);
                        await ReleaseMoves.MoveAsync(db, release, state, move, now, cancellationToken);
                    }
                },
                cancellationToken
            ) ?? Result.Done(words, ids[0]);
    }

    /// <summary>Ends the experiment. All traffic goes to the live release and candidates are evaluating again. Counts stay.</summary>
    public async Task<Result> StopAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long experimentId,
        string? reason,
        CancellationToken cancellationToken = default
    )
    {
        if (!access.Has(Role.Approver, workflow.TenantId, workflow.Id) && !access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads and approvers of the workflow can end experiments.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var experiment = await ReleaseMoves.RunningAsync(db, workflow.Id, cancellationToken);
        if (experiment is null || experiment.Id != experimentId || experiment.TenantId != workflow.TenantId)
            return Error.Conflict("The experiment has already ended. The page shows the current state.");
        var move = new Move(
            TransitionCause.Requested,
            Actor.Of(access),
            string.IsNullOrWhiteSpace(reason) ? "The experiment was ended." : reason.Trim()
        );
        return await ChangeAsync(
                db,
                workflow.Id,
                now => ReleaseMoves.EndExperimentAsync(db, experiment, null, move, now, cancellationToken),
                cancellationToken
            ) ?? Result.Done("Ended. All traffic goes to the live release.");
    }

    private async Task<Error?> ChangeAsync(
        TriageDbContext db,
        long workflowId,
        Func<DateTimeOffset, Task> change,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await change(time.GetUtcNow());
            await routing.CommitAsync(db, transaction, workflowId, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e) || statements.IsDeadlock(e))
        {
            return ReleaseErrors.ChangedMeanwhile;
        }
    }

    private static Experiment New(
        WorkflowRef workflow,
        ExperimentKind kind,
        IReadOnlyList<CandidateShare> candidates,
        long liveId,
        string by,
        DateTimeOffset now
    )
    {
        var equal = 1.0 / (candidates.Count + 1);
        var control = kind switch
        {
            ExperimentKind.Shadow => 1,
            ExperimentKind.Bandit => equal,
            _ => 1 - candidates.Sum(c => c.Share),
        };
        var experiment = new Experiment
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            Kind = kind,
            IsRunning = true,
            StartedAt = now,
            StartedBy = by,
        };
        experiment.Arms.Add(
            new ExperimentArm
            {
                WorkflowId = workflow.Id,
                ReleaseId = liveId,
                IsControl = true,
                Share = control,
            }
        );
        foreach (var c in candidates)
            experiment.Arms.Add(
                new ExperimentArm
                {
                    WorkflowId = workflow.Id,
                    ReleaseId = c.ReleaseId,
                    Share = kind == ExperimentKind.Bandit ? equal : c.Share,
                }
            );
        return experiment;
    }

    private static string? Problem(ExperimentKind kind, IReadOnlyList<CandidateShare> candidates)
    {
        if (candidates.Count is 0 or > 10)
            return "An experiment has 1 to 10 candidates.";
        if (candidates.DistinctBy(c => c.ReleaseId).Count() != candidates.Count)
            return "A candidate is named twice.";
        if (kind == ExperimentKind.Shadow && candidates.Count > 1)
            return "One release at a time runs in shadow.";
        if (kind == ExperimentKind.Bandit)
            return null;
        if (candidates.Any(c => !(c.Share >= MinShare)))
            return "A candidate needs at least 1 % of the units.";
        var max = kind == ExperimentKind.Shadow ? 1 : 0.9;
        return candidates.Sum(c => c.Share) > max + 1e-9
            ? kind == ExperimentKind.Shadow
                ? "A shadow can answer at most all units."
                : "The live release must keep at least 10 % of the units for the comparison."
            : null;
    }

    private static string Words(ExperimentKind kind, IReadOnlyList<CandidateShare> candidates) =>
        kind switch
        {
            ExperimentKind.Shadow => string.Create(
                CultureInfo.InvariantCulture,
                $"In shadow for {100 * candidates[0].Share:0.#} % of the units; users do not see its responses."
            ),
            ExperimentKind.Bandit => $"A bandit divides the traffic by the outcomes; each arm keeps at least {100 * BanditFloor:0} %.",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Join(" and ", candidates.Select(c => $"{100 * c.Share:0.#} %"))} of the units get the "
                    + $"candidate{(candidates.Count > 1 ? "s" : "")}."
            ),
        };
}

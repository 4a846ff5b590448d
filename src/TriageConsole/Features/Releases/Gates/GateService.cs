using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Gates;
using TriageConsole.Core.Scoring;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Live;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>Evaluates all gates of a release together. No gate waits for another one.</summary>
public sealed class GateService(
    IDbContextFactory<TriageDbContext> contexts,
    EvaluationEvidence evaluation,
    SharedUnitService sharedUnits,
    IProviderStatements statements,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>The minimum number of golden items for the offline gates.</summary>
    private const int MinGoldenItems = 3;

    /// <summary>Releases of the workflow that are evaluating, in shadow or in a canary.</summary>
    internal async Task<IReadOnlyList<Release>> CandidatesAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Releases.AsNoTracking()
            .Where(r =>
                r.WorkflowId == workflowId
                && (r.State == ReleaseState.Evaluating || r.State == ReleaseState.Shadow || r.State == ReleaseState.Canary)
            )
            .ToListAsync(cancellationToken);
    }

    /// <summary>Evaluates the gates of one candidate and stores the result.</summary>
    internal async Task<GateReport?> LookAsync(Release candidate, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await ContextAsync(db, candidate.WorkflowId, cancellationToken) is not { } context)
            return null;
        var (report, comparison) = await AskAsync(db, context, candidate, cancellationToken);
        if (await KeepAsync(db, context, candidate, report, comparison, cancellationToken))
            notifier.Publish(candidate.WorkflowId);
        return report;
    }

    internal async Task<GateContext?> ContextAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken)
    {
        var workflow = await db.Workflows.AsNoTracking().SingleOrDefaultAsync(w => w.Id == workflowId, cancellationToken);
        if (workflow is null)
            return null;
        var policy = await db.ReleasePolicies.AsNoTracking().SingleOrDefaultAsync(p => p.WorkflowId == workflowId, cancellationToken);
        var live = await db
            .Releases.AsNoTracking()
            .SingleOrDefaultAsync(r => r.WorkflowId == workflowId && r.State == ReleaseState.Live, cancellationToken);
        return GateContext.Of(workflow, policy, live, time.GetUtcNow());
    }

    /// <summary>Evaluates all gates of one release again.</summary>
    internal async Task<(GateReport Report, Comparison? Comparison)> AskAsync(
        TriageDbContext db,
        GateContext context,
        Release release,
        CancellationToken cancellationToken
    )
    {
        var comparison = await CompareAsync(db, context, release, cancellationToken);
        var results = comparison is null ? [Unstarted(context)] : OnlineGates.Of(context, comparison).ToList();
        results.AddRange(await OfflineAsync(db, context, release, cancellationToken));
        results.Add(await ComponentsAsync(db, release, cancellationToken));
        return (GateReport.Of(results), comparison);
    }

    private static GateResult Unstarted(GateContext context) =>
        new(
            GateKind.DataPresent,
            "Data present",
            GateAnswer.NotEnoughEvidence,
            context.Live is null
                ? "No release is live to compare with."
                : "It has not been compared with the live release. Start a shadow or a canary."
        );

    /// <summary>The latest experiment of the release with the current live release; null if there is none.</summary>
    private async Task<Comparison?> CompareAsync(
        TriageDbContext db,
        GateContext context,
        Release release,
        CancellationToken cancellationToken
    )
    {
        if (context.Live is not { } live)
            return null;
        var experiment = await db
            .Experiments.AsNoTracking()
            .Include(e => e.Arms)
            .Where(e =>
                e.WorkflowId == context.WorkflowId
                && e.Arms.Any(a => a.ReleaseId == release.Id && !a.IsControl)
                && e.Arms.Any(a => a.ReleaseId == live.Id && a.IsControl)
            )
            .OrderByDescending(e => e.Id)
            .FirstOrDefaultAsync(cancellationToken);
        // A rollback discards the earlier evidence: a second attempt is judged by new data.
        if (
            experiment is null
            || await db.ReleaseTransitions.AnyAsync(
                t => t.ReleaseId == release.Id && t.ToState == ReleaseState.RolledBack && t.At >= experiment.StartedAt,
                cancellationToken
            )
        )
            return null;
        var (from, to) = (experiment.StartedAt, experiment.EndedAt ?? context.Now.AddDays(1));
        var shared = await sharedUnits.OfAsync(experiment, cancellationToken);
        var arms = (
            Live: new ArmOf(live.Name, false, ArmOverlap.Experiment),
            Candidate: new ArmOf(release.Name, experiment.Kind == ExperimentKind.Shadow, ArmOverlap.Experiment)
        );
        var sums = (
            Live: await ArmReader.ReadAsync(db, context.WorkflowId, context.Metric, arms.Live, from, to, cancellationToken),
            Candidate: await ArmReader.ReadAsync(db, context.WorkflowId, context.Metric, arms.Candidate, from, to, cancellationToken)
        );
        var (safety, escalations, perTask) = await ReportedAsync(db, context, sums.Live, sums.Candidate, cancellationToken);
        return new Comparison(
            experiment,
            experiment.Arms.First(a => a.ReleaseId == release.Id).Share,
            sums.Live,
            sums.Candidate,
            safety,
            escalations,
            perTask,
            shared,
            from,
            experiment.EndedAt ?? context.Now
        );
    }

    /// <summary>
    /// Whether recent traffic reports safety findings and escalations at all: zero findings count only if something reports them. Also the
    /// number of interactions per task.
    /// </summary>
    private static async Task<(bool Safety, bool Escalations, double EventsPerTask)> ReportedAsync(
        TriageDbContext db,
        GateContext context,
        ArmSums live,
        ArmSums candidate,
        CancellationToken cancellationToken
    )
    {
        var perTask = await SharedUnitService.EventsPerTaskAsync(db, context.WorkflowId, ArmOverlap.Experiment, cancellationToken);
        var latest = db
            .Interactions.Where(i => i.WorkflowId == context.WorkflowId && !i.Shadow)
            .OrderByDescending(i => i.Id)
            .Take(SharedUnitService.Looked);
        var (safety, escalations) = (live.SafetyFindings + candidate.SafetyFindings > 0, live.Escalations + candidate.Escalations > 0);
        if (safety && escalations)
            return (true, true, perTask);
        var ids = latest.Select(i => i.Id);
        // Safety findings come from a system or a person; escalations from a user.
        var names = await db
            .Signals.Where(s =>
                ids.Contains(s.InteractionId)
                && (s.Type == SignalType.System || s.Type == SignalType.Human || s.Type == SignalType.Implicit)
            )
            .Select(s => new { s.Type, s.Name })
            .Distinct()
            .ToListAsync(cancellationToken);
        return (
            safety || names.Exists(n => n.Type != SignalType.Implicit && SignalFamilies.IsSafety(n.Name)),
            escalations || names.Exists(n => n.Type == SignalType.Implicit && SignalFamilies.IsEscalation(n.Name)),
            perTask
        );
    }

    private async Task<IEnumerable<GateResult>> OfflineAsync(
        TriageDbContext db,
        GateContext context,
        Release release,
        CancellationToken cancellationToken
    )
    {
        if (!context.Policy.NeedsEvaluation)
            return [];
        var latest = (await evaluation.LatestAsync(context.WorkflowId, [release.Id], cancellationToken)).GetValueOrDefault(release.Id);
        var golden = await db
            .GoldenItems.Where(g => g.WorkflowId == context.WorkflowId && g.RetiredAt == null)
            .Select(g => g.RefreshDueAt)
            .ToListAsync(cancellationToken);
        return OfflineGates.Of(
            latest,
            context.Live?.Id,
            context.Policy.PassRateMargin,
            golden.Count,
            golden.Count(due => due <= context.Now),
            MinGoldenItems
        );
    }

    private static async Task<GateResult> ComponentsAsync(TriageDbContext db, Release release, CancellationToken cancellationToken)
    {
        var gone = await db
            .ReleaseComponents.Where(c => c.ReleaseId == release.Id && c.ComponentVersion!.WithdrawnAt != null)
            .Select(c => new
            {
                c.Kind,
                c.Name,
                c.ComponentVersion!.Version,
                c.ComponentVersion.WithdrawnReason,
            })
            .FirstOrDefaultAsync(cancellationToken);
        return gone is null
            ? new GateResult(GateKind.Components, "Components", GateAnswer.Pass, "No component is withdrawn.")
            : new GateResult(
                GateKind.Components,
                "Components",
                GateAnswer.Fail,
                $"{gone.Kind.Words()} {gone.Name} {gone.Version} is withdrawn: {gone.WithdrawnReason}"
            );
    }

    /// <summary>Stores the results. True if something that a page shows changed.</summary>
    private async Task<bool> KeepAsync(
        TriageDbContext db,
        GateContext context,
        Release release,
        GateReport report,
        Comparison? comparison,
        CancellationToken cancellationToken
    )
    {
        var json = report.ToJson();
        var kept = await db.ReleaseEvidence.SingleOrDefaultAsync(e => e.ReleaseId == release.Id, cancellationToken);
        var same = kept?.Gates == json;
        if (kept is null)
            db.ReleaseEvidence.Add(
                kept = new ReleaseEvidence
                {
                    ReleaseId = release.Id,
                    WorkflowId = release.WorkflowId,
                    Verdict = -1,
                }
            );
        if (kept.Verdict != (short)report.Verdict)
            (kept.Verdict, kept.VerdictSince) = ((short)report.Verdict, context.Now);
        (kept.Gates, kept.EvaluatedAt) = (json, context.Now);
        if (comparison is { Experiment.IsRunning: true })
            await PointAsync(db, release, report, comparison, context.Now, cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            // Another instance stored its result at the same time.
            db.ChangeTracker.Clear();
        }

        return !same;
    }

    /// <summary>Stores one point of the experiment's chart per window.</summary>
    private static async Task PointAsync(
        TriageDbContext db,
        Release release,
        GateReport report,
        Comparison c,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var at = TimeWindow.Floor(now);
        var point = await db.ExperimentPoints.SingleOrDefaultAsync(
            p => p.ExperimentId == c.Experiment.Id && p.ReleaseId == release.Id && p.At == at,
            cancellationToken
        );
        if (point is null)
            db.ExperimentPoints.Add(
                point = new ExperimentPoint
                {
                    ExperimentId = c.Experiment.Id,
                    ReleaseId = release.Id,
                    At = at,
                }
            );
        var signal = report.Gates.FirstOrDefault(g => g.Kind == GateKind.Signal);
        (point.LiveUnits, point.CandidateUnits) = (c.Live.Outcomes.Count, c.Candidate.Outcomes.Count);
        (point.Difference, point.Low, point.High) = (signal?.Value, signal?.Low, signal?.High);
        point.IsShare = signal?.Unit == GateUnit.ShareDifference;
        point.SampleRatioP = report.Gates.FirstOrDefault(g => g.Kind == GateKind.SampleRatio)?.Value;
    }
}

using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Core.Gates;
using TriageConsole.Core.Patterns;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Live;

namespace TriageConsole.Features.Releases.Monitoring;

/// <summary>
/// Monitors a release after its promotion: compares its outcomes with those of the release before, and looks for windows of high severity
/// that name it. On a regression it rolls back or asks, depending on the workflow's settings.
/// </summary>
public sealed class PostPromotionMonitor(
    IDbContextFactory<TriageDbContext> contexts,
    GateService gates,
    RollbackService rollback,
    SharedUnitService sharedUnits,
    ReleaseNotices news,
    ChangeNotifier notifier
)
{
    /// <summary>Evaluates the running monitor of the workflow, if there is one.</summary>
    public async Task LookAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var monitor = await db.ReleaseMonitors.SingleOrDefaultAsync(w => w.WorkflowId == workflowId && w.IsRunning, cancellationToken);
        if (
            monitor is null
            || await gates.ContextAsync(db, workflowId, cancellationToken) is not { Live: { } live } context
            || live.Id != monitor.ReleaseId
        )
            return;
        var before = (monitor.Units, monitor.Low, monitor.High, monitor.State, monitor.Evidence);
        var regression =
            await OutcomeAsync(db, context, live, monitor, cancellationToken) ?? await WindowAsync(db, live, monitor, cancellationToken);
        (monitor.Evidence, monitor.LookedAt) = (Texts.Cut(regression ?? monitor.Evidence, 2000), context.Now);
        if (regression is not null && !context.Policy.RollsBackAutomatically)
            monitor.State = MonitorState.ActionNeeded;
        // The period ends even if nobody answered. The evidence keeps the question.
        var isOver = context.Now >= monitor.EndsAt;
        if (isOver)
            (monitor.IsRunning, monitor.EndedAt, monitor.State) = (
                false,
                context.Now,
                monitor.State == MonitorState.ActionNeeded || regression is not null ? MonitorState.ActionNeeded : MonitorState.Ended
            );
        await db.SaveChangesAsync(cancellationToken);
        if (before != (monitor.Units, monitor.Low, monitor.High, monitor.State, monitor.Evidence))
            notifier.Publish(workflowId);
        if (regression is not null)
            await ActAsync(context, live, monitor, regression, cancellationToken);
    }

    private async Task ActAsync(
        GateContext context,
        Release live,
        ReleaseMonitor monitor,
        string regression,
        CancellationToken cancellationToken
    )
    {
        var problem = "";
        if (context.Policy.RollsBackAutomatically)
        {
            var result = await rollback.RollBackAsync(
                context.TenantId,
                context.WorkflowId,
                live.Id,
                live.RowVersion,
                new Move(TransitionCause.Monitoring, Actor.Console, regression),
                cancellationToken
            );
            if (result.Ok || ReleaseErrors.IsStale(result.Error))
                return;
            problem = $" It was not rolled back: {result.Message}";
        }

        await news.AskAsync(
            context.WorkflowId,
            $"watch:{monitor.Id}",
            $"{live.Name} performs worse since it went live. {regression}{problem} Roll it back?",
            cancellationToken
        );
    }

    /// <summary>Compares the outcome with the release before; null if there is no regression.</summary>
    private async Task<string?> OutcomeAsync(
        TriageDbContext db,
        GateContext context,
        Release live,
        ReleaseMonitor monitor,
        CancellationToken cancellationToken
    )
    {
        if (context.Metric is null || monitor.BaselineId is not { } baselineId)
            return null;
        var baseline = await db.Releases.Where(r => r.Id == baselineId).Select(r => r.Name).SingleAsync(cancellationToken);
        var shared = await sharedUnits.OfAsync(monitor, baseline, live.Name, cancellationToken);
        var before = await ArmReader.ReadAsync(
            db,
            context.WorkflowId,
            context.Metric,
            new ArmOf(baseline, false, ArmOverlap.Promotion),
            monitor.BaselineFrom,
            monitor.StartedAt,
            cancellationToken
        );
        var since = await ArmReader.ReadAsync(
            db,
            context.WorkflowId,
            context.Metric,
            new ArmOf(live.Name, false, ArmOverlap.Promotion),
            monitor.StartedAt,
            context.Now.AddDays(1),
            cancellationToken
        );
        var seen = RegressionMonitor.Of(
            before.Outcomes,
            since.Outcomes,
            context.LowerIsBetter,
            context.Policy.ToleratedLoss,
            context.Rule(null, null)
        );
        (monitor.Units, monitor.Difference, monitor.Low, monitor.High, monitor.IsShare, monitor.Evidence) = (
            since.Outcomes.Count,
            seen.Gain,
            seen.Low,
            seen.High,
            seen.IsShare,
            Texts.Cut(seen.Explanation, 2000)
        );
        var perTask = await SharedUnitService.EventsPerTaskAsync(db, context.WorkflowId, ArmOverlap.Promotion, cancellationToken);
        var gate = shared.Gate((long)Math.Round((before.Events + since.Events) / perTask));
        if (gate.Answer != GateAnswer.Pass)
            monitor.Evidence = Texts.Cut($"Not enough evidence: {gate.Explanation}", 2000);
        else if (shared.Units > 0)
            monitor.Evidence = Texts.Cut($"{seen.Explanation} {gate.Explanation}", 2000);
        return gate.Answer == GateAnswer.Pass && seen.Verdict == RegressionVerdict.Regression ? seen.Explanation : null;
    }

    /// <summary>A window of high severity whose failures concentrate on this release or on a component version that is new in it.</summary>
    private static async Task<string?> WindowAsync(
        TriageDbContext db,
        Release live,
        ReleaseMonitor monitor,
        CancellationToken cancellationToken
    )
    {
        var windows = await db
            .FailureWindows.AsNoTracking()
            .Where(w =>
                w.WorkflowId == live.WorkflowId && w.Start >= monitor.StartedAt && w.Severity == WindowSeverity.High && w.ClosedAt != null
            )
            .OrderByDescending(w => w.Start)
            .Take(50)
            .Select(w => new
            {
                w.Start,
                w.Patterns,
                w.Negatives,
                w.Events,
            })
            .ToListAsync(cancellationToken);
        if (windows.Count == 0)
            return null;
        var own = await OwnWordsAsync(db, live, monitor, cancellationToken);
        foreach (var window in windows)
        foreach (var pattern in JsonSerializer.Deserialize<List<WindowPattern>>(window.Patterns) ?? [])
            if (PatternTerms.Parse(pattern.Terms).Terms.FirstOrDefault(t => own.Contains((t.Attribute, t.Value ?? ""))) is { } term)
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"In the five minutes from {window.Start:yyyy-MM-dd HH:mm} UTC {window.Negatives} of "
                        + $"{window.Events} interactions failed, {Figures.Rate(pattern.Share)} of them where {pattern.Name}: "
                        + $"{term.Words} is new in this release."
                );
        return null;
    }

    /// <summary>Attribute values that name this release and not the one before.</summary>
    private static async Task<HashSet<(string Attribute, string Value)>> OwnWordsAsync(
        TriageDbContext db,
        Release live,
        ReleaseMonitor monitor,
        CancellationToken cancellationToken
    )
    {
        var (own, before) = (
            await ComponentsAsync(db, live.Id, cancellationToken),
            monitor.BaselineId is { } id ? await ComponentsAsync(db, id, cancellationToken) : []
        );
        var words = new HashSet<(string, string)> { ("release", live.Name), ("model version", live.Name) };
        foreach (var c in own.Except(before))
            words.Add(
                c.Kind switch
                {
                    ComponentKind.Model or ComponentKind.FineTune => ("model version", $"{c.Name}@{c.Version}"),
                    ComponentKind.Prompt => ("prompt version", c.Version),
                    ComponentKind.IndexSnapshot => ("knowledge version", c.Version),
                    _ => ("release", live.Name),
                }
            );
        return words;
    }

    private static async Task<List<(ComponentKind Kind, string Name, string Version)>> ComponentsAsync(
        TriageDbContext db,
        long releaseId,
        CancellationToken cancellationToken
    ) =>
        (
            await db
                .ReleaseComponents.Where(c => c.ReleaseId == releaseId)
                .Select(c => new
                {
                    c.Kind,
                    c.Name,
                    c.ComponentVersion!.Version,
                })
                .ToListAsync(cancellationToken)
        ).ConvertAll(c => (c.Kind, c.Name, c.Version));
}

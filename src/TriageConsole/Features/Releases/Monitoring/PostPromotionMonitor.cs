using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
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
/// Watches a release after it went live: its outcomes against those of the release before, and windows of high severity that name it. On
/// harm it
/// goes back by itself, or asks, as the workflow wants it.
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
    /// <summary>Looks at the workflow's watch, where one runs.</summary>
    public async Task LookAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var watch = await db.ReleaseMonitors.SingleOrDefaultAsync(w => w.WorkflowId == workflowId && w.IsRunning, cancellationToken);
        if (
            watch is null
            || await gates.ContextAsync(db, workflowId, cancellationToken) is not { Live: { } live } context
            || live.Id != watch.ReleaseId
        )
            return;
        var before = (watch.Units, watch.Low, watch.High, watch.State, watch.Evidence);
        var harm = await OutcomeAsync(db, context, live, watch, cancellationToken) ?? await WindowAsync(db, live, watch, cancellationToken);
        (watch.Evidence, watch.LookedAt) = (Texts.Cut(harm ?? watch.Evidence, 2000), context.Now);
        if (harm is not null && !context.Policy.RollsBackAutomatically)
            watch.State = MonitorState.Asking;
        // Its days are over even where nobody answered: the question stays in its evidence.
        var isOver = context.Now >= watch.EndsAt;
        if (isOver)
            (watch.IsRunning, watch.EndedAt, watch.State) = (
                false,
                context.Now,
                watch.State == MonitorState.Asking || harm is not null ? MonitorState.Asking : MonitorState.Ended
            );
        await db.SaveChangesAsync(cancellationToken);
        if (before != (watch.Units, watch.Low, watch.High, watch.State, watch.Evidence))
            notifier.Publish(workflowId);
        if (harm is not null)
            await ActAsync(context, live, watch, harm, cancellationToken);
    }

    private async Task ActAsync(GateContext context, Release live, ReleaseMonitor watch, string harm, CancellationToken cancellationToken)
    {
        var problem = "";
        if (context.Policy.RollsBackAutomatically)
        {
            var result = await rollback.RollBackAsync(
                context.TenantId,
                context.WorkflowId,
                live.Id,
                live.RowVersion,
                new Move(TransitionCause.Watch, Actor.Console, harm),
                cancellationToken
            );
            if (result.Ok || ReleaseErrors.IsStale(result.Error))
                return;
            problem = $" It was not rolled back: {result.Message}";
        }

        await news.AskAsync(
            context.WorkflowId,
            $"watch:{watch.Id}",
            $"{live.Name} does harm since it went live. {harm}{problem} Roll it back?",
            cancellationToken
        );
    }

    /// <summary>The outcome against the release before; null where no harm is shown.</summary>
    private async Task<string?> OutcomeAsync(
        TriageDbContext db,
        GateContext context,
        Release live,
        ReleaseMonitor watch,
        CancellationToken cancellationToken
    )
    {
        if (context.Metric is null || watch.BaselineId is not { } baselineId)
            return null;
        var baseline = await db.Releases.Where(r => r.Id == baselineId).Select(r => r.Name).SingleAsync(cancellationToken);
        var shared = await sharedUnits.OfAsync(watch, baseline, live.Name, cancellationToken);
        var before = await ArmReader.ReadAsync(
            db,
            context.WorkflowId,
            context.Metric,
            new ArmOf(baseline, false, ArmOverlap.Promotion),
            watch.BaselineFrom,
            watch.StartedAt,
            cancellationToken
        );
        var since = await ArmReader.ReadAsync(
            db,
            context.WorkflowId,
            context.Metric,
            new ArmOf(live.Name, false, ArmOverlap.Promotion),
            watch.StartedAt,
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
        (watch.Units, watch.Difference, watch.Low, watch.High, watch.Evidence) = (
            since.Outcomes.Count,
            seen.Gain,
            seen.Low,
            seen.High,
            Texts.Cut(seen.Explanation, 2000)
        );
        var perTask = await SharedUnitService.EventsPerTaskAsync(db, context.WorkflowId, ArmOverlap.Promotion, cancellationToken);
        var gate = shared.Gate((long)Math.Round((before.Events + since.Events) / perTask));
        if (gate.Answer != GateAnswer.Pass)
            watch.Evidence = Texts.Cut($"Not enough evidence: {gate.Explanation}", 2000);
        else if (shared.Units > 0)
            watch.Evidence = Texts.Cut($"{seen.Explanation} {gate.Explanation}", 2000);
        return gate.Answer == GateAnswer.Pass && seen.Verdict == RegressionVerdict.Regression ? seen.Explanation : null;
    }

    /// <summary>A window of high severity whose failures concentrate on this very release, or on a version that came with it.</summary>
    private static async Task<string?> WindowAsync(
        TriageDbContext db,
        Release live,
        ReleaseMonitor watch,
        CancellationToken cancellationToken
    )
    {
        var windows = await db
            .FailureWindows.AsNoTracking()
            .Where(w =>
                w.WorkflowId == live.WorkflowId && w.Start >= watch.StartedAt && w.Severity == WindowSeverity.High && w.ClosedAt != null
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
        var own = await OwnWordsAsync(db, live, watch, cancellationToken);
        foreach (var window in windows)
        foreach (var pattern in JsonSerializer.Deserialize<List<WindowPattern>>(window.Patterns) ?? [])
            if (PatternTerms.Parse(pattern.Terms).Terms.FirstOrDefault(t => own.Contains((t.Attribute, t.Value ?? ""))) is { } term)
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"In the five minutes from {window.Start:yyyy-MM-dd HH:mm} UTC {window.Negatives} of "
                        + $"{window.Events} interactions failed, {100 * pattern.Share:0} % of them where {pattern.Name}: "
                        + $"{term.Words} came with this release."
                );
        return null;
    }

    /// <summary>What names this release and not the one before it.</summary>
    private static async Task<HashSet<(string Attribute, string Value)>> OwnWordsAsync(
        TriageDbContext db,
        Release live,
        ReleaseMonitor watch,
        CancellationToken cancellationToken
    )
    {
        var (own, before) = (
            await ComponentsAsync(db, live.Id, cancellationToken),
            watch.BaselineId is { } id ? await ComponentsAsync(db, id, cancellationToken) : []
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

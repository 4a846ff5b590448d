using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Patterns;
using TriageConsole.Data;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Rollups;
using TriageConsole.Features.Notices;
using TriageConsole.Live;

namespace TriageConsole.Features.Patterns;

/// <summary>
/// Closes five-minute windows of event time after they end, and again after late events. It waits until a window settles, so that an
/// import does not close the same windows after each batch. Counts come from rollups; rows are read only for windows that are searched.
/// Safe on several instances at once: the first write closes the window.
/// </summary>
public sealed class WindowCloser(
    IDbContextFactory<TriageDbContext> contexts,
    NoticeService notices,
    ChangeNotifier notifier,
    TimeProvider time,
    IOptions<PatternOptions> options
)
{
    private const int MaxAtOnce = 500;
    private const int MaxAction = 500;

    /// <summary>Older windows send no notice: an import of old traffic must not send alerts.</summary>
    private static readonly TimeSpan News = TimeSpan.FromHours(2);

    /// <summary>A window that never settles is closed this long after it is due, and again this long after its last close.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Length = TimeWindow.FiveMinutes;

    /// <summary>Closes due windows, a limited number per call. Returns how many it closed.</summary>
    public async Task<int> CloseDueAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var over = now - Length - TimeSpan.FromSeconds(options.Value.WindowGraceSeconds);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await DueAsync(db, over, now, cancellationToken);
        if (due.Count == 0)
            return 0;
        var closed = 0;
        foreach (var workflow in due.GroupBy(w => w.WorkflowId))
        {
            var sums = await SumsAsync(db, workflow.Key, workflow.Select(w => w.Start).ToArray(), cancellationToken);
            var mine = 0;
            foreach (var window in workflow)
            {
                Count(window, sums[window.Start]);
                await JudgeAsync(db, window, cancellationToken);
                if (await WriteAsync(db, window, now, cancellationToken))
                    mine++;
            }

            closed += mine;
            if (mine > 0)
                notifier.Publish(workflow.Key);
        }

        return closed;
    }

    private async Task<List<FailureWindow>> DueAsync(
        TriageDbContext db,
        DateTimeOffset over,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (settled, closedLong, overLong) = (
            now - TimeSpan.FromSeconds(options.Value.WindowSettleSeconds),
            now - MaxWait,
            over - MaxWait
        );
        return await db
            .FailureWindows.AsNoTracking()
            .Where(w => w.IsOpen && w.Start <= over)
            .Where(w => w.ChangedAt <= settled || (w.ClosedAt == null ? w.Start <= overLong : w.ClosedAt <= closedLong))
            .OrderBy(w => w.ChangedAt)
            .Take(MaxAtOnce)
            .ToListAsync(cancellationToken);
    }

    private static async Task<ILookup<DateTimeOffset, Rollup>> SumsAsync(
        TriageDbContext db,
        long workflowId,
        DateTimeOffset[] starts,
        CancellationToken cancellationToken
    )
    {
        // Users do not see shadows, so their failures do not count.
        var rows = await (
            from s in db.Slices
            where s.WorkflowId == workflowId && !s.Shadow
            join r in db.Rollups on s.Id equals r.SliceId
            where r.Grain == Rollup.Window && starts.Contains(r.Start)
            select r
        )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return rows.ToLookup(r => r.Start);
    }

    private static void Count(FailureWindow window, IEnumerable<Rollup> rollups)
    {
        (window.Events, window.ExplicitNegatives, window.ImplicitNegatives, window.Negatives, window.Errors, window.NeedsReview) = (
            0,
            0,
            0,
            0,
            0,
            0
        );
        foreach (var r in rollups)
        {
            window.Events += r.Events;
            window.ExplicitNegatives += r.ExplicitNegatives;
            window.ImplicitNegatives += r.ImplicitNegatives;
            window.Negatives += r.Negatives;
            window.Errors += r.Errors;
            window.NeedsReview += r.NeedsReview;
        }
    }

    /// <summary>
    /// The rules of severity. A pattern must also fail more often than the rest of its window: if all traffic comes from one country, the
    /// country is not a pattern.
    /// </summary>
    private async Task JudgeAsync(TriageDbContext db, FailureWindow window, CancellationToken cancellationToken)
    {
        var rules = options.Value;
        IReadOnlyList<WindowPattern> found =
            window.Events >= rules.WindowMinEvents && window.Negatives > rules.WindowErrorRate * window.Events
                ? await PatternsAsync(db, window, cancellationToken)
                : [];
        var largest = found.Count == 0 ? 0 : found.Max(p => p.Share);
        window.Severity =
            largest > rules.HighShare ? WindowSeverity.High
            : largest > rules.MediumShare ? WindowSeverity.Medium
            : WindowSeverity.Monitor;
        window.Patterns = JsonSerializer.Serialize(found);
        var action =
            found.Count == 0
                ? "Monitor."
                : SuggestedAction.For(ErrorClass.Systematic, PatternTerms.Parse(found.MaxBy(p => p.Share)!.Terms).Terms).Sentence;
        window.Action = Texts.Cut(action, MaxAction);
    }

    private async Task<IReadOnlyList<WindowPattern>> PatternsAsync(
        TriageDbContext db,
        FailureWindow window,
        CancellationToken cancellationToken
    )
    {
        var (from, to, workflowId) = (window.Start, window.Start + Length, window.WorkflowId);
        var inWindow = db
            .Interactions.AsNoTracking()
            .Where(i => i.WorkflowId == workflowId && i.Timestamp >= from && i.Timestamp < to && !i.Shadow);
        var rows = inWindow.Select(i => new
        {
            Columns = new InteractionColumns(
                i.ModelId,
                i.ModelVersion,
                i.ServedModel,
                i.PromptVersion,
                i.Release,
                i.DeploymentId,
                i.KnowledgeVersion,
                i.Country,
                i.Segment,
                i.ErrorKind,
                i.TaskId,
                i.ClientLatencyMs ?? i.ServerLatencyMs
            ),
            i.Attributes,
            HasFailed = db.Signals.Any(s =>
                s.InteractionId == i.Id && s.Polarity < 0 && (s.Type == SignalType.Explicit || s.Type == SignalType.Implicit)
            ),
        });
        var table = new AttributeTable();
        var failed = new List<bool>();
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            table.Add(row.Columns, row.Attributes);
            failed.Add(row.HasFailed);
        }

        var failures = failed.Count(f => f);
        var minRows = Math.Max(5, table.Rows / 100);
        var (data, terms) = table.Columns([.. failed], [], minRows);
        var findings = PatternMiner.Find(data, new PatternSettings { MinRows = minRows });
        return
        [
            .. findings
                .Patterns.Where(p => p.Failures > options.Value.WindowPatternShare * failures)
                .Select(p => (Pattern: p, Terms: new PatternTerms(p.Terms.Select(t => terms[t.Attribute][t.Value]))))
                .Select(p => new WindowPattern(p.Terms.Name, p.Terms.ToJson(), p.Pattern.Failures, (double)p.Pattern.Failures / failures)),
        ];
    }

    private async Task<bool> WriteAsync(TriageDbContext db, FailureWindow w, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var written = await db
            .FailureWindows.Where(o =>
                o.WorkflowId == w.WorkflowId && o.Start == w.Start && o.Changes >= w.Changes && o.ClosedChanges == w.ClosedChanges
            )
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(o => o.ClosedChanges, w.Changes)
                        .SetProperty(o => o.IsOpen, o => o.Changes != w.Changes)
                        .SetProperty(o => o.ClosedAt, now)
                        .SetProperty(o => o.FirstClosedAt, o => o.FirstClosedAt ?? now)
                        .SetProperty(o => o.Events, w.Events)
                        .SetProperty(o => o.ExplicitNegatives, w.ExplicitNegatives)
                        .SetProperty(o => o.ImplicitNegatives, w.ImplicitNegatives)
                        .SetProperty(o => o.Negatives, w.Negatives)
                        .SetProperty(o => o.Errors, w.Errors)
                        .SetProperty(o => o.NeedsReview, w.NeedsReview)
                        .SetProperty(o => o.Severity, w.Severity)
                        .SetProperty(o => o.Patterns, w.Patterns)
                        .SetProperty(o => o.Action, w.Action),
                cancellationToken
            );
        if (written > 0 && w.Severity == WindowSeverity.High && w.Start > now - News)
            await AlertAsync(db, w, cancellationToken);
        return written > 0;
    }

    /// <summary>At most one notice per hour and workflow.</summary>
    private async Task AlertAsync(TriageDbContext db, FailureWindow w, CancellationToken cancellationToken)
    {
        var workflow = await db
            .Workflows.Where(o => o.Id == w.WorkflowId)
            .Select(o => new
            {
                o.Key,
                o.Name,
                Tenant = o.Tenant!.Key,
            })
            .SingleAsync(cancellationToken);
        var strongest = JsonSerializer.Deserialize<List<WindowPattern>>(w.Patterns)!.MaxBy(p => p.Share)!;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"High severity in {workflow.Name} at {w.Start:HH:mm} UTC: {w.Negatives} of {w.Events} interactions failed, "
                + $"{Figures.Rate(strongest.Share)} of them where {strongest.Name}."
        );
        var address = Addresses.Workflow("patterns", workflow.Tenant, workflow.Key);
        await notices.NotifyLeadsAsync(
            w.TenantId,
            w.WorkflowId,
            string.Create(CultureInfo.InvariantCulture, $"window:{w.WorkflowId}:{w.Start:yyyyMMddHH}"),
            text,
            address,
            cancellationToken
        );
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Core.Scoring;
using TriageConsole.Data;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Notices;
using TriageConsole.Jobs;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.DataHealth;

/// <summary>Checks a workflow's data, stores the findings, and notifies the leads of alerts.</summary>
public sealed class FindingsService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    NoticeService notices,
    ChangeNotifier notifier,
    LargeReads reads,
    TimeProvider time
)
{
    private const int SubjectLength = 300;
    private const int ExplanationLength = 1000;

    /// <summary>No notices about data that ended longer ago.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(2);

    /// <summary>
    /// Notices are repeated for this time, because an instance may stop between storing a finding and sending its notice.
    /// </summary>
    private static readonly TimeSpan NoticePeriod = TimeSpan.FromDays(1);

    /// <summary>
    /// Reads, evaluates, stores and notifies. Two instances can run at once: a finding is one row, and a notice is sent once.
    /// </summary>
    /// <param name="workflowId">The workflow.</param>
    /// <param name="paced">Name of the job whose pace the check counts for; null if it does not count.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    public async Task LookAsync(long workflowId, string? paced = null, CancellationToken cancellationToken = default)
    {
        using var turn = await reads.BeginAsync(paced, cancellationToken);
        await CheckAsync(workflowId, cancellationToken);
    }

    /// <summary>The rows are no longer held at its end.</summary>
    private async Task CheckAsync(long workflowId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var workflow = await db.Workflows.AsNoTracking().Include(w => w.Tenant).SingleAsync(w => w.Id == workflowId, cancellationToken);
        var table = await FindingsReader.TableAsync(db, workflowId, cancellationToken);
        var slices = await FindingsReader.SlicesAsync(db, workflowId, cancellationToken);
        var series = await FindingsReader.SeriesAsync(db, workflowId, slices, cancellationToken);
        var noticed = Decide(workflow, table, slices, series, time.GetUtcNow());
        List<Finding> findings;
        bool changed;
        try
        {
            (findings, changed) = await WriteAsync(db, workflow, noticed, cancellationToken);
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            // Another instance has just stored the same finding.
            db.ChangeTracker.Clear();
            (findings, changed) = await WriteAsync(db, workflow, noticed, cancellationToken);
        }

        await NotifyAsync(workflow, table.Rows, findings, cancellationToken);
        if (changed)
            notifier.Publish(workflowId);
    }

    /// <summary>Findings of a tenant's workflow, alerts first; null if there is no such workflow.</summary>
    public async Task<IReadOnlyList<FindingReport>?> ListAsync(
        ApiCaller caller,
        string workflow,
        bool all,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = await db
            .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == workflow)
            .Select(w => (long?)w.Id)
            .SingleOrDefaultAsync(cancellationToken);
        if (id is null)
            return null;
        var findings = await db
            .Findings.AsNoTracking()
            .Where(f => f.WorkflowId == id && (all || f.IsCurrent))
            .ToListAsync(cancellationToken);
        return [.. Ordered(findings).Select(FindingReport.Of)];
    }

    internal static IEnumerable<Finding> Ordered(IEnumerable<Finding> findings) =>
        findings
            .OrderByDescending(f => f.IsCurrent)
            .ThenByDescending(f => f.Level)
            .ThenByDescending(f => f.FoundAt)
            .ThenBy(f => f.Kind)
            .ThenBy(f => f.Subject, StringComparer.Ordinal);

    internal static List<Noticed> Decide(
        Workflow workflow,
        FieldTable table,
        IReadOnlyList<SliceTotal> slices,
        WorkflowSeries series,
        DateTimeOffset now
    )
    {
        bool LowerIsBetter(string metric) =>
            workflow.Configured && workflow.OutcomeMetric == metric
                ? workflow.OutcomeDirection == OutcomeDirection.LowerIsBetter
                : OutcomeReading.LooksLowerIsBetter(metric);
        return
        [
            .. IdentityFindings.ServedModels(table.Rows),
            .. IdentityFindings.Mixed(slices),
            .. new FieldFindings(table, now).Find(),
            .. new DriftFindings(table).Find(),
            .. new SeriesFindings(series, LowerIsBetter).Find(),
        ];
    }

    private async Task<(List<Finding> Findings, bool Changed)> WriteAsync(
        TriageDbContext db,
        Workflow workflow,
        List<Noticed> noticed,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var known = await db
            .Findings.Where(f => f.WorkflowId == workflow.Id)
            .ToDictionaryAsync(f => (f.Kind, f.Subject), cancellationToken);
        var current = new HashSet<Finding>();
        foreach (var n in noticed)
        {
            var subject = Subject(n.Subject);
            if (!known.TryGetValue((n.Kind, subject), out var finding))
            {
                known[(n.Kind, subject)] = finding = new Finding
                {
                    TenantId = workflow.TenantId,
                    WorkflowId = workflow.Id,
                    Kind = n.Kind,
                    Subject = subject,
                    Explanation = "",
                };
                db.Findings.Add(finding);
            }

            if (!finding.IsCurrent)
                (finding.IsCurrent, finding.FoundAt) = (true, now);
            (finding.Level, finding.Explanation, finding.Since) = (n.Level, Texts.Cut(n.Explanation, ExplanationLength), n.Since);
            current.Add(finding);
        }

        foreach (var gone in known.Values.Where(f => f.IsCurrent && !current.Contains(f)))
            gone.IsCurrent = false;
        var changed = await db.SaveChangesAsync(cancellationToken) > 0;
        return ([.. current], changed);
    }

    private async Task NotifyAsync(
        Workflow workflow,
        IReadOnlyList<FieldRow> rows,
        List<Finding> findings,
        CancellationToken cancellationToken
    )
    {
        if (rows.Count == 0)
            return;
        var now = time.GetUtcNow();
        var arrivesNow = rows[^1].ReceivedAt > now - Fresh;
        var happensNow = arrivesNow && rows.Any(r => r.TimeIsReal && r.Timestamp > now - Fresh);
        foreach (var f in findings.Where(f => f.FoundAt > now - NoticePeriod))
        {
            // Findings of identity are valid at any time. All others are no alert if the data is old.
            var isSent = f.Kind switch
            {
                FindingKind.ServedModel => f.Level == FindingLevel.Alert && arrivesNow,
                FindingKind.MixedMetrics => arrivesNow,
                FindingKind.LostField => f.Level == FindingLevel.Alert && arrivesNow,
                _ => f.Level == FindingLevel.Alert && happensNow,
            };
            if (!isSent)
                continue;
            var key = string.Create(CultureInfo.InvariantCulture, $"finding:{workflow.Id}:{f.Kind}:{Hash(f.Subject)}:{f.FoundAt:yyyyMMdd}");
            await notices.NotifyLeadsAsync(
                workflow.TenantId,
                workflow.Id,
                key,
                $"{workflow.Name}: {f.Explanation}",
                "health" + Addresses.Query(("workflow", workflow.Key), ("tenant", workflow.Tenant!.Key)),
                cancellationToken
            );
        }
    }

    /// <summary>Shortens long subjects to their beginning and keeps them distinct.</summary>
    private static string Subject(string subject) =>
        subject.Length <= SubjectLength ? subject : Texts.Cut(subject, SubjectLength - 18) + " " + Hash(subject);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}

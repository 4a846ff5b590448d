using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Auditing;
using TriageConsole.Core.Reports;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Notices;
using TriageConsole.Data.Reports;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Reports.Schedules;

/// <summary>
/// Sends scheduled reports: each week of a workflow once per channel and recipient. A failed delivery is repeated with growing pauses like
/// a notice. Failures are on the report page.
/// </summary>
public sealed class ReportSender(
    IDbContextFactory<TriageDbContext> contexts,
    LoopReportService reports,
    ReportFile file,
    NoticeSender sender,
    MailSender mail,
    IOptions<JsonOptions> json,
    TimeProvider time,
    ILogger<ReportSender> logger
)
{
    /// <summary>Attempts per delivery before it is stored as failed.</summary>
    public const int MaxAttempts = DeliveryAttempts.Max;

    private const int MaxSchedules = 50;

    /// <summary>Stores the deliveries of the schedules that are due. The new time of the schedule is the claim.</summary>
    internal async Task PlanAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await db
            .ReportSchedules.AsNoTracking()
            .Where(s => s.NextAt <= now)
            .OrderBy(s => s.NextAt)
            .Take(MaxSchedules)
            .ToListAsync(cancellationToken);
        foreach (var schedule in due)
            await PlanAsync(db, schedule, now, cancellationToken);
    }

    private static async Task PlanAsync(
        TriageDbContext db,
        ReportSchedule schedule,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // From now, also after a long stop: the missed weeks are not sent.
        var next = ReportScheduleTime.Next(schedule.Day, schedule.Minute, Components.Times.ZoneOf(schedule.TimeZone), now);
        var week = IsoWeek.LastComplete(now).ToString();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var claimed = await db
            .ReportSchedules.Where(s => s.WorkflowId == schedule.WorkflowId && s.NextAt == schedule.NextAt)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.NextAt, next), cancellationToken);
        if (claimed == 0)
            return;
        var known = await db
            .ReportDeliveries.Where(d => d.WorkflowId == schedule.WorkflowId && d.Week == week)
            .Select(d => new { d.Channel, d.RecipientId })
            .ToListAsync(cancellationToken);
        var wanted = new List<(NoticeChannel Channel, long RecipientId)>();
        if (schedule.ByMail)
            wanted.AddRange(
                (await Readers(db, schedule.TenantId, schedule.WorkflowId).Select(u => u.Id).ToListAsync(cancellationToken)).Select(id =>
                    (NoticeChannel.Mail, id)
                )
            );
        if (schedule.ByWebhook)
            wanted.Add((NoticeChannel.Webhook, 0));
        foreach (var (channel, recipient) in wanted.Where(w => !known.Any(k => (k.Channel, k.RecipientId) == w)))
            db.ReportDeliveries.Add(
                new ReportDelivery
                {
                    TenantId = schedule.TenantId,
                    WorkflowId = schedule.WorkflowId,
                    Week = week,
                    Channel = channel,
                    RecipientId = recipient,
                    CreatedAt = now,
                    NextAttemptAt = now,
                }
            );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    /// <summary>Sends the due deliveries and returns the number of successes.</summary>
    internal async Task<int> SendDueAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await DeliveryAttempts.Due(db.ReportDeliveries, time.GetUtcNow()).ToListAsync(cancellationToken);
        var sent = 0;
        foreach (var delivery in due)
            if (
                await DeliveryAttempts.RunAsync(
                    db.ReportDeliveries,
                    delivery,
                    time,
                    () => TrySendAsync(db, delivery, cancellationToken),
                    cancellationToken
                )
            )
                sent++;
        return sent;
    }

    /// <summary>Null if it was sent, otherwise the reason.</summary>
    private async Task<string?> TrySendAsync(TriageDbContext db, ReportDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            var workflow = await db
                .Workflows.Where(w => w.Id == delivery.WorkflowId && w.TenantId == delivery.TenantId)
                .Select(WorkflowDirectory.AsRef)
                .SingleAsync(cancellationToken);
            if (delivery.Channel == NoticeChannel.Webhook)
                return await PostAsync(db, workflow, delivery, cancellationToken);
            if (!mail.IsConfigured)
                return "No mail server is configured.";
            // The right at the time of sending counts.
            var to = await Readers(db, delivery.TenantId, delivery.WorkflowId)
                .Where(u => u.Id == delivery.RecipientId)
                .Select(u => u.Email)
                .SingleOrDefaultAsync(cancellationToken);
            if (string.IsNullOrEmpty(to))
                return "The account is disabled, has no address, or no longer leads or approves the workflow.";
            var report = await ReportAsync(workflow, delivery, cancellationToken);
            var html = await file.WriteAsync(report, mail.AddressOf(""));
            await AuditAsync(db, delivery, $"person/{delivery.RecipientId}", cancellationToken);
            await mail.SendAsync(
                to,
                NoticeSender.Subject($"{report.Name}: loop report {report.Week}"),
                $"{string.Join('\n', report.Summary)}\n\n{mail.AddressOf(Link(workflow, delivery)) ?? ""}\n",
                cancellationToken,
                new MailAttachment($"{workflow.Key}-{report.Week}.html", html),
                DeliveryAttempts.MailId("report", delivery, delivery.CreatedAt)
            );
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            ReportLog.NotSent(logger, delivery.Id, delivery.Attempts + 1, e.Message);
            return NoticeSender.ReasonOf(e);
        }
    }

    private async Task<string?> PostAsync(
        TriageDbContext db,
        WorkflowRef workflow,
        ReportDelivery delivery,
        CancellationToken cancellationToken
    )
    {
        var report = await ReportAsync(workflow, delivery, cancellationToken);
        await AuditAsync(db, delivery, "webhook", cancellationToken);
        return await sender.PostAsync(JsonSerializer.SerializeToUtf8Bytes(report, json.Value.SerializerOptions), cancellationToken);
    }

    private Task<LoopReport> ReportAsync(WorkflowRef workflow, ReportDelivery delivery, CancellationToken cancellationToken) =>
        IsoWeek.TryParse(delivery.Week, out var week)
            ? reports.ReadAsync(workflow, week, cancellationToken)
            : throw new InvalidOperationException($"{delivery.Week} is no week.");

    /// <summary>Before the first byte, like the files of the page: a report that was read in part has left too.</summary>
    private async Task AuditAsync(TriageDbContext db, ReportDelivery delivery, string to, CancellationToken cancellationToken)
    {
        AuditTrail.Add(
            db,
            time.GetUtcNow(),
            AuditActor.Named("the console"),
            delivery.TenantId,
            AuditActions.Exported,
            "scheduled report",
            new
            {
                delivery.WorkflowId,
                delivery.Week,
                To = to,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private static string Link(WorkflowRef workflow, ReportDelivery delivery) =>
        $"report/{Components.Addresses.Segment(workflow.Key)}"
        + Components.Addresses.Query(("tenant", workflow.TenantKey), ("week", delivery.Week));

    /// <summary>The people who can read the report of the workflow on its page.</summary>
    private static IQueryable<AppUser> Readers(TriageDbContext db, long tenantId, long workflowId) =>
        db.Users.Where(u =>
            u.DisabledAt == null
            && db.RoleGrants.Any(g =>
                g.UserId == u.Id
                && (g.Role == Role.Lead || g.Role == Role.Approver)
                && g.TenantId == tenantId
                && (g.WorkflowId == null || g.WorkflowId == workflowId)
            )
        );
}

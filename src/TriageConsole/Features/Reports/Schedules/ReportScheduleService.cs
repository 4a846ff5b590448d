using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Notices;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Reports;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Reports.Schedules;

/// <summary>Leads set when the report of their workflow is sent.</summary>
public sealed class ReportScheduleService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    IOptions<NoticeOptions> channels,
    TimeProvider time
)
{
    private const int MaxDeliveries = 10;

    private static Error Stale { get; } =
        Error.Conflict("Not saved. Another user changed the schedule after the page loaded. The page shows the current state.");

    public async Task<ReportScheduleView> ReadAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var s = await FindAsync(db, workflow, cancellationToken);
        var deliveries = await db
            .ReportDeliveries.Where(d => d.WorkflowId == workflow.Id && d.TenantId == workflow.TenantId)
            .OrderByDescending(d => d.Id)
            .Take(MaxDeliveries)
            .Select(d => new ReportDeliveryRow(
                d.Week,
                d.Channel == NoticeChannel.Webhook
                    ? "webhook"
                    : db.Users.Where(u => u.Id == d.RecipientId).Select(u => u.DisplayName).FirstOrDefault() ?? "a deleted account",
                d.SentAt,
                d.FailedAt,
                d.SentAt == null && d.FailedAt == null ? d.NextAttemptAt : null,
                d.SentAt == null ? d.Reason : null
            ))
            .ToListAsync(cancellationToken);
        var form = s is null
            ? new ReportScheduleForm { IsOn = false, TimeZone = access.TimeZone ?? "UTC" }
            : new ReportScheduleForm
            {
                IsOn = s.NextAt is not null,
                Day = s.Day,
                Time = string.Create(CultureInfo.InvariantCulture, $"{s.Minute / 60:00}:{s.Minute % 60:00}"),
                TimeZone = s.TimeZone,
                ByMail = s.ByMail,
                ByWebhook = s.ByWebhook,
                RowVersion = s.RowVersion,
            };
        return new ReportScheduleView(
            form,
            s?.NextAt,
            s?.SetBy,
            channels.Value.SmtpHost.Length > 0,
            channels.Value.WebhookUrl is not null,
            deliveries
        );
    }

    public async Task<Result> SaveAsync(
        PersonAccess access,
        WorkflowRef workflow,
        ReportScheduleForm form,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        var problems = Problems(form, out var at, out var zone);
        if (problems.Count > 0)
            return Error.Invalid("Not saved. Correct the fields below.", problems);
        var now = time.GetUtcNow();
        var minute = (int)at.ToTimeSpan().TotalMinutes;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var schedule = await FindAsync(db, workflow, cancellationToken);
        if ((schedule?.RowVersion ?? 0) != form.RowVersion)
            return Stale;
        if (schedule is null)
            db.ReportSchedules.Add(
                schedule = new ReportSchedule
                {
                    WorkflowId = workflow.Id,
                    TenantId = workflow.TenantId,
                    TimeZone = form.TimeZone,
                    SetBy = access.DisplayName,
                    RowVersion = 1,
                }
            );
        (schedule.Day, schedule.Minute, schedule.TimeZone) = (form.Day, minute, form.TimeZone);
        (schedule.ByMail, schedule.ByWebhook) = (form.ByMail, form.ByWebhook);
        (schedule.SetById, schedule.SetBy, schedule.SetAt) = (access.UserId, access.DisplayName, now);
        schedule.NextAt = form.IsOn ? ReportScheduleTime.Next(form.Day, minute, zone, now) : null;
        AuditTrail.Add(
            db,
            now,
            AuditActor.Of(access),
            workflow.TenantId,
            AuditActions.ReportScheduled,
            workflow.Key,
            new
            {
                form.IsOn,
                Day = form.Day.ToString(),
                form.Time,
                form.TimeZone,
                form.ByMail,
                form.ByWebhook,
            }
        );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e))
        {
            return Stale;
        }

        return Result.Done(
            form.IsOn ? $"Saved. The next report is sent at {schedule.NextAt:yyyy-MM-dd HH:mm} UTC." : "Saved. No report is sent."
        );
    }

    private static List<FieldProblem> Problems(ReportScheduleForm form, out TimeOnly at, out TimeZoneInfo zone)
    {
        var problems = new List<FieldProblem>();
        if (!TimeOnly.TryParse(form.Time, CultureInfo.InvariantCulture, out at))
            problems.Add(new(nameof(form.Time), "Enter a time of day, such as 07:00."));
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(form.TimeZone, out zone!))
            problems.Add(new(nameof(form.TimeZone), "Select a time zone of the list, such as Europe/Berlin."));
        if (!Enum.IsDefined(form.Day))
            problems.Add(new(nameof(form.Day), "Select a day."));
        if (form is { IsOn: true, ByMail: false, ByWebhook: false })
            problems.Add(new(nameof(form.ByMail), "Select email, webhook or both."));
        return problems;
    }

    private static Task<ReportSchedule?> FindAsync(TriageDbContext db, WorkflowRef workflow, CancellationToken cancellationToken) =>
        db.ReportSchedules.SingleOrDefaultAsync(s => s.WorkflowId == workflow.Id && s.TenantId == workflow.TenantId, cancellationToken);

    private static void DemandLead(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can set when its report is sent.");
    }
}

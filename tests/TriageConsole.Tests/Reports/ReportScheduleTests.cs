using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;
using TriageConsole.Auditing;
using TriageConsole.Components;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Reports.Schedules;
using TriageConsole.Outbound;
using TriageConsole.Security;
using TriageConsole.Tests.Notices;
using TriageConsole.Tests.Releases;

namespace TriageConsole.Tests.Reports;

/// <summary>Scheduled reports: when they are due, who gets them, that they are sent once, and what a failure says.</summary>
public sealed class ReportScheduleTests
{
    [Theory]
    // Berlin is UTC+1 in winter.
    [InlineData(DayOfWeek.Monday, 7 * 60, "Europe/Berlin", "2026-11-20T12:00:00Z", "2026-11-23T06:00:00Z")]
    [InlineData(DayOfWeek.Friday, 13 * 60, "Europe/Berlin", "2026-11-20T11:59:00Z", "2026-11-20T12:00:00Z")]
    [InlineData(DayOfWeek.Friday, 13 * 60, "Europe/Berlin", "2026-11-20T12:00:00Z", "2026-11-27T12:00:00Z")]
    // It is Saturday in Auckland already.
    [InlineData(DayOfWeek.Saturday, 60, "Pacific/Auckland", "2026-11-20T11:30:00Z", "2026-11-20T12:00:00Z")]
    // 02:30 does not exist on this Sunday: the clock jumps from 02:00 to 03:00.
    [InlineData(DayOfWeek.Sunday, 150, "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")]
    public void NextTime_FollowsTheLocalClock(DayOfWeek day, int minute, string zone, string after, string expected) =>
        Assert.Equal(
            DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture),
            ReportScheduleTime.Next(
                day,
                minute,
                TimeZoneInfo.FindSystemTimeZoneById(zone),
                DateTimeOffset.Parse(after, CultureInfo.InvariantCulture)
            )
        );

    [Fact]
    public async Task Report_GoesToLeadsAndApprovers_OnceAWeek_AlsoWithManyInstances()
    {
        await using var server = await MailServer.StartAsync();
        await using var world = await WorldAsync(o =>
        {
            server.Configure(o);
            o.PublicUrl = new Uri("https://triage.example.org/");
        });
        await world.PersonAsync("Nora", Data.Access.Role.Labeler);
        await SaveAsync(world, f => f.ByMail = true);
        var sender = world.Services.Get<ReportSender>();
        await RunAsync(sender);
        Assert.Empty(server.Mails);
        // The world is at Wednesday, 18 November.
        world.Clock.Now = new DateTimeOffset(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RunAsync(sender))));
        var mails = await server.ReceivedAsync(3);
        Assert.Equal(["Aron@example.org", "Bela@example.org", "Lea@example.org"], mails.Select(m => m.To).Order(StringComparer.Ordinal));
        var mail = mails[0].Mail;
        Assert.Equal("Triage Console: support: loop report 2026-W47", mail.Subject);
        Assert.Contains("Insufficient data to compare", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("https://triage.example.org/report/support?tenant=", mail.TextBody, StringComparison.Ordinal);
        var file = Assert.IsType<TextPart>(Assert.Single(mail.Attachments));
        Assert.Equal("support-2026-W47.html", file.FileName);
        Assert.StartsWith("<!doctype html>", file.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Insufficient data to compare", file.Text, StringComparison.Ordinal);
        Assert.Equal(
            3,
            await world.Services.QueryAsync(db =>
                db.AuditRecords.CountAsync(a => a.Action == AuditActions.Exported && a.Subject == "scheduled report")
            )
        );

        // The next week, and after a stop of three weeks only the last one.
        world.Clock.Now = world.Clock.Now.AddDays(28);
        await RunAsync(sender);
        await RunAsync(sender);
        Assert.Equal(6, (await server.ReceivedAsync(6)).Count);
        Assert.Equal(
            ["2026-W47", "2026-W51"],
            await world.Services.QueryAsync(db => db.ReportDeliveries.Select(d => d.Week).Distinct().Order().ToListAsync())
        );
    }

    [Fact]
    public async Task Mail_ThatIsSentAgainAfterACrash_HasTheSameMessageId()
    {
        await using var server = await MailServer.StartAsync();
        await using var world = await WorldAsync(o => server.Configure(o));
        await SaveAsync(world, f => f.ByMail = true);
        world.Clock.Now = world.Clock.Now.AddDays(7);
        var sender = world.Services.Get<ReportSender>();
        await RunAsync(sender);
        Assert.Equal(3, (await server.ReceivedAsync(3)).Count);
        // What an instance leaves that is killed between sending and storing: the attempt is counted, and its result is not stored.
        DateTimeOffset? none = null;
        await world.Services.QueryAsync(db => db.ReportDeliveries.ExecuteUpdateAsync(s => s.SetProperty(d => d.SentAt, none)));
        world.Clock.Now = world.Clock.Now.AddMinutes(1);
        await RunAsync(sender);
        var ids = (await server.ReceivedAsync(6))
            .GroupBy(m => m.To)
            .Select(g => (Mails: g.Count(), Id: Assert.Single(g.Select(m => m.Mail.MessageId).Distinct())))
            .ToList();
        Assert.Equal([2, 2, 2], ids.Select(i => i.Mails));
        Assert.Equal(3, ids.Select(i => i.Id).Distinct().Count());
        Assert.All(ids, i => Assert.StartsWith("report.", i.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Webhook_GetsTheSignedReport_AgainAfterAFailure_AndThePageShowsIt()
    {
        var bodies = new List<(string Body, string? Signature)>();
        await using var hook = await HookAsync(bodies);
        await using var world = await WorldAsync(o => (o.WebhookUrl, o.WebhookSecret) = (new Uri(hook.Urls.First() + "/hook"), "s3cret"));
        await SaveAsync(world, f => (f.ByMail, f.ByWebhook) = (false, true));
        world.Clock.Now = world.Clock.Now.AddDays(7);
        var sender = world.Services.Get<ReportSender>();
        await RunAsync(sender);
        var service = world.Services.Get<ReportScheduleService>();
        var row = Assert.Single((await service.ReadAsync(world.Lead, world.Workflow)).Deliveries);
        Assert.Equal(("webhook", "The webhook returned status 500.", null, null), (row.To, row.Reason, row.SentAt, row.FailedAt));
        Assert.Equal(world.Clock.Now.AddMinutes(1), row.NextAttemptAt);
        await RunAsync(sender);
        Assert.Single(bodies);
        world.Clock.Now = world.Clock.Now.AddMinutes(1);
        await RunAsync(sender);
        row = Assert.Single((await service.ReadAsync(world.Lead, world.Workflow)).Deliveries);
        Assert.Equal((world.Clock.Now, null), (row.SentAt, row.Reason));
        var (body, signature) = bodies[1];
        Assert.Equal(
            "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("s3cret"), Encoding.UTF8.GetBytes(body))),
            signature
        );
        using var json = JsonDocument.Parse(body);
        Assert.Equal("support", json.RootElement.GetProperty("workflow").GetString());
        Assert.True(json.RootElement.GetProperty("summary").GetArrayLength() > 0);
    }

    [Fact]
    public async Task Mail_ToSomebodyWhoLostTheRole_IsNotSent_AndADeliveryThatAlwaysFails_Ends()
    {
        await using var server = await MailServer.StartAsync();
        await using var world = await WorldAsync(o => server.Configure(o));
        await SaveAsync(world, f => f.ByMail = true);
        world.Clock.Now = world.Clock.Now.AddDays(7);
        var sender = world.Services.Get<ReportSender>();
        await sender.PlanAsync();
        await world.Services.QueryAsync(db => db.RoleGrants.Where(g => g.UserId == world.Second.UserId).ExecuteDeleteAsync());
        for (var n = 0; n < ReportSender.MaxAttempts; n++)
        {
            await sender.SendDueAsync();
            world.Clock.Now = world.Clock.Now.AddDays(1);
        }

        Assert.Equal(["Aron@example.org", "Lea@example.org"], server.Mails.Select(m => m.To).Order(StringComparer.Ordinal));
        var failed = await world.Services.QueryAsync(db => db.ReportDeliveries.SingleAsync(d => d.FailedAt != null));
        Assert.Equal((world.Second.UserId, ReportSender.MaxAttempts), (failed.RecipientId, failed.Attempts));
        Assert.Contains("no longer leads or approves", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schedule_IsSetByLeads_AndRefusesWhatIsWrong()
    {
        await using var world = await WorldAsync(_ => { });
        var service = world.Services.Get<ReportScheduleService>();
        await Assert.ThrowsAsync<AccessDeniedException>(() => service.SaveAsync(world.Approver, world.Workflow, new()));
        await Assert.ThrowsAsync<AccessDeniedException>(() => service.ReadAsync(world.Approver, world.Workflow));
        var wrong = await service.SaveAsync(
            world.Lead,
            world.Workflow,
            new()
            {
                Time = "soon",
                TimeZone = "Mars/Olympus",
                Day = (DayOfWeek)9,
                ByMail = false,
            }
        );
        Assert.Equal(["Time", "TimeZone", "Day", "ByMail"], wrong.Problems.Select(p => p.Field));
        Assert.True((await service.SaveAsync(world.Lead, world.Workflow, new())).Ok);
        // The form of another page that shows no schedule yet.
        Assert.True((await service.SaveAsync(world.Lead, world.Workflow, new())).IsConflict);
        var view = await service.ReadAsync(world.Lead, world.Workflow);
        Assert.Equal((new DateTimeOffset(2026, 11, 23, 7, 0, 0, TimeSpan.Zero), "Lea", false), (view.NextAt, view.SetBy, view.HasMail));
        view.Form.IsOn = false;
        Assert.True((await service.SaveAsync(world.Lead, world.Workflow, view.Form)).Ok);
        world.Clock.Now = world.Clock.Now.AddDays(14);
        await RunAsync(world.Services.Get<ReportSender>());
        Assert.False(await world.Services.QueryAsync(db => db.ReportDeliveries.AnyAsync()));
        Assert.Equal(2, await world.Services.QueryAsync(db => db.AuditRecords.CountAsync(a => a.Action == AuditActions.ReportScheduled)));
    }

    /// <summary>One run of the job.</summary>
    private static async Task RunAsync(ReportSender sender)
    {
        await sender.PlanAsync();
        await sender.SendDueAsync();
    }

    private static async Task SaveAsync(ReleaseWorld world, Action<ReportScheduleForm> change)
    {
        var form = new ReportScheduleForm { TimeZone = "Europe/Berlin" };
        change(form);
        var result = await world.Services.Get<ReportScheduleService>().SaveAsync(world.Lead, world.Workflow, form);
        Assert.True(result.Ok, result.Message);
    }

    private static async Task<ReleaseWorld> WorldAsync(Action<NoticeOptions> channels)
    {
        // The file is written by the components of the page.
        var world = await ReleaseWorld.CreateAsync(services: s => s.AddScoped<Times>());
        channels(world.Services.Get<IOptions<NoticeOptions>>().Value);
        world.Services.Get<IOptions<OutboundOptions>>().Value.AllowedPrivateHosts.Add("127.0.0.1");
        return world;
    }

    /// <summary>Answers the first request with a failure.</summary>
    private static async Task<WebApplication> HookAsync(List<(string Body, string? Signature)> bodies)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost(
            "/hook",
            async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                bodies.Add((await reader.ReadToEndAsync(), request.Headers[NoticeSender.SignatureHeader]));
                return bodies.Count == 1 ? Results.StatusCode(500) : Results.Ok();
            }
        );
        await app.StartAsync();
        return app;
    }
}

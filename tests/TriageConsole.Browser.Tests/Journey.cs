using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Account;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Agreement.Consensus;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Browser.Tests;

/// <summary>Helpers for tests of the real app in a browser.</summary>
internal static class Journey
{
    /// <summary>Sends events of one workflow, all questionable, in descending order of priority.</summary>
    public static async Task SendAsync(
        TestApp app,
        int events,
        string workflow = "support.chat",
        string tenant = "acme",
        int from = 0,
        string input = "Where is my refund?"
    )
    {
        var lines = Enumerable
            .Range(from, events)
            .Select(n =>
                $$"""{"trace_id":"t{{n}}","task_type":"{{workflow}}","task_id":"k{{n}}","model_version":"v1","inpu"""
                + $$"""t":"{{input}} Case {{n}}.","output":"It is on its way, case """
                + $$"""{{n}}.","outcome_metric_name":"resolved","outcome_metric_value":{{(n % 40) / 100.0:0.00}}}"""
            );
        await SendLinesAsync(app, lines, tenant);
    }

    /// <summary>Sends the given lines.</summary>
    public static async Task SendLinesAsync(TestApp app, IEnumerable<string> lines, string tenant = "acme") =>
        await app.Get<IngestService>()
            .AcceptAsync(
                new IngestSource(await app.EnsureTenantAsync(tenant), tenant),
                new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(l => l.Trim()))))
            );

    /// <summary>
    /// Imports labels of t0 to t4 by three labelers and a judge, who disagree on some, and computes agreement and consensus.
    /// </summary>
    public static async Task DisputeAsync(TestApp app)
    {
        var tenant = await app.EnsureTenantAsync("acme");
        await using (var db = app.Database.CreateContext())
            await app.Get<RubricService>()
                .EnsureForWorkflowAsync(await db.Workflows.Where(w => w.Key == "support.chat").Select(w => w.Id).SingleAsync());
        var lines =
            from n in Enumerable.Range(0, 5)
            from labeler in new[] { "ann", "bob", "cleo", "llm:judge" }
            select $$"""{"trace_id":"t{{n}}","labeler_id":"{{labeler}}","rubric_key":"resolved","valu"""
                + $$"""e":"{{(n % 2 == 0 || labeler == "cleo" ? "yes" : "no")}}"}""";
        await app.Get<LabelImportService>().ImportAsync(tenant, new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        await app.Get<AgreementCounter>().CatchUpAsync();
        await app.Get<ConsensusService>().CatchUpAsync();
    }

    /// <summary>Two imported labelers report the first item of the queue: a flag and a skip.</summary>
    public static async Task FlagAsync(TestApp app)
    {
        await using var db = app.Database.CreateContext();
        var item = await db.QueueItems.OrderBy(q => q.Id).FirstAsync();
        var labelers = await db.Labelers.OrderBy(l => l.Id).Take(2).ToListAsync();
        foreach (var (labeler, kind, note) in new[] { (labelers[0], FlagKind.PersonalData, ""), (labelers[1], FlagKind.Skip, "No idea") })
        {
            var assignment = new Assignment
            {
                QueueItemId = item.Id,
                LabelerId = labeler.Id,
                State = AssignmentState.Skipped,
                LeasedAt = item.CreatedAt,
                LeaseUntil = item.CreatedAt,
                FinishedAt = item.CreatedAt,
            };
            db.Assignments.Add(assignment);
            await db.SaveChangesAsync();
            db.Flags.Add(
                new Flag
                {
                    TenantId = item.TenantId,
                    WorkflowId = item.WorkflowId,
                    InteractionId = item.InteractionId,
                    AssignmentId = assignment.Id,
                    LabelerId = labeler.Id,
                    Kind = kind,
                    Note = note,
                    CreatedAt = item.CreatedAt,
                }
            );
            await db.SaveChangesAsync();
        }
    }

    /// <summary>Disables the audit sample, so that the test decides which items are in the queue and how often.</summary>
    public static async Task WithoutAuditAsync(TestApp app, string workflow = "support.chat", int labels = 1)
    {
        await app.AddWorkflowAsync("acme", workflow);
        await using var db = app.Database.CreateContext();
        await db
            .Workflows.Where(w => w.Key == workflow)
            .ExecuteUpdateAsync(s => s.SetProperty(w => w.AuditShare, 0).SetProperty(w => w.LabelsPerItem, labels));
    }

    /// <summary>Signs a new person in through the page of a one-time link, with the roles on the tenant (admins: on all tenants).</summary>
    public static async Task<IPage> SignInAsync(TestApp app, IBrowserContext context, params Role[] roles)
    {
        var tenant = await app.EnsureTenantAsync("acme");
        var (userId, _) = await app.CreatePersonAsync([.. roles.Select(r => new Grant(r, r == Role.Admin ? null : tenant, null))]);
        var token = await app.Get<SignInLinkService>().CreateAsync(userId, isInvitation: false, TimeSpan.FromMinutes(5));
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(app.Address, $"/account/link/{token}").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).Or(page.Locator("form button[type=submit]")).First.ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First.WaitForAsync();
        await Assertions.Expect(page).ToHaveURLAsync(At(app, "/"));
        return page;
    }

    public static string At(TestApp app, string path) => new Uri(app.Address, path).ToString();

    /// <summary>Collects script errors and violations of the content security policy.</summary>
    public static List<string> Complaints(IPage page)
    {
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };
        return complaints;
    }
}

using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Agreement.Consensus;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Evaluation.Endpoints;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Evaluation.Judges;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Outbound;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>The judges of a workflow: calibration, errors by pattern, and suggested instructions.</summary>
public sealed class JudgeJourneys(Browser browser)
{
    private const int Questions = 60;

    private const string Rubric =
        """{"title":"R","instructions":"","criteria":[{"key":"quality","kind":"yes_no","label":"Good?","required":true,"o"""
        + """ptions":[{"value":"no","label":"No","marks_failure":true}]}]}""";

    [Fact]
    public async Task Lead_ByKeyboard_CalibratesAJudge_SeesWhereItErrs_TriesASuggestion_AndTheJudgeIsTrusted()
    {
        await using var model = await JudgeModel.StartAsync();
        await using var app = await StartAsync();
        var workflow = await PrepareAsync(app, model);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/judges/support.chat?tenant=acme"));
        var status = page.GetByRole(AriaRole.Region, new() { Name = "llm:j", Exact = true });
        await Expect(status).ToContainTextAsync("diagnostic only");
        await Expect(status).ToContainTextAsync("It is not calibrated.");

        await status.GetByRole(AriaRole.Button, new() { Name = "Calibrate judge" }).PressAsync("Enter");
        await Expect(page.GetByText($"The judge answers {Questions} labeled interactions.")).ToBeVisibleAsync();
        await Expect(status.GetByRole(AriaRole.Status)).ToContainTextAsync($"Calibrating: 0 of {Questions} interactions");
        await WorkAsync(app, workflow);
        // The judge lets every failure below 30 pass: 15, of which 10 are in the pattern.
        await Expect(status).ToContainTextAsync("The judge does not reach the minimum κ");
        var errors = page.GetByRole(AriaRole.Region, new() { Name = "Errors: Good?", Exact = true });
        await Expect(errors).ToContainTextAsync("15 errors on 60");
        var pattern = errors.GetByRole(AriaRole.Row, new() { Name = "country = DE" });
        await Expect(pattern.GetByRole(AriaRole.Cell))
            .ToHaveTextAsync(new[] { new Regex("country = DE"), new Regex("50"), new Regex("^10$"), new Regex("^20$") });

        await page.GetByRole(AriaRole.Button, new() { Name = "Suggest from errors" }).PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByLabel("Instructions of the judge")).ToHaveValueAsync(JudgeModel.Hint);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Start trial" }).PressAsync("Enter");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(status.GetByRole(AriaRole.Status)).ToContainTextAsync("Trying instructions: 0 of");
        await WorkAsync(app, workflow);
        var trials = page.GetByRole(AriaRole.Region, new() { Name = "Trials of instructions" });
        await Expect(trials).ToContainTextAsync("Better:");
        await trials.GetByRole(AriaRole.Button, new() { Name = "Use instructions" }).PressAsync("Enter");
        await Expect(page.GetByText("Saved as the instructions of the judge.", new() { Exact = false })).ToBeVisibleAsync();
        await Expect(status).ToContainTextAsync("the prompt changed");

        await status.GetByRole(AriaRole.Button, new() { Name = "Calibrate judge" }).PressAsync("Enter");
        await Expect(status.GetByRole(AriaRole.Status)).ToContainTextAsync("Calibrating");
        await WorkAsync(app, workflow);
        await Expect(status.Locator(".chip").First).ToHaveTextAsync("trusted");
        await Expect(errors).ToContainTextAsync("0 errors on 60");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Lead_CancelsACalibration_AndTheJudgeStaysDiagnostic()
    {
        await using var model = await JudgeModel.StartAsync();
        await using var app = await StartAsync();
        await PrepareAsync(app, model);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        await page.GotoAsync(Journey.At(app, "/judges/support.chat?tenant=acme"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Calibrate judge" }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).PressAsync("Enter");
        await Expect(page.GetByText("Cancelled.", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Calibrate judge" })).ToBeVisibleAsync();
        await Expect(page.GetByText("diagnostic only", new() { Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>The test works on runs itself: the search for patterns would remove the planted one.</summary>
    private static Task<TestApp> StartAsync() =>
        TestApp.StartAsync(b =>
        {
            b.Configuration["Jobs:IsEnabled"] = "false";
            b.Services.Configure<OutboundOptions>(o => o.AllowedPrivateHosts.Add("127.0.0.1"));
        });

    private static async Task WorkAsync(TestApp app, WorkflowRef workflow)
    {
        var runner = app.Get<JudgeRunner>();
        foreach (var id in await runner.OpenAsync(CancellationToken.None))
            await runner.WorkAsync(id);
        await app.Get<AgreementCounter>().CatchUpAsync();
        await app.Get<ConsensusService>().CatchUpAsync();
        app.Get<ChangeNotifier>().Publish(workflow.Id);
    }

    /// <summary>Labeled questions, a judge over the model, and a pattern of the first twenty.</summary>
    private static async Task<WorkflowRef> PrepareAsync(TestApp app, JudgeModel model)
    {
        await Journey.WithoutAuditAsync(app);
        var numbers = Enumerable.Range(0, Questions).ToList();
        await Journey.SendLinesAsync(
            app,
            numbers.Select(n =>
                $$"""{"trace_id":"t{{n}}","task_type":"support.chat","task_id":"k{{n}}","model_version":"v1","inpu"""
                + $$"""t":"question {{n}}","output":"Answer to: question {{n}}"}"""
            )
        );
        await using var db = app.Database.CreateContext();
        var workflow = await db
            .Workflows.Where(w => w.Key == "support.chat")
            .Select(w => new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, true, null))
            .SingleAsync();
        Assert.True((await app.Get<RubricService>().ImportAsync(workflow.Id, Rubric, "test", "")).Ok);
        var labels = numbers.Select(n =>
            $$"""{"trace_id":"t{{n}}","labeler_id":"expert","rubric_key":"quality","value":"{{JudgeModel.Expert(n)}}"}"""
        );
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', labels)));
        Assert.Equal(Questions, (await app.Get<LabelImportService>().ImportAsync(workflow.TenantId, stream)).Accepted);

        var admin = new PersonAccess((await app.CreatePersonAsync()).UserId, "Ada", [new Grant(Role.Admin, workflow.TenantId, null)]);
        var endpoint = new EndpointEdit("main", model.BaseUrl, "model-x", "sk-test-0123456789abcdef");
        Assert.True((await app.Get<EndpointService>().CreateAsync(admin, workflow.TenantId, endpoint)).Ok);
        var set = await app.Get<EvaluatorSetService>()
            .SaveAsync(
                admin,
                workflow,
                0,
                """{"evaluators":[{"key":"judge","kind":"judge","endpoint":"main","judge":"llm:j","instructions":""}]}"""
            );
        Assert.True(set.Ok, set.Message);
        var pattern = new FailurePattern
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            TermsHash = "planted",
            Terms = "[]",
            Name = "country = DE",
            IsCurrent = true,
        };
        db.FailurePatterns.Add(pattern);
        await db.SaveChangesAsync();
        var traces = numbers.Take(20).Select(n => $"t{n}").ToArray();
        db.PatternMembers.AddRange(
            await db
                .Interactions.Where(i => traces.Contains(i.TraceId))
                .Select(i => new PatternMember { PatternId = pattern.Id, InteractionId = i.Id })
                .ToListAsync()
        );
        await db.SaveChangesAsync();
        return workflow;
    }
}

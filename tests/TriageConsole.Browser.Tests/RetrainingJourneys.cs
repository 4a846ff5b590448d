using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TriageConsole.Core.Patterns;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Retraining;
using TriageConsole.Features.Retraining.Runs;
using TriageConsole.Features.Rubrics;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>Retraining as a lead uses it: a proposal, its run, a cancellation and the result.</summary>
public sealed class RetrainingJourneys(Browser browser)
{
    private const int Count = 16;

    private const string Rubric =
        """{"title":"R","instructions":"","criteria":[{"key":"quality","kind":"yes_no","label":"Good?","required":true,"o"""
        + """ptions":[{"value":"no","label":"No","marks_failure":true}]}]}""";

    [Fact]
    public async Task Lead_ByKeyboard_ProposesStartsCancelsAndRepeatsARun()
    {
        var end = Path.Combine(Path.GetTempPath(), $"retraining-{Guid.NewGuid():N}");
        await using var stage = await ReleaseFixture.WithLiveAsync(b =>
        {
            // The test works on runs itself: the search for patterns would remove the planted one.
            b.Configuration["Jobs:IsEnabled"] = "false";
            b.Services.Configure<RetrainingOptions>(o =>
            {
                o.PollMilliseconds = 100;
                o.Executors["fixer"] = new ExecutorOptions
                {
                    Kind = ExecutorKind.Command,
                    Program = "/bin/sh",
                    Arguments =
                    {
                        "-c",
                        $"echo 'Tries a prompt.'; while ! test -e {end}; do sleep 0.05; done; echo "
                            + """'{"components":[{"kind":"prompt","name":"answer","content":"Name the day."}]}' > result.json""",
                    },
                    TimeoutSeconds = 120,
                };
            });
        });
        await PrepareAsync(stage);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(stage.App, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(stage.App, "/retraining/support.chat?tenant=acme"));
        await Expect(page.GetByText("No open proposals")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Propose retraining" }).PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason").FillAsync("They ask for the day.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Propose retraining" }).PressAsync("Enter");
        var proposal = page.GetByRole(AriaRole.Region, new() { NameRegex = new Regex("^Proposal [0-9]+$") });
        await Expect(proposal).ToContainTextAsync("They ask for the day.");
        await Expect(proposal).ToContainTextAsync("country = FR");

        await proposal.GetByRole(AriaRole.Button, new() { Name = "Start run" }).PressAsync("Enter");
        await Expect(proposal).ToContainTextAsync("a run is in progress");
        var work = WorkAsync(stage);
        await page.Locator("table a.row-link").First.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/retraining/support.chat/[0-9]+"));
        var state = page.Locator(".page-head .chip");
        await Expect(state).ToHaveTextAsync("running");
        var log = page.GetByRole(AriaRole.Region, new() { Name = "Log", Exact = true });
        await Expect(log).ToContainTextAsync("Tries a prompt.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).PressAsync("Enter");
        await Expect(page.GetByText("The run ends within seconds.")).ToBeVisibleAsync();
        await work;
        await Expect(state).ToHaveTextAsync("cancelled");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Cancel run" })).ToHaveCountAsync(0);

        // The proposal is open again. The next run is not stopped, and its result is a draft of a release.
        await page.GetByLabel("Breadcrumb").GetByRole(AriaRole.Link, new() { Name = "Retraining" }).PressAsync("Enter");
        await File.WriteAllTextAsync(end, "");
        await proposal.GetByRole(AriaRole.Button, new() { Name = "Start run" }).PressAsync("Enter");
        await Expect(proposal).ToContainTextAsync("a run is in progress");
        await WorkAsync(stage);
        await Expect(page.GetByText("No open proposals")).ToBeVisibleAsync();
        var first = page.Locator("tbody tr", new() { Has = page.Locator(".row-link") }).First;
        await Expect(first).ToContainTextAsync("succeeded");
        await Expect(page.Locator("tbody tr", new() { Has = page.Locator(".row-link") }).Nth(1)).ToContainTextAsync("cancelled");
        await first.Locator(".row-link").PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Lineage" })).ToContainTextAsync("retrain-");
        Assert.Empty(complaints);
        File.Delete(end);
    }

    private static async Task WorkAsync(ReleaseFixture stage)
    {
        var worker = stage.App.Get<RunWorker>();
        while (await worker.RunNextAsync(commands: true)) { }
    }

    /// <summary>Labeled interactions with consent, and a pattern of the first half of them.</summary>
    private static async Task PrepareAsync(ReleaseFixture stage)
    {
        var numbers = Enumerable.Range(0, Count).ToList();
        await Journey.SendLinesAsync(
            stage.App,
            numbers.Select(n =>
                $$"""{"trace_id":"d{{n}}","task_type":"support.chat","task_id":"task-{{n}}","model_version":"m1","releas"""
                + $$"""e":"answers-1","input":"question {{n}}","output":"answer {{n}}","consent_scope":"training"}"""
            )
        );
        Assert.True((await stage.App.Get<RubricService>().ImportAsync(stage.Workflow.Id, Rubric, "test", "")).Ok);
        var labels = numbers.Select(n =>
            $$"""{"trace_id":"d{{n}}","labeler_id":"ann","rubric_key":"quality","value":"{{(n < Count / 2 ? "no" : "yes")}}"}"""
        );
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', labels)));
        Assert.Equal(Count, (await stage.App.Get<LabelImportService>().ImportAsync(stage.Workflow.TenantId, stream)).Accepted);
        await using var db = stage.App.Database.CreateContext();
        var pattern = new FailurePattern
        {
            TenantId = stage.Workflow.TenantId,
            WorkflowId = stage.Workflow.Id,
            TermsHash = "planted",
            Terms = "[]",
            Name = "country = FR",
            IsCurrent = true,
            FirstSeenAt = DateTimeOffset.UnixEpoch,
            LastSeenAt = DateTimeOffset.UnixEpoch,
            ActionKey = SuggestedAction.FixPrompt,
            Action = "Fix the prompt.",
        };
        db.FailurePatterns.Add(pattern);
        await db.SaveChangesAsync();
        var traces = numbers.Take(Count / 2).Select(n => $"d{n}").ToArray();
        db.PatternMembers.AddRange(
            await db
                .Interactions.Where(i => traces.Contains(i.TraceId))
                .Select(i => new PatternMember { PatternId = pattern.Id, InteractionId = i.Id })
                .ToListAsync()
        );
        await db.SaveChangesAsync();
    }
}

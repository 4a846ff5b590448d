using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Core.Reports;
using TriageConsole.Core.Retraining;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Evaluation.Endpoints;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Features.Golden;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Reports;
using TriageConsole.Features.Retraining;
using TriageConsole.Features.Retraining.Proposals;
using TriageConsole.Features.Retraining.Runs;
using TriageConsole.Features.Rubrics;
using TriageConsole.Outbound;
using TriageConsole.Security;
using TriageConsole.Tests.Releases;

namespace TriageConsole.Tests.Retraining;

/// <summary>The whole loop, from a planted failure to the report that says what repaired it.</summary>
public sealed class LoopTests
{
    private const string Rubric =
        """{"title":"R","instructions":"","criteria":[{"key":"quality","kind":"yes_no","label":"Good?","required":true,"o"""
        + """ptions":[{"value":"no","label":"No","marks_failure":true}]}]}""";

    /// <summary>Adds a rule to the prompt if experts rejected training rows.</summary>
    private const string Fixer = """
        set -e
        prompt=$(sed -n 's/.*"content":"\([^"]*\)".*/\1/p' run.json)
        failing=$(grep -c '"quality":"no"' train.jsonl)
        test "$failing" -gt 0
        echo "$failing rows were rejected"
        printf '{"components":[{"kind":"prompt","name":"system","content":"%s Name the day of arrival.","message":"%s rejected rows"}]}' \
          "$prompt" "$failing" > result.json
        """;

    [Fact]
    public async Task PlantedFailure_IsFoundLabeledRepairedEvaluatedPromotedAndReported()
    {
        await using var model = await PromptModel.StartAsync();
        await using var w = await ReleaseWorld.CreateAsync(
            p => p.NeedsEvaluation = true,
            services =>
            {
                services.Configure<RetrainingOptions>(o => o.Executors["fixer"] = RetrainingWorld.Script(Fixer));
                services.Configure<OutboundOptions>(o => o.AllowedPrivateHosts.Add("127.0.0.1"));
            }
        );
        await w.LiveAsync("v1");

        // A planted failure: in Germany, responses do not name the day. Windows and patterns find it.
        await SendAsync(w, "v1", failing: 60, good: 60);
        w.Clock.Now = w.Clock.Now.AddMinutes(10);
        var closer = w.Services.Get<WindowCloser>();
        while (await closer.CloseDueAsync() > 0) { }
        Assert.True(
            await w.Services.QueryAsync(db =>
                db.FailureWindows.AnyAsync(x => x.WorkflowId == w.Workflow.Id && x.Negatives >= 50 && x.Severity == WindowSeverity.High)
            )
        );
        Assert.True(await w.Services.Get<PatternSearch>().SearchAsync(w.Workflow.Id));
        var pattern = await w.Services.QueryAsync(db => db.FailurePatterns.AsNoTracking().OrderBy(p => p.Rank).FirstAsync());
        Assert.Contains("country = DE", pattern.Name, StringComparison.Ordinal);

        // Experts label, some of it becomes the golden set, and the growth of the pattern triggers a proposal.
        await LabelAsync(w);
        await PrepareEvaluationAsync(w, model);
        Assert.Equal(1, await w.Services.Get<TriggerCheck>().CheckAsync(w.Workflow.Id, default));
        var reader = w.Services.Get<RetrainingReader>();
        var proposal = Assert.Single((await reader.ReadAsync(w.Lead, w.Workflow)).Proposals);
        Assert.Equal((RetrainingTrigger.Growing, RepairKind.Prompt, pattern.Id), (proposal.Trigger, proposal.Repair, proposal.PatternId));

        // The run repairs the prompt, and the evaluation follows by itself.
        var started = await w.Services.Get<RetrainingService>().StartAsync(w.Lead, w.Workflow, proposal.Id, null);
        Assert.True(started.Ok, started.Message);
        while (await w.Services.Get<RunWorker>().RunNextAsync(commands: true)) { }
        var run = (await reader.FindAsync(w.Lead, w.Workflow, started.Value.Run))!.Run;
        Assert.True(run.State == RetrainingState.Succeeded, run.Message);
        while (await w.Services.Get<EvalRunner>().RunNextAsync()) { }
        var evaluation = (await w.Services.Get<EvalReader>().OpenAsync(w.Lead, run.EvalRunId!.Value))!;
        Assert.True(evaluation.Run.Figures is not null, evaluation.Message);
        Assert.Equal((3, 3), (evaluation.Run.Figures.Golden.Candidate.Passes, evaluation.Run.Figures.Golden.Candidate.Items));

        // A canary shows that more is resolved. Every gate passes, so the approver needs no reason.
        var candidate = await w.ReleaseAsync(run.ResultRelease!);
        var canary = await w.Experiments.StartAsync(w.Approver, w.Workflow, ExperimentKind.Split, [new CandidateShare(candidate.Id, 0.5)]);
        Assert.True(canary.Ok, canary.Message);
        await w.TrafficAsync(15, ("v1", 20, 10, "", true), (candidate.Name, 20, 17, "", true));
        var promoted = await w.PromoteAsync(await w.ReleaseAsync(candidate.Name));
        Assert.True(promoted.Ok, promoted.Message);
        Assert.Equal(candidate.Name, await w.LiveNameAsync());

        // The failure is gone, the lead closes the pattern, and the report says what happened and what did it.
        await SendAsync(w, candidate.Name, failing: 0, good: 120);
        var patterns = w.Services.Get<PatternService>();
        var standing = new PatternStanding(pattern.State, pattern.OwnerId);
        Assert.True((await patterns.ChangeAsync(w.Lead, w.Workflow, pattern.Id, standing, PatternState.Fixed, null)).Ok);
        w.Clock.Now = w.Clock.Now.AddDays(7);
        var week = IsoWeek.Of(w.Clock.Now.AddDays(-7));
        var report = await w.Services.Get<LoopReportService>().ReadAsync(w.Lead, w.Workflow, week);
        var repaired = Assert.Single(report.Patterns, p => p.Kind == ReportPatternKind.Fixed);
        Assert.Equal(pattern.Id, repaired.Id);
        Assert.Equal([candidate.Name], repaired.Releases);
        Assert.Contains(
            report.Changes,
            c => c.Kind == ReportChangeKind.Promotion && c.Text.Contains(candidate.Name, StringComparison.Ordinal) && !c.Overridden
        );
    }

    private static async Task SendAsync(ReleaseWorld w, string release, int failing, int good)
    {
        var when = w.Clock.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var lines = Enumerable
            .Range(0, failing + good)
            .Select(n =>
                JsonSerializer.Serialize(
                    new
                    {
                        trace_id = $"{release}-{n}",
                        task_type = ReleaseWorld.Key,
                        task_id = $"{release}-k{n}",
                        model_version = "m1",
                        release,
                        timestamp = when,
                        country = n < failing ? "DE" : "FR",
                        user_id = $"u{n}",
                        consent_scope = "training",
                        input = $"Where is parcel {n}?",
                        output = n < failing ? "It is on its way." : "It arrives on Monday.",
                        outcome_metric_name = "resolved",
                        outcome_metric_value = n < failing ? 0 : 1,
                        feedback = n < failing
                            ? new[]
                            {
                                new
                                {
                                    feedback_type = "explicit",
                                    name = "thumbs_down",
                                    value = true,
                                },
                            }
                            : [],
                    }
                )
            );
        Assert.Equal(failing + good, (await w.Services.SendAsync([.. lines])).Accepted);
    }

    private static async Task LabelAsync(ReleaseWorld w)
    {
        Assert.True((await w.Services.Get<RubricService>().ImportAsync(w.Workflow.Id, Rubric, "test", "")).Ok);
        var lines = Enumerable
            .Range(0, 30)
            .Select(n => $$"""{"trace_id":"v1-{{n}}","labeler_id":"ann","rubric_key":"quality","value":"no","comment":"When?"}""")
            .Concat(
                Enumerable
                    .Range(60, 30)
                    .Select(n => $$"""{"trace_id":"v1-{{n}}","labeler_id":"ann","rubric_key":"quality","value":"yes"}""")
            );
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        Assert.Equal(60, (await w.Services.Get<LabelImportService>().ImportAsync(w.Workflow.TenantId, stream)).Accepted);
        w.Clock.Now = w.Clock.Now.AddMinutes(1);
    }

    /// <summary>Three golden items of the pattern, an evaluator, and an endpoint that evaluates what a retraining makes.</summary>
    private static async Task PrepareEvaluationAsync(ReleaseWorld w, PromptModel model)
    {
        var rubric = await w.Services.Get<RubricService>().EnsureForWorkflowAsync(w.Workflow.Id);
        foreach (var trace in new[] { "v1-0", "v1-1", "v1-2" })
        {
            var id = await w.Services.QueryAsync(db => db.Interactions.Where(i => i.TraceId == trace).Select(i => i.Id).SingleAsync());
            var edit = new GoldenEdit(0, new Dictionary<string, string> { ["quality"] = "yes" }, "It arrives on Monday.", "");
            var made = await w.Services.Get<GoldenCreation>().CreateAsync(w.Lead, w.Workflow, id, rubric, edit);
            Assert.True(made.Ok, made.Message);
        }

        var set = await w
            .Services.Get<EvaluatorSetService>()
            .SaveAsync(w.Lead, w.Workflow, 0, """{"evaluators":[{"key":"day","kind":"contains","texts":["arrives on"]}]}""");
        Assert.True(set.Ok, set.Message);
        var admin = await w.PersonAsync("Ada") with { Grants = [new Grant(Role.Admin, w.Workflow.TenantId, null)] };
        var endpoints = w.Services.Get<EndpointService>();
        Assert.True((await endpoints.CreateAsync(admin, w.Workflow.TenantId, new EndpointEdit("main", model.BaseUrl, "m1", "sk-1"))).Ok);
        var settings = w.Services.Get<RetrainingSettingsService>();
        var form = await settings.ReadAsync(w.Lead, w.Workflow);
        form.EvaluationEndpointId = (await endpoints.ListAsync(admin)).Single().Id;
        Assert.True((await settings.SaveAsync(w.Lead, w.Workflow, form)).Ok);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Labels;

public sealed class ParallelLabelImportTests
{
    private static readonly Uri Labels = new("/api/v1/labels", UriKind.Relative);
    private static readonly Uri Events = new("/api/v1/events", UriKind.Relative);

    [Fact]
    public async Task Post_FiftyPairsConcurrently_AllSucceedAndOneLabelIsCurrent()
    {
        await using var app = await TestApp.StartAsync();
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "label"));
        using var sent = await client.PostAsync(Events, new StringContent(IngestFixture.Event("t") + "\n" + IngestFixture.Event("u")));
        for (var pair = 0; pair < 50; pair++)
        {
            var answers = await Task.WhenAll(
                PostAsync(client, Line("t", "ann", "resolved", $"a{pair}"), Line("u", "ann", $"key{pair % 7}", "x")),
                PostAsync(client, Line("t", "ann", "resolved", $"b{pair}"), Line("u", "ann", $"key{pair % 5}", "y"))
            );
            Assert.All(answers, a => Assert.Equal(0, a.GetProperty("refused_count").GetInt32()));
            Assert.All(
                answers,
                a =>
                    Assert.Equal(
                        2,
                        a.GetProperty("accepted").GetInt32() + a.GetProperty("revised").GetInt32() + a.GetProperty("duplicates").GetInt32()
                    )
            );
        }

        await using (var db = app.Database.CreateContext())
        {
            await LabelInvariants.AssertBalanceAsync(db);
            Assert.Equal(
                100,
                await db.Labels.Where(l => db.Interactions.Any(i => i.Id == l.InteractionId && i.TraceId == "t")).MaxAsync(l => l.Revision)
            );
        }

        Assert.Equal(1, (await PostAsync(client, Line("t", "ann", "resolved", "last"))).GetProperty("revised").GetInt32());
        await using var after = app.Database.CreateContext();
        await LabelInvariants.AssertBalanceAsync(after);
        Assert.Equal(
            "last",
            await after
                .LabelAnswers.Where(a => a.Criterion == "resolved" && after.Labels.Any(l => l.Id == a.LabelId && l.IsCurrent))
                .Select(a => a.Value)
                .SingleAsync()
        );
    }

    [Fact]
    public async Task Import_ThirtyTwoOverlappingSetsConcurrently_StoresEveryLineWithoutContradiction()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync([.. Enumerable.Range(0, 40).Select(n => IngestFixture.Event($"t{n}"))]);
        // New labelers, keys, words and revisions, with a different order for each importer.
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(importer =>
                    Task.Run(async () =>
                    {
                        var lines = Enumerable
                            .Range(0, 60)
                            .Select(n => (importer * 7 + n * 13) % 120)
                            .Select(n =>
                                Line(
                                    $"t{n % 40}",
                                    $"r{n % 3}",
                                    n % 2 == 0 ? "quality" : $"key{importer % 4}",
                                    (importer + n) % 3 == 0 ? "Yes" : "No"
                                )
                            );
                        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
                        return await f.Get<LabelImportService>().ImportAsync(null, stream);
                    })
                )
        );
        Assert.All(results, r => Assert.Equal((60, 0), (r.Accepted + r.Revised + r.Duplicates, r.RefusedCount)));
        await f.QueryAsync(async db =>
        {
            await LabelInvariants.AssertBalanceAsync(db);
            return true;
        });
        await f.Get<AgreementCounter>().CatchUpAsync();
        var (answers, entries) = await f.QueryAsync(async db =>
            (
                await db.LabelAnswers.CountAsync(a => db.Labels.Any(l => l.Id == a.LabelId && l.IsCurrent)),
                await db.AgreementEntries.CountAsync()
            )
        );
        Assert.Equal(answers, entries);
    }

    [Fact]
    public async Task Import_WhileTheSameLabelerSubmitsInTheBrowser_KeepsBothAndTheCounts()
    {
        await using var app = await TestApp.StartAsync();
        var workflow = await app.AddWorkflowAsync("acme", "support.chat");
        await using (var db = app.Database.CreateContext())
            await db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.AuditShare, 0).SetProperty(w => w.LabelsPerItem, 1));
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "label"));
        const int Items = 24;
        using var sent = await client.PostAsync(
            Events,
            new StringContent(
                string.Join(
                    '\n',
                    Enumerable
                        .Range(0, Items)
                        .Select(n =>
                            $$"""{"trace_id":"t{{n}}","task_type":"support.chat","task_id":"k{{n}}","model_version":"v1","i"""
                            + $$"""nput":"q","output":"a","outcome_metric_name":"resolved","outcome_metric_value":0.1}"""
                        )
                )
            )
        );
        var (userId, _) = await app.CreatePersonAsync(new Grant(Role.Labeler, workflow.TenantId, null));
        var access = new PersonAccess(userId, "Ann", [new Grant(Role.Labeler, workflow.TenantId, null)]);
        var labeling = app.Get<LabelingService>();
        var session = await labeling.StartAsync(
            access,
            new WorkflowRef(workflow.Id, workflow.TenantId, "acme", workflow.Key, workflow.Name, true, null)
        );
        var submits = Task.Run(async () =>
        {
            for (var n = 0; n < Items; n++)
            {
                var item = (await labeling.NextAsync(access, session))!;
                Assert.Equal(
                    SubmitStatus.Saved,
                    (
                        await labeling.SubmitAsync(
                            access,
                            session,
                            item,
                            new Submission(Guid.NewGuid(), new Dictionary<string, string> { ["resolved"] = "yes" }, 1000)
                        )
                    )
                        .Value
                        .Status
                );
            }
        });
        var imports = Enumerable
            .Range(0, 4)
            .Select(n =>
                Task.Run(async () =>
                {
                    foreach (var round in Enumerable.Range(0, 6))
                        await PostAsync(
                            client,
                            [
                                .. Enumerable
                                    .Range(0, Items)
                                    .Select(t =>
                                        Line($"t{(t + n * 5) % Items}", $"user:{userId}", "resolved", (round + n) % 2 == 0 ? "yes" : "no")
                                    ),
                            ]
                        );
                })
            );
        await Task.WhenAll(imports.Append(submits));

        await using var after = app.Database.CreateContext();
        await LabelInvariants.AssertBalanceAsync(after);
        Assert.Equal(1, await after.Labelers.CountAsync());
        Assert.Equal(2 * Items, await after.Labels.CountAsync(l => l.IsCurrent));
        Assert.Equal(Items, await after.LabelerDays.SumAsync(d => d.Labels));
        Assert.Equal(
            (0, 0),
            (await after.WorkflowCounters.SumAsync(c => c.OpenSlots), await after.WorkflowCounters.SumAsync(c => c.LeasedSlots))
        );
    }

    private static string Line(string trace, string labeler, string key, string value) =>
        $$"""{"trace_id":"{{trace}}","labeler_id":"{{labeler}}","rubric_key":"{{key}}","value":"{{value}}"}""";

    private static async Task<JsonElement> PostAsync(HttpClient client, params string[] lines)
    {
        using var answer = await client.PostAsync(Labels, new StringContent(string.Join('\n', lines)));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}

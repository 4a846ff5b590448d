using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Agreement;
using TriageConsole.Data.Access;
using TriageConsole.Data.Agreement;
using TriageConsole.Features.Agreement.Adjudications;
using TriageConsole.Features.Golden;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;
using TriageConsole.Tests.Agreement;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Labels;

/// <summary>Labels of single messages: import, export, agreement, disagreements and golden answers.</summary>
public sealed class TurnLabelTests
{
    private const string Messages =
        "\"messages\":[" + """{"role":"user","content":"one"},{"role":"user","content":"two"},{"role":"user","content":"three"}]""";

    private const string OwnRubric = """
        {"title":"R","criteria":[{"key":"satisfaction","kind":"ordinal","label":"Satisfied?","min":1,"max":5,"scope":"turn",
         "anchors":[{"value":1,"label":"not at all","marks_failure":true}]},
         {"key":"overall","kind":"yes_no","label":"Good?","options":[{"value":"no","label":"No","marks_failure":true}]}]}
        """;

    private static readonly string[] Example =
    [
        Line("A", 3, 0),
        Line("A", 4, 1),
        Line("A", 2, 2),
        Line("B", 3, 0),
        Line("B", 5, 1),
        Line("B", 2, 2),
    ];

    private static string Line(string labeler, object value, object? message, string key = "satisfaction", string trace = "t") =>
        JsonSerializer.Serialize(
            new
            {
                trace_id = trace,
                labeler_id = labeler,
                rubric_key = key,
                value,
                target = message is null ? null : new { message_index = message },
            }
        );

    private static async Task<AgreementWorld> CreateAsync(string? rubric = null)
    {
        var world = await AgreementWorld.CreateAsync([IngestFixture.Event("t", Messages), IngestFixture.Event("plain")]);
        if (rubric is not null)
            await world.PublishAsync(rubric);
        return world;
    }

    private static async Task<LabelImportResult> ImportAsync(AgreementWorld w, params string[] lines)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return await w.Fixture.Get<LabelImportService>().ImportAsync(null, stream);
    }

    /// <summary>The values were computed by hand and by the krippendorff package.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_OfTheExample_GivesSixLabelsThreeUnitsAndTheirAgreement(bool ownRubric)
    {
        await using var w = await CreateAsync(ownRubric ? OwnRubric : null);
        var first = await ImportAsync(w, Example);
        Assert.Equal((6, 0, 0, 0), (first.Accepted, first.Duplicates, first.Revised, first.RefusedCount));
        var stored = await w.Fixture.QueryAsync(db =>
            db.Labels.Where(l => l.IsCurrent)
                .OrderBy(l => l.Labeler!.Key)
                .ThenBy(l => l.Turn)
                .Select(l => new
                {
                    l.Labeler!.Key,
                    l.Turn,
                    l.Answers.Single().Value,
                })
                .ToListAsync()
        );
        Assert.Equal(
            [("A", 1, "3"), ("A", 2, "4"), ("A", 3, "2"), ("B", 1, "3"), ("B", 2, "5"), ("B", 3, "2")],
            stored.Select(l => (l.Key, l.Turn, l.Value))
        );

        var report = await w.ReportAsync("satisfaction");
        var figures = report.Figures;
        Assert.Equal((3, 3, 6), (figures.Items, figures.PairedItems, figures.Labels));
        Assert.Equal(0.949495, figures.Alpha[MeasurementLevel.Ordinal].Value!.Value, 6);
        Assert.Equal(0.878049, figures.Alpha[MeasurementLevel.Interval].Value!.Value, 6);
        Assert.Equal(0.615385, figures.Alpha[MeasurementLevel.Nominal].Value!.Value, 6);
        Assert.Equal((Core.Rubrics.CriterionScope.Turn, !ownRubric), (report.Question.Scope, report.Question.IsImported));
        await w.AssertCountsAsync();

        var again = await ImportAsync(w, [.. Example.Reverse()]);
        Assert.Equal((0, 6, 0, 0), (again.Accepted, again.Duplicates, again.Revised, again.RefusedCount));
        Assert.Equal(6, await w.Fixture.QueryAsync(db => db.Labels.CountAsync()));
        Assert.Equal(1, (await ImportAsync(w, Line("B", 4, 1))).Revised);
        Assert.Equal(1.0, (await w.ReportAsync("satisfaction")).Figures.Alpha[MeasurementLevel.Nominal].Value!.Value, 12);
        await w.AssertCountsAsync();
        await w.Fixture.QueryAsync(async db =>
        {
            await LabelInvariants.AssertBalanceAsync(db);
            return true;
        });
    }

    [Theory]
    [InlineData("""{"message_index":3}""", "unknown_message_index")]
    [InlineData("""{"message_index":-1}""", "bad_message_index")]
    [InlineData("""{"message_index":"1"}""", "bad_message_index")]
    [InlineData("""{"message_index":1.5}""", "bad_message_index")]
    [InlineData("""{"message_index":99999999999}""", "bad_message_index")]
    [InlineData("""{"message_index":null}""", "missing_message_index")]
    [InlineData("{}", "missing_message_index")]
    [InlineData("null", "missing_message_index")]
    [InlineData("3", "bad_type")]
    public async Task Import_OfAWrongTarget_RefusesOnlyThatLineByName(string target, string reason)
    {
        await using var w = await CreateAsync(OwnRubric);
        var bad = $$"""{"trace_id":"t","labeler_id":"C","rubric_key":"satisfaction","value":3,"target":{{target}}}""";
        var result = await ImportAsync(w, Line("A", 3, 0), bad, Line("A", 4, 1));
        Assert.Equal((2, 2, reason), (result.Accepted, (int)Assert.Single(result.Refused).Line, result.Refused[0].Reason));
        Assert.Equal(2, await w.Fixture.QueryAsync(db => db.Labels.CountAsync()));
    }

    [Fact]
    public async Task Import_WithoutStoredMessages_RefusesEveryIndex()
    {
        await using var w = await CreateAsync();
        var result = await ImportAsync(w, Line("A", 3, 0, trace: "plain"));
        Assert.Equal("unknown_message_index", Assert.Single(result.Refused).Reason);
        Assert.Contains("has 0 messages", result.Refused[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfOneKey_NeverMixesScopes()
    {
        await using var w = await CreateAsync();
        // In a new key one line with a message is enough, whatever its place.
        var mixed = await ImportAsync(w, Line("A", 3, null), Line("A", 4, 1));
        Assert.Equal((1, "missing_message_index"), (mixed.Accepted, Assert.Single(mixed.Refused).Reason));
        Assert.Equal("missing_message_index", Assert.Single((await ImportAsync(w, Line("B", 3, null))).Refused).Reason);
        Assert.Equal(1, (await ImportAsync(w, Line("A", "yes", null, "whole"))).Accepted);
        Assert.Equal("unexpected_message_index", Assert.Single((await ImportAsync(w, Line("B", "yes", 0, "whole"))).Refused).Reason);
        // The rubric of the workflow decides over labels that were imported before.
        await w.PublishAsync(
            OwnRubric
                .Replace("overall", "whole", StringComparison.Ordinal)
                .Replace("\"label\":\"Good?\"", "\"label\":\"Good?\",\"scope\":\"turn\"", StringComparison.Ordinal)
        );
        Assert.Equal(2, (await ImportAsync(w, Line("A", "yes", 0, "whole"), Line("B", "yes", 0, "whole"))).Accepted);
        Assert.Equal(1, (await w.ReportAsync("whole")).Figures.PairedItems);
        await w.AssertCountsAsync();
    }

    [Fact]
    public async Task Export_OfTurnLabels_IsImportedAgainInAnotherTenant()
    {
        await using var app = await TestApp.StartAsync();
        var acme = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "label", "read"));
        var other = app.CreateApiClient(await app.CreateApiKeyAsync("other", "ingest", "label", "read"));
        foreach (var client in new[] { acme, other })
            await PostAsync(client, "/api/v1/events", IngestFixture.Event("t", Messages));
        await PostAsync(acme, "/api/v1/labels", [.. Example, Line("A", "yes", null, "overall")]);
        var exported = await acme.GetStringAsync(new Uri("/api/v1/labels", UriKind.Relative));
        var result = await PostAsync(other, "/api/v1/labels", exported.Trim());
        Assert.Equal((7, 0), (result.GetProperty("accepted").GetInt32(), result.GetProperty("refused_count").GetInt32()));
        Assert.Equal(Answers(exported), Answers(await other.GetStringAsync(new Uri("/api/v1/labels", UriKind.Relative))));
        Assert.Contains(("A", "satisfaction", "4", (int?)1), Answers(exported));
        Assert.Contains(("A", "overall", "yes", (int?)null), Answers(exported));
        Assert.Equal(7, (await PostAsync(other, "/api/v1/labels", exported.Trim())).GetProperty("duplicates").GetInt32());

        var csv = (await acme.GetStringAsync(new Uri("/api/v1/labels?format=csv", UriKind.Relative))).Split("\r\n");
        Assert.Contains(",created_at,message_index,suggested_value,", csv[0], StringComparison.Ordinal);
        // No suggestion: its three columns are empty.
        Assert.EndsWith(",0,,,", csv[1], StringComparison.Ordinal);

        var agreement = await acme.GetFromJsonAsync<JsonElement>("/api/v1/agreement?workflow=support&criterion=satisfaction");
        var criterion = agreement.GetProperty("criteria").EnumerateArray().Single();
        Assert.Equal(("turn", 3), (criterion.GetProperty("scope").GetString(), criterion.GetProperty("items").GetInt32()));
        Assert.Equal(0.949495, criterion.GetProperty("krippendorff_alpha").GetProperty("ordinal").GetProperty("value").GetDouble(), 6);
        var disputes = await acme.GetFromJsonAsync<JsonElement>("/api/v1/disagreements?workflow=support");
        Assert.Equal(
            ["satisfaction@1"],
            disputes
                .GetProperty("disagreements")
                .EnumerateArray()
                .Single()
                .GetProperty("criteria")
                .EnumerateArray()
                .Select(c => c.GetString())
        );
    }

    [Fact]
    public async Task Disagreement_OfOneTurn_IsDecidedForItAndBecomesGolden()
    {
        await using var w = await CreateAsync(OwnRubric);
        await ImportAsync(w, [.. Example, Line("A", "yes", null, "overall"), Line("B", "yes", null, "overall")]);
        await w.Counter.CatchUpAsync();
        var lead = await w.HireAsync("mira", Role.Lead);
        var reader = w.Fixture.Get<DisagreementReader>();
        var row = Assert.Single(await reader.ListAsync(lead, w.Workflow, DisagreementState.Open));
        Assert.Equal(("satisfaction@1", 2), (Assert.Single(row.Questions), row.Labelers));
        var work = (await reader.OpenAsync(lead, w.Workflow, row.InteractionId))!;
        Assert.Equal(["satisfaction@0", "satisfaction@1", "satisfaction@2", "overall"], work.Asked.Criteria.Select(c => c.Key));
        Assert.Equal(["A", "B"], work.Labels.Select(l => l.Labeler.Key).Order());
        Assert.Equal("5", work.Labels.Single(l => l.Labeler.Key == "B").Answers["satisfaction@1"]);
        Assert.Equal(("3", "2", "yes"), (work.Likeliest["satisfaction@0"], work.Likeliest["satisfaction@2"], work.Likeliest["overall"]));

        var answers = new Dictionary<string, string>(work.Likeliest) { ["satisfaction@1"] = "4" };
        var wrong = new Dictionary<string, string>(answers) { ["satisfaction@3"] = "4" };
        var service = w.Fixture.Get<AdjudicationService>();
        Assert.False((await service.DecideAsync(lead, w.Workflow, work, new Decision(0, wrong, DisagreementCause.Slip, ""))).Ok);
        var decided = await service.DecideAsync(lead, w.Workflow, work, new Decision(0, answers, DisagreementCause.Slip, ""));
        Assert.True(decided.Ok, decided.Message);
        var made = await w.Fixture.Get<IGoldenCreator>().MakeGoldenAsync(lead, w.Workflow, row.InteractionId, decided.Value);
        Assert.True(made.Ok, made.Message);
        var golden = w.Fixture.Get<GoldenReader>();
        var item = (await golden.OpenAsync(lead, w.Workflow, (await golden.ListAsync(lead, w.Workflow)).Single().Id))!;
        Assert.Equal("4", item.Answers["satisfaction@1"]);

        // A later label is compared with the expected answer of its own turn.
        await w.Fixture.QueryAsync(db =>
            db.GoldenVersions.ExecuteUpdateAsync(s => s.SetProperty(v => v.MadeAt, v => v.MadeAt.AddDays(-1)))
        );
        await ImportAsync(w, Line("C", 3, 0), Line("C", 3, 1), Line("C", 2, 2));
        await w.Counter.CatchUpAsync();
        var checks = await w.Fixture.QueryAsync(db =>
            (
                from c in db.GoldenChecks
                join l in db.Labels on c.LabelId equals l.Id
                where l.Labeler!.Key == "C"
                orderby l.Turn
                select new { l.Turn, c.IsRight }
            ).ToListAsync()
        );
        Assert.Equal([(1, true), (2, false), (3, true)], checks.Select(c => (c.Turn, c.IsRight)));
    }

    [Fact]
    public async Task FailureVerdict_OfAnInteraction_CountsEachExpertOnce()
    {
        await using var w = await CreateAsync(OwnRubric);
        await ImportAsync(w, Example);
        var interaction = await w.InteractionAsync("t");
        // Failures are marked by the workflow's own rubric, so its labels are made here.
        var version = (await w.Fixture.Get<RubricService>().EnsureForWorkflowAsync(w.WorkflowId)).VersionId;
        await w.Fixture.QueryAsync(async db =>
        {
            var own = await db.RubricVersions.SingleAsync(v => v.Id == version);
            await db.Labels.ExecuteUpdateAsync(s =>
                s.SetProperty(l => l.RubricVersionId, own.Id).SetProperty(l => l.RubricId, own.RubricId)
            );
            return true;
        });
        async Task<double> VerdictAsync() =>
            (await w.Fixture.QueryAsync(db => Features.Budget.LabelVerdicts.OfAsync(db, [interaction], default)))[interaction];
        Assert.Equal(0, await VerdictAsync());
        await w.Fixture.QueryAsync(db =>
            db.LabelAnswers.Where(a => a.Value == "5").ExecuteUpdateAsync(s => s.SetProperty(a => a.NumericValue, 1.0))
        );
        Assert.Equal(0.5, await VerdictAsync());
    }

    private static List<(string Labeler, string Key, string Value, int? Message)> Answers(string ndjson) =>
        [
            .. ndjson
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
                .Select(e =>
                    (
                        e.GetProperty("labeler_id").GetString()!,
                        e.GetProperty("rubric_key").GetString()!,
                        e.GetProperty("value").GetString()!,
                        e.TryGetProperty("target", out var target) && target.ValueKind == JsonValueKind.Object
                            ? target.GetProperty("message_index").GetInt32()
                            : (int?)null
                    )
                )
                .Order(),
        ];

    private static async Task<JsonElement> PostAsync(HttpClient client, string address, params string[] lines)
    {
        using var content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var response = await client.PostAsync(new Uri(address, UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}

using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Labels;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Labels;

public sealed class LabelImportTests
{
    private static async Task<LabelImportResult> ImportAsync(IngestFixture f, params string[] lines)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return await f.Get<LabelImportService>().ImportAsync(null, stream);
    }

    private static string Line(string trace, string labeler, string value, string key = "quality") =>
        $$"""{"trace_id":"{{trace}}","labeler_id":"{{labeler}}","rubric_key":"{{key}}","value":{{value}}}""";

    [Fact]
    public async Task Import_NewSameAndChanged_AreDistinguished()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync(IngestFixture.Event("a"), IngestFixture.Event("b"));
        var first = await ImportAsync(
            f,
            Line("a", "r1", "\"Yes\""),
            Line("a", "r2", "\"No\""),
            Line("b", "r1", "3", "scale"),
            Line("zz", "r1", "\"Yes\""),
            "{}"
        );
        Assert.Equal((3, 2), (first.Accepted, first.RefusedCount));
        Assert.Equal(["missing_trace_id", "unknown_trace"], first.Refused.Select(r => r.Reason).Order());
        Assert.Equal(
            3,
            (await ImportAsync(f, Line("a", "r1", "\"Yes\""), Line("a", "r2", "\"No\""), Line("b", "r1", "3", "scale"))).Duplicates
        );

        Assert.Equal(1, (await ImportAsync(f, Line("a", "r2", "\"Unsure\""))).Revised);
        var labels = await f.QueryAsync(db =>
            db.Labels.Include(l => l.Answers).Where(l => l.Labeler!.Key == "r2").OrderBy(l => l.Revision).ToListAsync()
        );
        Assert.Equal([(1, false, "No"), (2, true, "Unsure")], labels.Select(l => (l.Revision, l.IsCurrent, l.Answers.Single().Value)));
        Assert.Equal(2, await f.QueryAsync(async db => (await db.Interactions.SingleAsync(i => i.TraceId == "a")).LabelCount));
        Assert.Equal(3, await f.QueryAsync(db => db.WorkflowCounters.SumAsync(c => c.Labels)));
    }

    [Fact]
    public async Task Import_CommentsOfALabel_AreKeptJoinedAndCorrected()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync(IngestFixture.Event("a"));
        await ImportAsync(f, Commented("quality", "one"));
        // Another answer without a comment, and one with a comment of its own.
        await ImportAsync(f, Line("a", "r1", "3", "scale"));
        Assert.Equal("one", await CommentAsync(f));
        string[] both = [Commented("quality", "one"), Commented("tone", "two")];
        Assert.Equal((1, 1), Counts(await ImportAsync(f, both)));
        Assert.Equal("one\ntwo", await CommentAsync(f));
        Assert.Equal(2, (await ImportAsync(f, both)).Duplicates);
        Assert.Equal(2, (await ImportAsync(f, [.. both.Reverse()])).Duplicates);

        // A correction of one of them, in a file with both.
        var corrected = await ImportAsync(f, Commented("quality", "one"), Commented("tone", "2"));
        Assert.Equal((1, 1), (corrected.Revised, corrected.Duplicates));
        Assert.Equal("one\n2", await CommentAsync(f));
        Assert.Equal(1, await f.QueryAsync(db => db.Labels.CountAsync(l => l.IsCurrent)));

        static (int, int) Counts(LabelImportResult result) => (result.Accepted, result.Duplicates);
    }

    [Fact]
    public async Task Import_DifferentCommentsOfALabel_AreJoined()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync(IngestFixture.Event("a"));
        await ImportAsync(f, Commented("quality", "one"), Commented("tone", "two"), Commented("scale", "one"));
        Assert.Equal("one\ntwo", await CommentAsync(f));
    }

    private static string Commented(string key, string comment) =>
        $$"""{"trace_id":"a","labeler_id":"r1","rubric_key":"{{key}}","value":"yes","comment":"{{comment}}"}""";

    private static Task<string?> CommentAsync(IngestFixture f) =>
        f.QueryAsync(db => db.Labels.Where(l => l.IsCurrent).Select(l => l.Comment).SingleAsync());

    [Fact]
    public async Task Import_UnknownKeysAndWords_GrowTheImportedRubricAndLeaveTheActiveOne()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync(IngestFixture.Event("a"), IngestFixture.Event("b"));
        await ImportAsync(f, Line("a", "r1", "\"Yes\""), Line("a", "r2", "\"No\""));
        await ImportAsync(f, Line("b", "r1", "\"Unsure\""), Line("b", "r2", "4", "scale"));
        var versions = await f.QueryAsync(db =>
            db.RubricVersions.Where(v => v.Rubric!.Key == "imported").OrderBy(v => v.Number).ToListAsync()
        );
        Assert.Equal([1, 2], versions.Select(v => v.Number));
        var grown = Core.Rubrics.RubricDefinition.FromStored(versions[1].Definition);
        Assert.Equal(["No", "Yes", "Unsure"], grown.Find("quality")!.Options.Select(o => o.Value));
        Assert.Equal(Core.Rubrics.CriterionKind.Ordinal, grown.Find("scale")!.Kind);
        Assert.All(await f.QueryAsync(db => db.Workflows.ToListAsync()), w => Assert.Null(w.ActiveRubricVersionId));
    }

    [Fact]
    public async Task Import_PersonalDataInCommentsAndAnswers_GetsThePlaceholdersOfTheSession()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync(
            IngestFixture.Event("a", "\"session_id\":\"s1\",\"error\":\"No mail to anna@example.org\""),
            IngestFixture.Event("b")
        );
        string[] lines =
        [
            """{"trace_id":"a","labeler_id":"r1","rubric_key":"fix","value":"Write to anna@example.org and ben@example.org","""
                + "\"comment\":\"Ask ben@example.org\"}",
            """{"trace_id":"b","labeler_id":"r1","rubric_key":"fix","value":"Call +49 30 901820","comment":"no data"}""",
            """{"trace_id":"b","labeler_id":"r1","rubric_key":"number","value":4930901820}""",
        ];
        var first = await ImportAsync(f, lines);
        Assert.Equal((3, 0), (first.Accepted, first.RefusedCount));
        var answers = await f.QueryAsync(db => db.LabelAnswers.Select(a => a.Value).ToListAsync());
        Assert.Equal(["4930901820", "Call [PHONE_1]", "Write to [EMAIL_1] and [EMAIL_2]"], answers.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["Ask [EMAIL_2]", "no data"],
            (await f.QueryAsync(db => db.Labels.Select(l => l.Comment).ToListAsync())).OfType<string>().Order(StringComparer.Ordinal)
        );
        Assert.Equal(3, (await ImportAsync(f, [.. lines.Reverse()])).Duplicates);
        // The next text of the session keeps the numbers of the comment.
        await f.SendAsync(IngestFixture.Event("c", "\"session_id\":\"s1\",\"error\":\"ben@example.org\""));
        Assert.Equal(
            "[EMAIL_2]",
            await f.QueryAsync(db => db.Interactions.Where(i => i.TraceId == "c").Select(i => i.ErrorKind).SingleAsync())
        );
    }

    [Fact]
    public async Task Import_SameFileFourTimesConcurrently_StoresEachOnce()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync([.. Enumerable.Range(0, 50).Select(n => IngestFixture.Event($"t{n}"))]);
        var lines = Enumerable.Range(0, 500).Select(n => Line($"t{n % 50}", $"r{n / 50}", n % 3 == 0 ? "\"Yes\"" : "\"No\"")).ToArray();
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ImportAsync(f, lines))));
        Assert.Equal(500, results.Sum(r => r.Accepted));
        Assert.Equal(500, await f.QueryAsync(db => db.Labels.CountAsync(l => l.IsCurrent)));
        Assert.All(await f.QueryAsync(db => db.Interactions.Select(i => i.LabelCount).ToListAsync()), count => Assert.Equal(10, count));
    }

    [Fact]
    public async Task Import_RealLabelSets_StoresEveryLineAndARepetitionChangesNothing()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync(await SharedData.ReadAllAsync("dices_350.jsonl.gz"));
        await f.SendAsync(await SharedData.ReadAllAsync("tau2_support.jsonl.gz"));
        var dices = Encoding.UTF8.GetString(await SharedData.ReadAllAsync("dices_350_labels.jsonl.gz"));
        var first = await ImportAsync(f, dices);
        Assert.Equal((28_044, 0), (first.Accepted, first.RefusedCount));
        var judges = await ImportAsync(f, Encoding.UTF8.GetString(await SharedData.ReadAllAsync("tau2_llm_judge_labels.jsonl.gz")));
        Assert.Equal((800, 0), (judges.Accepted, judges.RefusedCount));
        Assert.Equal(
            4,
            await f.QueryAsync(db =>
                db.Labelers.CountAsync(l => l.Kind == LabelerKind.Judge && l.TenantId == db.Tenants.First(t => t.Key == "tau-retail").Id)
            )
        );
        Assert.Equal(28_044, (await ImportAsync(f, dices)).Duplicates);
        Assert.Equal(28_844, await f.QueryAsync(db => db.Labels.CountAsync()));
    }

    [Fact]
    public async Task Export_OfImportedLabels_ReturnsEachAnswer()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync(IngestFixture.Event("a"));
        await ImportAsync(f, Line("a", "r1", "\"=1+1\""));
        var tenant = await f.QueryAsync(db => db.Tenants.SingleAsync());
        using var output = new MemoryStream();
        await LabelExport.WriteCsvAsync(
            f.Get<LabelExport>().ReadAsync(new Security.ApiCaller(tenant.Id, tenant.Key, "k"), "support", null, null, false),
            output,
            false,
            default
        );
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("a,support,r1,imported,imported,1,quality,'=1+1,", lines[1], StringComparison.Ordinal);
        Assert.NotEqual(0xEF, output.ToArray()[0]);
    }
}

using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Golden;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Labeling;

namespace TriageConsole.Tests.Labeling;

/// <summary>Suggested answers: where they come from, where there are none, and what is stored of them.</summary>
public sealed class SuggestionTests
{
    [Fact]
    public async Task AnswersOfAJudge_StartTheForm_AndTheLabelStoresWhatBecameOfThem()
    {
        await using var world = await CreateAsync("judge");
        await AddLabelAsync(world, LabelerKind.Judge, ("ok", "no"), ("kind", "b"), ("score", "2"), ("note", "secret"), ("ghost", "x"));
        var ann = await world.HireAsync("ann");
        var item = await ann.TakeAsync();
        Assert.Equal(
            [("kind", "b", SuggestionSource.Judge), ("ok", "no", SuggestionSource.Judge), ("score", "2", SuggestionSource.Judge)],
            item.Suggestions.OrderBy(s => s.Key).Select(s => (s.Key, s.Value.Value, s.Value.Source))
        );
        var pane = new Pane(item, ann.Session.Rubric.Definition) { Session = ann.Session };
        Assert.Equal("no", pane.Answers["ok"]);
        Assert.False(pane.Unsaved);

        // One accepted, one changed, one cleared.
        await ann.SubmitAsync(item, answers: new Dictionary<string, string> { ["ok"] = "no", ["kind"] = "a" });
        await using var db = world.CreateContext();
        Assert.Equal(
            [("kind", "b", false), ("ok", "no", true), ("score", "2", false)],
            (await db.LabelSuggestions.OrderBy(s => s.Criterion).ToListAsync()).Select(s => (s.Criterion, s.Value, s.IsAccepted))
        );

        // After undo the answers are the draft, and the suggestions are the same.
        var again = (await ann.UndoAsync()).Value!;
        pane = new Pane(again, ann.Session.Rubric.Definition) { Session = ann.Session };
        Assert.Equal(("a", "b"), (pane.Answers["kind"], pane.Suggestions["kind"].Value));
        await ann.SubmitAsync(again, answers: new Dictionary<string, string> { ["ok"] = "yes" });
        // The question about the kind is hidden by this answer, so it suggested nothing.
        Assert.Equal(
            [("ok", false), ("score", false)],
            (
                await db
                    .LabelSuggestions.Where(s => db.Labels.Any(l => l.Id == s.LabelId && l.IsCurrent))
                    .OrderBy(s => s.Criterion)
                    .ToListAsync()
            ).Select(s => (s.Criterion, s.IsAccepted))
        );
    }

    [Theory]
    [InlineData("judge", "no")]
    [InlineData("label", "yes")]
    [InlineData("any", "no")]
    [InlineData("none", null)]
    public async Task Policy_DecidesWhoseAnswers(string policy, string? expected)
    {
        await using var world = await CreateAsync(policy);
        await AddLabelAsync(world, LabelerKind.Judge, ("ok", "no"));
        await AddLabelAsync(world, LabelerKind.Person, ("ok", "yes"));
        var item = await (await world.HireAsync("ann")).TakeAsync();
        Assert.Equal(expected, item.Suggestions.GetValueOrDefault("ok")?.Value);
    }

    [Theory]
    [InlineData(QueueSource.Audit)]
    [InlineData(QueueSource.GoldenCheck)]
    [InlineData(QueueSource.Relabel)]
    [InlineData(QueueSource.Disagreement)]
    public async Task ItemsThatMeasure_HaveNoSuggestions(QueueSource source)
    {
        await using var world = await CreateAsync("any");
        await AddLabelAsync(world, LabelerKind.Judge, ("ok", "no"));
        await using (var db = world.CreateContext())
            await db.QueueItems.ExecuteUpdateAsync(s => s.SetProperty(q => q.Source, source));
        Assert.Empty((await (await world.HireAsync("ann")).TakeAsync()).Suggestions);
    }

    [Fact]
    public async Task AnItemThatIsAlsoInTheAuditSample_OrGolden_HasNone()
    {
        await using var world = await CreateAsync("any", items: 2);
        await AddLabelAsync(world, LabelerKind.Judge, ("ok", "no"));
        await AddLabelAsync(world, LabelerKind.Judge, 2, ("ok", "no"));
        var lead = await world.LeadAsync("lea");
        await using (var db = world.CreateContext())
        {
            db.QueueItems.Add(
                new QueueItem
                {
                    TenantId = world.Workflow.TenantId,
                    WorkflowId = world.Workflow.Id,
                    InteractionId = 1,
                    Source = QueueSource.Audit,
                    Reason = "audit",
                    Slots = 1,
                    CreatedAt = world.Time.GetUtcNow(),
                }
            );
            db.GoldenItems.Add(
                new GoldenItem
                {
                    TenantId = world.Workflow.TenantId,
                    WorkflowId = world.Workflow.Id,
                    InteractionId = 2,
                    OwnerId = lead.UserId,
                    Number = 1,
                    CadenceDays = 30,
                    LeakBudget = 20,
                    CreatedAt = world.Time.GetUtcNow(),
                    Versions =
                    [
                        new GoldenVersion
                        {
                            Number = 1,
                            RubricVersionId = await db.RubricVersions.MaxAsync(v => v.Id),
                            Answers = """{"ok":"yes"}""",
                            Reason = "picked",
                            MadeBy = "lea",
                            MadeById = lead.UserId,
                            MadeAt = world.Time.GetUtcNow(),
                        },
                    ],
                }
            );
            await db.SaveChangesAsync();
        }

        var ann = await world.HireAsync("ann");
        Assert.Equal((0, 0), ((await ann.TakeAsync()).Suggestions.Count, (await ann.TakeAsync()).Suggestions.Count));
    }

    [Fact]
    public async Task AnswersToAQuestionThatChangedItsMeaning_AreNotSuggested()
    {
        await using var world = await CreateAsync("any");
        await AddLabelAsync(world, LabelerKind.Judge, ("ok", "no"), ("score", "2"));
        var changed = Rubric("any").Replace("Score?", "Severity?", StringComparison.Ordinal);
        Assert.True((await world.Rubrics.ImportAsync(world.Workflow.Id, changed, "test", "")).Ok);
        Assert.Equal(["ok"], (await (await world.HireAsync("ann")).TakeAsync()).Suggestions.Keys);
    }

    [Fact]
    public async Task OwnEarlierLabels_AreNotSuggested_AndALeaseThatIsResumedHasTheSame()
    {
        await using var world = await CreateAsync("any");
        var ann = await world.HireAsync("ann");
        await AddLabelAsync(world, LabelerKind.Person, 1, ann.Session.LabelerId, ("ok", "no"));
        await AddLabelAsync(world, LabelerKind.Imported, ("score", "3"));
        await ann.TakeAsync();
        Assert.Equal(["score"], Assert.Single(await ann.ResumeAsync()).Suggestions.Keys);
    }

    [Fact]
    public async Task Turns_HaveTheirOwnSuggestions_UpToAMaximum()
    {
        await using var world = await CreateAsync("any");
        await using (var db = world.CreateContext())
        {
            var messages = string.Join(',', Enumerable.Repeat("""{"role":"user","content":"a"}""", 30));
            await db.InteractionPayloads.ExecuteUpdateAsync(s => s.SetProperty(p => p.Messages, $"[{messages}]"));
        }

        const string turns = """
            {"title":"R","suggestions":"any","criteria":[{"key":"mood","kind":"ordinal","label":"Mood?","min":1,"max":5,"scope":"turn"}]}
            """;
        Assert.True((await world.Rubrics.ImportAsync(world.Workflow.Id, turns, "test", "")).Ok);
        for (var turn = 1; turn <= 30; turn++)
            await AddLabelAsync(world, LabelerKind.Judge, 1, null, turn, ("mood", "4"));
        var ann = await world.HireAsync("ann");
        var item = await ann.TakeAsync();
        Assert.Equal((Suggestions.Max, "4"), (item.Suggestions.Count, item.Suggestions["mood@0"].Value));
        await ann.SubmitAsync(item, answers: new Dictionary<string, string> { ["mood@0"] = "4", ["mood@1"] = "5" });
        await using var after = world.CreateContext();
        Assert.Equal(
            [(1, true), (2, false)],
            (
                await after
                    .LabelSuggestions.Join(after.Labels, s => s.LabelId, l => l.Id, (s, l) => new { l.Turn, s.IsAccepted })
                    .OrderBy(s => s.Turn)
                    .ToListAsync()
            ).Select(s => (s.Turn, s.IsAccepted))
        );
    }

    [Fact]
    public async Task WithoutThePolicy_NothingIsStored()
    {
        await using var world = await CreateAsync("none");
        await AddLabelAsync(world, LabelerKind.Judge, ("ok", "no"));
        var ann = await world.HireAsync("ann");
        var item = await ann.TakeAsync();
        Assert.Empty(new Pane(item, ann.Session.Rubric.Definition) { Session = ann.Session }.Answers);
        await ann.SubmitAsync(item, answers: new Dictionary<string, string> { ["ok"] = "yes" });
        await using var db = world.CreateContext();
        Assert.Equal(0, await db.LabelSuggestions.CountAsync());
    }

    private static string Rubric(string policy) =>
        $$$"""
            {"title":"R","suggestions":"{{{policy}}}","criteria":[
              {"key":"ok","kind":"yes_no","label":"Good?","required":true},
              {"key":"kind","kind":"one_of","label":"Kind?","options":[{"value":"a"},{"value":"b"}],
                "shown_if":{"criterion":"ok","in":["no"]}},
              {"key":"score","kind":"ordinal","label":"Score?","min":1,"max":3},
              {"key":"note","kind":"text","label":"Note"}]}
            """;

    internal static async Task<LabelingWorld> CreateAsync(string policy, int items = 1)
    {
        var world = await LabelingWorld.CreateAsync(items);
        Assert.True((await world.Rubrics.ImportAsync(world.Workflow.Id, Rubric(policy), "test", "")).Ok);
        return world;
    }

    internal static Task AddLabelAsync(LabelingWorld world, LabelerKind kind, params (string Criterion, string Value)[] answers) =>
        AddLabelAsync(world, kind, 1, null, 0, answers);

    private static Task AddLabelAsync(LabelingWorld world, LabelerKind kind, long interaction, params (string, string)[] answers) =>
        AddLabelAsync(world, kind, interaction, null, 0, answers);

    private static Task AddLabelAsync(
        LabelingWorld world,
        LabelerKind kind,
        long interaction,
        long? labelerId,
        params (string, string)[] answers
    ) => AddLabelAsync(world, kind, interaction, labelerId, 0, answers);

    /// <summary>A label as an import stores it.</summary>
    private static async Task AddLabelAsync(
        LabelingWorld world,
        LabelerKind kind,
        long interaction,
        long? labelerId,
        int turn,
        params (string Criterion, string Value)[] answers
    )
    {
        await using var db = world.CreateContext();
        var labeler = await db.Labelers.SingleOrDefaultAsync(l => l.Id == labelerId || (labelerId == null && l.Key == kind.ToString()));
        if (labeler is null)
        {
            labeler = new Labeler
            {
                TenantId = world.Workflow.TenantId,
                Key = kind.ToString(),
                Name = kind.ToString(),
                Kind = kind,
            };
            db.Labelers.Add(labeler);
            await db.SaveChangesAsync();
        }

        var version = await db.RubricVersions.OrderByDescending(v => v.Id).FirstAsync();
        db.Labels.Add(
            new Label
            {
                TenantId = world.Workflow.TenantId,
                WorkflowId = world.Workflow.Id,
                InteractionId = interaction,
                LabelerId = labeler.Id,
                RubricVersionId = version.Id,
                RubricId = version.RubricId,
                Turn = turn,
                IdempotencyKey = Guid.NewGuid(),
                CreatedAt = world.Time.GetUtcNow(),
                Answers = [.. answers.Select(a => new LabelAnswer { Criterion = a.Criterion, Value = a.Value })],
            }
        );
        await db.SaveChangesAsync();
    }
}

using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Features.Labeling;
using TriageConsole.Tests.Labels;

namespace TriageConsole.Tests.Labeling;

/// <summary>Submits of questions about each message: one submit, and a label for each turn.</summary>
public sealed class TurnSubmitTests
{
    private const string Rubric = """
        {"title":"R","criteria":[
          {"key":"satisfaction","kind":"ordinal","label":"Satisfied?","min":1,"max":5,"required":true,"scope":"turn"},
          {"key":"overall","kind":"yes_no","label":"Good?"}]}
        """;

    private static readonly Dictionary<string, string> Turns = new() { ["satisfaction@0"] = "3", ["satisfaction@2"] = "5" };

    private static Dictionary<string, string> With(string key, string value) => new(Turns) { [key] = value };

    private static async Task<LabelingWorld> CreateAsync(int items = 1, int slots = 1)
    {
        var world = await LabelingWorld.CreateAsync(items, slots);
        await using var db = world.CreateContext();
        await db.InteractionPayloads.ExecuteUpdateAsync(s =>
            s.SetProperty(
                p => p.Messages,
                """[{"role":"user","content":"a"},{"role":"tool","content":"b"},{"role":"assistant","content":"c"}]"""
            )
        );
        Assert.True((await world.Rubrics.ImportAsync(world.Workflow.Id, Rubric, "test", "")).Ok);
        return world;
    }

    private static async Task<List<(int Turn, string Criterion, string Value)>> CurrentAsync(TriageDbContext db) =>
        (
            await db
                .Labels.Where(l => l.IsCurrent)
                .SelectMany(l =>
                    l.Answers.Select(a => new
                    {
                        l.Turn,
                        a.Criterion,
                        a.Value,
                    })
                )
                .OrderBy(a => a.Turn)
                .ThenBy(a => a.Criterion)
                .ToListAsync()
        ).ConvertAll(a => (a.Turn, a.Criterion, a.Value));

    [Fact]
    public async Task Submit_OfTurns_StoresALabelForEachAndCountsOneSubmit()
    {
        await using var world = await CreateAsync();
        var hand = await world.HireAsync("ann");
        var item = await hand.TakeAsync();
        Assert.Equal([0, 2], item.Content.Messages);
        var incomplete = await hand.SubmitAsync(item, answers: new Dictionary<string, string> { ["satisfaction@0"] = "3" });
        Assert.Equal("“Satisfied? (message 3)” needs an answer.", incomplete.Message);
        Assert.False((await hand.SubmitAsync(item, answers: With("satisfaction@1", "3"))).Ok);

        var key = Guid.NewGuid();
        var saved = await hand.SubmitAsync(item, key, With("overall", "yes"));
        Assert.Equal(SubmitStatus.Saved, saved.Value!.Status);
        // A retry changes nothing and returns the same label.
        Assert.Equal(saved.Value, (await hand.SubmitAsync(item, key, With("overall", "yes"))).Value);
        await using var db = world.CreateContext();
        Assert.Equal([(0, "overall", "yes"), (1, "satisfaction", "3"), (3, "satisfaction", "5")], await CurrentAsync(db));
        Assert.Equal((3, 1500), (await db.Labels.CountAsync(), await db.Labels.SumAsync(l => l.TimeOnTaskMs)));
        Assert.Equal(1, await db.LabelerDays.SumAsync(d => d.Labels));
        Assert.Equal(1, (await db.QueueItems.SingleAsync()).LabelsDone);
        await world.AssertBooksBalanceAsync();
        await LabelInvariants.AssertBalanceAsync(db);
    }

    [Fact]
    public async Task Undo_OfTurns_WithdrawsAllAndRestoresTheDraftOfEach()
    {
        await using var world = await CreateAsync();
        var hand = await world.HireAsync("ann");
        await hand.SubmitAsync(await hand.TakeAsync(), answers: With("overall", "no"));
        var back = (await hand.UndoAsync()).Value!;
        Assert.Equal(With("overall", "no").OrderBy(a => a.Key), back.Draft.OrderBy(a => a.Key));
        Assert.Equal(1500, back.ElapsedMs);
        await using (var db = world.CreateContext())
        {
            Assert.Equal(0, await db.Labels.CountAsync(l => l.IsCurrent));
            Assert.Equal(0, await db.LabelerDays.SumAsync(d => d.Labels));
        }

        await world.AssertBooksBalanceAsync();
        await hand.SubmitAsync(back, answers: With("satisfaction@2", "4"));
        await using var after = world.CreateContext();
        Assert.Equal([(1, "satisfaction", "3"), (3, "satisfaction", "4")], await CurrentAsync(after));
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Submit_Again_RevisesEachTurn()
    {
        await using var world = await CreateAsync();
        var hand = await world.HireAsync("ann");
        var item = await hand.TakeAsync();
        await hand.SubmitAsync(item, answers: With("overall", "no"));
        var again = await hand.SubmitAsync(item, answers: With("satisfaction@0", "1"));
        Assert.Equal(SubmitStatus.SavedAsRevision, again.Value!.Status);
        await using var db = world.CreateContext();
        Assert.Equal([(1, "satisfaction", "1"), (3, "satisfaction", "5")], await CurrentAsync(db));
        Assert.Equal(
            [(0, 1), (0, 2), (1, 1), (1, 2), (3, 1), (3, 2)],
            (await db.Labels.OrderBy(l => l.Turn).ThenBy(l => l.Revision).ToListAsync()).Select(l => (l.Turn, l.Revision))
        );
        await world.AssertBooksBalanceAsync();
        await LabelInvariants.AssertBalanceAsync(db);
    }

    [Fact]
    public async Task Draft_OfTurns_ComesBackAndWithoutMessagesTheyAreNotAsked()
    {
        await using var world = await CreateAsync(items: 2);
        var hand = await world.HireAsync("ann");
        var item = await hand.TakeAsync();
        await world.Records.SaveDraftAsync(hand.Access, hand.Session, item.Lease, Turns, 700);
        Assert.Equal(Turns.OrderBy(a => a.Key), (await hand.ResumeAsync()).Single().Draft.OrderBy(a => a.Key));

        await using (var db = world.CreateContext())
            await db.InteractionPayloads.ExecuteUpdateAsync(s => s.SetProperty(p => p.Messages, (string?)null));
        var plain = await hand.TakeAsync();
        var pane = new Pane(plain, hand.Session.Rubric.Definition) { Session = hand.Session };
        Assert.Equal("overall", Assert.Single(pane.Rubric.Criteria).Key);
        Assert.Contains("has no stored messages", pane.Notice, StringComparison.Ordinal);
    }
}

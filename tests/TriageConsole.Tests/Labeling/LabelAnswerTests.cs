using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Providers;

namespace TriageConsole.Tests.Labeling;

/// <summary>Answers are stored exactly as the labeler entered them.</summary>
public sealed class LabelAnswerTests
{
    /// <summary>Quotes, line breaks, spans as JSON, and the maximum number of questions; also no answers.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    public async Task Submit_AnswersOfAnyText_AreStoredUnchanged(int count)
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var hand = await world.HireAsync("ann");
        var item = await hand.TakeAsync();
        string[] texts = ["say \"yes\" \\ or 'no'\n\tthen", "[{\"start\":0,\"end\":2,\"type\":\"risk\"}]", "\u0002 é 完 😀", "yes"];
        var criteria = Enumerable.Range(0, count).Select(n => $"c{n:00}").ToList();
        var values = criteria.Select((_, n) => texts[n % texts.Length]).ToList();
        var numbers = criteria.Select((_, n) => n % 3 == 0 ? (double?)null : n / 4.0).ToList();
        var answers = new SubmittedAnswers(
            item.Lease,
            hand.Session.LabelerId,
            Guid.NewGuid(),
            hand.Session.Rubric.VersionId,
            1000,
            null,
            criteria,
            values,
            numbers,
            world.Time.GetUtcNow()
        );
        var saved = await world.Statements.SubmitAsync(answers, default);
        await using var db = world.CreateContext();
        var stored = await db.LabelAnswers.Where(a => a.LabelId == saved!.LabelId).OrderBy(a => a.Criterion).ToListAsync();
        Assert.Equal(criteria.Select((c, n) => (c, values[n], numbers[n])), stored.Select(a => (a.Criterion, a.Value, a.NumericValue)));
        await world.AssertBooksBalanceAsync();
    }
}

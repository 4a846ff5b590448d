using System.Text;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Labels;
using TriageConsole.Security;

namespace TriageConsole.Tests.Labeling;

/// <summary>Suggestions in the label export.</summary>
public sealed class SuggestionExportTests
{
    [Fact]
    public async Task Export_HasTheSuggestionOfEachAnswer_AndOnRequestThoseWithoutAnAnswer()
    {
        await using var world = await SuggestionTests.CreateAsync("judge");
        await SuggestionTests.AddLabelAsync(world, LabelerKind.Judge, ("ok", "no"), ("kind", "b"), ("score", "2"));
        var ann = await world.HireAsync("ann");
        await ann.SubmitAsync(
            await ann.TakeAsync(),
            answers: new Dictionary<string, string>
            {
                ["ok"] = "no",
                ["kind"] = "a",
                ["note"] = "n",
            }
        );
        var export = new LabelExport(world.Contexts);
        var caller = new ApiCaller(world.Workflow.TenantId, "acme", "k");
        var rows = await export.ReadAsync(caller, null, null, null, false, unanswered: true).ToListAsync();
        Assert.Equal(
            [("kind", "a", "b", false), ("note", "n", null, null), ("ok", "no", "no", true), ("score", null, "2", false)],
            rows.Where(r => r.LabelerKind == "person").Select(r => (r.RubricKey, r.Value, r.Suggestion?.Value, r.Suggestion?.Accepted))
        );
        Assert.All(rows.Where(r => r.LabelerKind == "judge"), r => Assert.Null(r.Suggestion));
        Assert.Equal("judge", rows.First(r => r.Suggestion is not null).Suggestion!.Source);
        Assert.DoesNotContain(await export.ReadAsync(caller, null, null, null, false).ToListAsync(), r => r.Value is null);

        using var output = new MemoryStream();
        await LabelExport.WriteCsvAsync(export.ReadAsync(caller, null, null, null, false, unanswered: true), output, false, default);
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith(",message_index,suggested_value,suggestion_source,suggestion_accepted", lines[0], StringComparison.Ordinal);
        Assert.Contains(
            lines,
            l => l.Contains(",kind,a,", StringComparison.Ordinal) && l.EndsWith(",b,judge,false", StringComparison.Ordinal)
        );
        Assert.Contains(
            lines,
            l => l.Contains(",ok,no,", StringComparison.Ordinal) && l.EndsWith(",no,judge,true", StringComparison.Ordinal)
        );
        Assert.Contains(lines, l => l.Contains(",note,n,", StringComparison.Ordinal) && l.EndsWith(",,,", StringComparison.Ordinal));
    }
}

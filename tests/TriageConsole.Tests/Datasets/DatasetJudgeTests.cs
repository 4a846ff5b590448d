using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Datasets;
using TriageConsole.Tests.Evaluation;

namespace TriageConsole.Tests.Datasets;

/// <summary>Labels of LLM judges in datasets: only of judges that are trusted.</summary>
public sealed class DatasetJudgeTests
{
    private const string JudgesOnly = """{"days":30,"kind":"evaluation","label_sources":["judge"]}""";

    [Fact]
    public async Task Judge_EntersDatasets_OnlyWhileItIsCalibratedAboveTheBar()
    {
        await using var w = await WorldAsync();
        await w.ImportAsync(Enumerable.Range(0, 40).Select(n => ($"t{n}", JudgeWorld.Judge, JudgeWorld.Expert(n))));
        var refused = await BuildAsync(w, JudgesOnly);
        Assert.Equal(ErrorKind.Conflict, refused.Error!.Kind);
        Assert.Equal(
            "The policy selects nothing: 40 interactions in the period are labeled, and the step 'labels of trusted judges' removed the "
                + $"last 40. 40 labels of the judge {JudgeWorld.Judge} are left out: It is not calibrated.",
            refused.Message
        );

        // Next to labels of an expert, those of the judge are left out, and the report says so.
        var mixed = await BuildAsync(w, """{"days":30,"kind":"evaluation","label_sources":["imported","judge"]}""", "mixed");
        Assert.True(mixed.Ok, mixed.Message);
        Assert.Equal(40, mixed.Value.Rows);
        Assert.Contains($"40 labels of the judge {JudgeWorld.Judge} are left out: It is not calibrated.", mixed.Value.Report.Warnings);
        Assert.Equal((40, 0), await LabelsAsync(w));

        await w.RunAsync();
        var judged = await BuildAsync(w, JudgesOnly);
        Assert.True(judged.Ok, judged.Message);
        Assert.Equal(40, judged.Value.Rows);
        // All of them are of the calibrated version.
        Assert.Equal((80, 40), await LabelsAsync(w));

        await w.ConfigureAsync("Be kind.");
        var outdated = await BuildAsync(w, JudgesOnly);
        Assert.EndsWith("are left out: Its calibration is out of date: the prompt changed.", outdated.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_BelowTheBar_EntersNoDataset()
    {
        await using var w = await WorldAsync();
        w.Answers((_, n) => n % 3 == 0 ? "yes" : "no");
        await w.RunAsync();
        Assert.EndsWith(
            "are left out: its agreement with experts does not reach the minimum κ of the workflow.",
            (await BuildAsync(w, JudgesOnly)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(0, await w.Eval.Fixture.QueryAsync(db => db.DatasetVersions.CountAsync()));
    }

    /// <summary>A world whose interactions have consent.</summary>
    private static async Task<JudgeWorld> WorldAsync()
    {
        var w = await JudgeWorld.CreateAsync();
        await w.Eval.Fixture.QueryAsync(db => db.Interactions.ExecuteUpdateAsync(s => s.SetProperty(i => i.ConsentScope, "training")));
        return w;
    }

    private static Task<Result<DatasetBuild>> BuildAsync(JudgeWorld w, string policy, string name = "set") =>
        w.Eval.Fixture.Get<DatasetService>().BuildAsync(w.Eval.Lead, w.Eval.Workflow.TenantKey, w.Eval.Workflow.Key, name, policy);

    /// <summary>The labels in all datasets, and those of them that a calibrated judge gave.</summary>
    private static Task<(int All, int Calibrated)> LabelsAsync(JudgeWorld w) =>
        w.Eval.Fixture.QueryAsync(async db =>
            (
                await db.DatasetItemLabels.CountAsync(),
                await db.DatasetItemLabels.CountAsync(i =>
                    db.Labels.Any(l => l.Id == i.LabelId && l.JudgeVersionId != null && l.Labeler!.Kind == LabelerKind.Judge)
                )
            )
        );
}

using TriageConsole.Core.Datasets;

namespace TriageConsole.Core.Tests.Datasets;

/// <summary>All steps together, in the order in which a policy runs them.</summary>
public sealed class DatasetBuildTests
{
    [Fact]
    public async Task Build_RowsInAnyOrder_GivesTheSameIdentityAndBytes()
    {
        var random = new Random(1);
        var rows = Enumerable
            .Range(0, 600)
            .Select(n =>
                Rows.Row($"k{n}", $"hash-{random.Next(450)}", $"t{random.Next(150)}") with
                {
                    Pattern = random.Next(4) == 0 ? null : $"p{Math.Sqrt(random.Next(9)):0}",
                    Weight = random.Next(1, 4) / 3.0,
                    Labels = [new LabelRevision(random.Next(1, 600), 1)],
                }
            )
            .ToArray();
        var (identity, file) = await BuildAsync(rows);
        Assert.InRange(file.Rows, 150, 350);
        for (var n = 0; n < 3; n++)
        {
            random.Shuffle(rows);
            Assert.Equal((identity, file), await BuildAsync(rows));
        }
    }

    private static async Task<(string Identity, DatasetFile File)> BuildAsync(DatasetRow[] rows)
    {
        var split = new TaskSplit("2026", [new("train", 0.8), new("test", 0.2)]);
        var golden = new GoldenExclusion(["HASH-7"], ["t3", "t5"]).Of(rows).Rows;
        var distinct = Deduplication.Of(golden).Rows;
        var balanced = ClassBalance.Of(distinct, r => r.Pattern, 60, "2026").Rows;
        DatasetRow[] built = [.. balanced.Select(r => r with { Split = split.Of(r.TaskKey) })];
        Assert.Empty(LeakageCheck.Of(built).Findings);
        Assert.DoesNotContain(built, r => r.InputHash == "hash-7" || r.TaskKey is "t3" or "t5");
        using var output = new MemoryStream();
        return (DatasetIdentity.Of(built), await DatasetWriter.WriteAsync(DatasetFormat.Evaluation, built.ToAsyncEnumerable(), output));
    }
}

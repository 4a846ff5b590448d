using TriageConsole.Core.Rubrics;

namespace TriageConsole.Core.Tests.Rubrics;

public sealed class CriterionMeaningsTests
{
    private static DatedRubric Version(int number, string instructions, params (string Key, string Label)[] criteria) =>
        new(
            number,
            DateTimeOffset.UnixEpoch.AddDays(number),
            new RubricDefinition(
                "R",
                instructions,
                [
                    .. criteria.Select(c => new Criterion
                    {
                        Key = c.Key,
                        Kind = CriterionKind.YesNo,
                        Label = c.Label,
                    }),
                ]
            )
        );

    [Fact]
    public void Since_UnchangedQuestion_IsTheFirstVersionWithItsMeaning()
    {
        var meanings = new CriterionMeanings([
            Version(1, "", ("a", "A?")),
            Version(2, "", ("a", "A?"), ("b", "B?")),
            Version(3, "", ("a", "A, really?"), ("b", "B?")),
            Version(4, "New.", ("a", "A, really?"), ("b", "B?")),
        ]);
        Assert.Equal([1, 1, 3, 4], Enumerable.Range(1, 4).Select(v => meanings.Since(v, "a")));
        Assert.Equal([null, 2, 2, 4], Enumerable.Range(1, 4).Select(v => meanings.Since(v, "b")));
        Assert.Null(meanings.Since(9, "a"));
    }

    [Fact]
    public void Since_QuestionAddedAgain_StartsAgain()
    {
        var meanings = new CriterionMeanings([
            Version(1, "", ("a", "A?")),
            Version(2, "", ("b", "B?")),
            Version(3, "", ("a", "A?"), ("b", "B?")),
        ]);
        Assert.Equal(3, meanings.Since(3, "a"));
    }

    [Fact]
    public void InForce_IsTheVersionAtThatTimeOrTheFirstWithTheQuestion()
    {
        var meanings = new CriterionMeanings([Version(1, "", ("a", "A?")), Version(2, "", ("a", "A?"), ("b", "B?"))]);
        Assert.Equal(1, meanings.Current("a", DateTimeOffset.UnixEpoch.AddDays(1.5))!.VersionId);
        Assert.Equal(2, meanings.Current("b", DateTimeOffset.UnixEpoch)!.VersionId);
        Assert.Null(meanings.Current("c", DateTimeOffset.UnixEpoch));
    }
}

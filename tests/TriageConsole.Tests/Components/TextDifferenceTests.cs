using TriageConsole.Components;

namespace TriageConsole.Tests.Components;

public sealed class TextDifferenceTests
{
    [Fact]
    public void Difference_OfTexts_MarksRemovedAndAddedLinesWithNumbers()
    {
        var lines = TextDifferenceLines.Of("a\nb\nc", "a\nx\ny\nc")!;
        DifferenceLine[] expected =
        [
            new(LineMark.Same, "a", 1, 1),
            new(LineMark.Removed, "b", 2),
            new(LineMark.Added, "x", After: 2),
            new(LineMark.Added, "y", After: 3),
            new(LineMark.Same, "c", 3, 4),
        ];
        Assert.Equal(expected, lines);
    }

    [Fact]
    public void Difference_FarFromAChange_OmitsEqualLinesWithTheirNumber()
    {
        var before = Enumerable.Range(1, 100).Select(n => $"line {n}").ToList();
        var after = before.ToList();
        (after[49], after[99]) = ("changed", "changed too");
        var lines = TextDifferenceLines.Of(string.Join('\n', before), string.Join('\n', after))!;
        Assert.Equal([46, 43], lines.Where(l => l.Mark == LineMark.Skipped).Select(l => l.Count));
        Assert.Equal(
            ["line 47", "line 48", "line 49", "line 50", "changed", "line 51", "line 52", "line 53"],
            lines.Skip(1).Take(8).Select(l => l.Text)
        );
        Assert.Equal((LineMark.Added, "changed too", 100), (lines[^1].Mark, lines[^1].Text, lines[^1].After));
        // Nothing is lost: the shown and the omitted lines are all lines of both texts.
        Assert.Equal(100, lines.Where(l => l.Mark != LineMark.Added).Sum(l => l.Count));
        Assert.Equal(100, lines.Where(l => l.Mark != LineMark.Removed).Sum(l => l.Count));
    }

    [Fact]
    public void Difference_OfSpacesOnly_IsADifference() => Assert.Equal(2, TextDifferenceLines.Of("a: b", "a:  b")!.Count);

    [Fact]
    public void Difference_OfEqualTexts_IsEmpty_AndOfVeryLongOnesIsNotComputed()
    {
        Assert.Empty(TextDifferenceLines.Of("a\nb", "a\nb")!);
        Assert.Null(TextDifferenceLines.Of(new string('\n', TextDifferenceLines.MaxLines + 1), "a"));
    }
}

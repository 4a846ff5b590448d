using DiffPlex;

namespace TriageConsole.Components;

/// <summary>Computes a line diff of two texts and skips unchanged lines far from a change. Uses DiffPlex (Myers' algorithm).</summary>
internal static class TextDifferenceLines
{
    /// <summary>Texts with more lines are not compared.</summary>
    public const int MaxLines = 20_000;

    private const int Context = 3;

    /// <summary>Null if the texts are too long to compare. Empty if no line differs.</summary>
    public static IReadOnlyList<DifferenceLine>? Of(string before, string after)
    {
        if (Lines(before) > MaxLines || Lines(after) > MaxLines)
            return null;
        var difference = new Differ().CreateLineDiffs(before, after, ignoreWhitespace: false);
        if (difference.DiffBlocks.Count == 0)
            return [];
        var lines = new List<DifferenceLine>();
        var (a, b) = (0, 0);
        foreach (var block in difference.DiffBlocks)
        {
            Same(block.DeleteStartA);
            for (var end = block.DeleteStartA + block.DeleteCountA; a < end; a++)
                lines.Add(new DifferenceLine(LineMark.Removed, difference.PiecesOld[a], Before: a + 1));
            for (var end = block.InsertStartB + block.InsertCountB; b < end; b++)
                lines.Add(new DifferenceLine(LineMark.Added, difference.PiecesNew[b], After: b + 1));
        }

        Same(difference.PiecesOld.Count);
        return lines;

        void Same(int until)
        {
            var (head, tail) = (lines.Count == 0 ? 0 : Context, until == difference.PiecesOld.Count ? 0 : Context);
            var skipped = until - a - head - tail;
            // Do not skip a single line: the notice about it would need a line too.
            for (var n = 0; a < until; n++)
            {
                if (skipped > 1 && n == head)
                {
                    lines.Add(new DifferenceLine(LineMark.Skipped, "", Count: skipped));
                    (a, b) = (a + skipped, b + skipped);
                    if (a >= until)
                        break;
                }

                lines.Add(new DifferenceLine(LineMark.Same, difference.PiecesOld[a], a + 1, b + 1));
                (a, b) = (a + 1, b + 1);
            }
        }
    }

    private static int Lines(string text) => text.AsSpan().Count('\n') + 1;
}

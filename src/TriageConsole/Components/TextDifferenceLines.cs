using DiffPlex;

namespace TriageConsole.Components;

internal enum LineMark
{
    Same,
    Added,
    Removed,
    Skipped,
}

/// <summary>One line of a difference. Before and After: its number in either text, from 1. Of lines that are skipped the text is empty and the count says how many.</summary>
internal sealed record DifferenceLine(LineMark Mark, string Text, int? Before = null, int? After = null, int Count = 1);

/// <summary>Two texts line by line, what is the same far from a change left out. By DiffPlex (Myers' algorithm).</summary>
internal static class TextDifferenceLines
{
    /// <summary>Lines of either text up to which they are compared.</summary>
    public const int MostLines = 20_000;

    private const int Context = 3;

    /// <summary>Null where they are too long to compare here; empty where no line differs.</summary>
    public static IReadOnlyList<DifferenceLine>? Of(string before, string after)
    {
        if (Lines(before) > MostLines || Lines(after) > MostLines)
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
            // One line that is left out would take a line to say so.
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

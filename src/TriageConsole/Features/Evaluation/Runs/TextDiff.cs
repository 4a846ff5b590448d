using DiffPlex;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>The differences between two texts, word by word; character by character if there are no spaces.</summary>
internal static class TextDiff
{
    /// <summary>Longer texts are shown without differences.</summary>
    public const int MaxChars = 40_000;

    private const int MaxUnspaced = 4000;

    private static readonly char[] Spaces = [' ', '\n', '\t'];

    /// <summary>The parts in order; null if the texts are too long.</summary>
    public static IReadOnlyList<(DiffPart Part, string Text)>? Between(string before, string after)
    {
        if (before.Length > MaxChars || after.Length > MaxChars)
            return null;
        var unspaced =
            Math.Max(before.Length, after.Length) <= MaxUnspaced && before.IndexOfAny(Spaces) < 0 && after.IndexOfAny(Spaces) < 0;
        var differ = new Differ();
        var diff = unspaced
            ? differ.CreateCharacterDiffs(before, after, ignoreWhitespace: false)
            : differ.CreateWordDiffs(before, after, ignoreWhitespace: false, Spaces);
        var parts = new List<(DiffPart Part, string Text)>();
        void Add(DiffPart part, IReadOnlyList<string> pieces, int from, int count)
        {
            if (count > 0)
                parts.Add((part, string.Concat(pieces.Skip(from).Take(count))));
        }

        var at = 0;
        foreach (var block in diff.DiffBlocks)
        {
            Add(DiffPart.Same, diff.PiecesOld, at, block.DeleteStartA - at);
            Add(DiffPart.Removed, diff.PiecesOld, block.DeleteStartA, block.DeleteCountA);
            Add(DiffPart.Added, diff.PiecesNew, block.InsertStartB, block.InsertCountB);
            at = block.DeleteStartA + block.DeleteCountA;
        }

        Add(DiffPart.Same, diff.PiecesOld, at, diff.PiecesOld.Count - at);
        return parts;
    }
}

using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Core.Patterns;
using TriageConsole.Data.Patterns;

namespace TriageConsole.Features.DataHealth;

/// <summary>Fields that are missing since some time, or that changed their type. By time of arrival, not by event time.</summary>
internal sealed class FieldFindings(FieldTable table, DateTimeOffset now)
{
    private const int MinRows = 100;
    private const double Full = 0.8;
    private const double Empty = 0.2;

    /// <summary>A shorter burst of one kind is not a change of the stream.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromHours(6);

    /// <summary>Senders that start and end within one import say nothing about a field.</summary>
    private static readonly TimeSpan OneImport = TimeSpan.FromHours(1);

    /// <summary>An outcome can arrive this much later.</summary>
    private static readonly TimeSpan OutcomeDelay = TimeSpan.FromDays(7);

    /// <summary>The absence of these is a property of the response, not of the sender.</summary>
    private static bool IsField(string name) =>
        name is not ("error kind" or "task" or "task group" or "model version")
        && !name.StartsWith(InteractionAttributes.ToolPrefix, StringComparison.Ordinal);

    public IEnumerable<Noticed> Find()
    {
        var cuts = Cuts(table.Rows.Count).Select(c => new Cut(table.Rows, c.Through, c.From)).ToList();
        var late = CutsOfOutcomes();
        foreach (var (name, column) in table.Columns.Where(c => IsField(c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal))
        foreach (var cut in name == FieldTable.Outcome ? late : cuts)
            if ((cut.Compares ? Lost(name, column, cut) ?? Changed(name, column, cut) : null) is { } noticed)
            {
                yield return noticed;
                break;
            }
    }

    /// <summary>
    /// The latest quarter, and smaller parts if they took at least six hours to arrive, so that a slow stream is checked within days
    /// instead of months.
    /// </summary>
    private IEnumerable<(int From, int Through)> Cuts(int through)
    {
        if (through < 2 * MinRows)
            yield break;
        var quarter = Math.Max(MinRows, through / 4);
        for (var recent = MinRows; recent < quarter; recent *= 2)
            if (table.Rows[through - 1].ReceivedAt - table.Rows[through - recent].ReceivedAt >= Burst)
                yield return (through - recent, through);
        yield return (through - quarter, through);
    }

    private List<Cut> CutsOfOutcomes()
    {
        var through = table.Rows.Count;
        while (through > 0 && table.Rows[through - 1].ReceivedAt > now - OutcomeDelay)
            through--;
        return [.. Cuts(through).Select(c => new Cut(table.Rows, c.Through, c.From))];
    }

    /// <summary>
    /// With a hundred rows per side, such a difference of shares has a probability below 10⁻¹⁵ by chance, so no further test is needed.
    /// </summary>
    private Noticed? Lost(string name, FieldColumn column, Cut cut)
    {
        var (before, after) = cut.Count(column.Filled);
        if (before < Full * cut.Reference || after > Empty * cut.Recent)
            return null;
        return new Noticed(
            FindingKind.LostField,
            name,
            name == FieldTable.Outcome ? FindingLevel.Notice : FindingLevel.Alert,
            $"{name} is missing: {Share(before, cut.Reference)} of {Figures.Count(cut.Reference)} interactions had it, "
                + $"{Share(after, cut.Recent)} of the latest {Figures.Count(cut.Recent)} have it.",
            Since(column, cut, after)
        );
    }

    private static Noticed? Changed(string name, FieldColumn column, Cut cut)
    {
        if (column.Words.Cells.Count == 0 || column.Numbers.Count == 0)
            return null;
        var (words, newWords) = cut.Count(column.Words.Cells.Select(w => w.Row));
        var (numbers, newNumbers) = cut.Count(column.Numbers.Select(n => n.Row));
        var (before, after) = (words + numbers, newWords + newNumbers);
        if (before < MinRows || after < MinRows)
            return null;
        var wasNumber = numbers >= Full * before && newNumbers <= Empty * after;
        var wasWord = words >= Full * before && newWords <= Empty * after;
        if (!wasNumber && !wasWord)
            return null;
        var (from, to) = wasNumber ? ("a number", "a word") : ("a word", "a number");
        return new Noticed(
            FindingKind.LostField,
            name,
            FindingLevel.Alert,
            $"{name} changed its type from {from} to {to}: {Share(wasNumber ? numbers : words, before)} of "
                + $"{Figures.Count(before)} were {from}, of the latest {Figures.Count(after)} "
                + $"{Share(wasNumber ? newNumbers : newWords, after)} are.",
            cut.Since
        );
    }

    private DateTimeOffset Since(FieldColumn column, Cut cut, int after)
    {
        var last = after > 0 ? -1 : column.Filled.Where(r => r < cut.From).DefaultIfEmpty(-1).Max();
        return last < 0 ? cut.Since : table.Rows[last + 1].ReceivedAt;
    }

    private static string Share(int part, int all) =>
        string.Create(CultureInfo.InvariantCulture, $"{(all == 0 ? 0 : 100.0 * part / all):0.#} %");

    /// <summary>
    /// Arrivals before and from a row on. Within one import, only senders with rows on both sides are compared, because it is no loss if
    /// the next sender never had a field.
    /// </summary>
    private sealed class Cut
    {
        private const int MinOfSender = 30;
        private readonly bool[]? counted;
        private readonly int through;

        public Cut(IReadOnlyList<FieldRow> rows, int through, int from)
        {
            (this.through, From, Since, Reference, Recent) = (through, from, rows[from].ReceivedAt, from, through - from);
            if (rows[from].ReceivedAt - rows[from / 2].ReceivedAt >= OneImport)
                return;
            var senders = Enumerable
                .Range(0, through)
                .GroupBy(r => rows[r].Versions.Sender)
                .Select(g => (g.Key, Before: g.Count(r => r < from), After: g.Count(r => r >= from)))
                .Where(s => s.Before >= MinOfSender && s.After >= MinOfSender)
                .ToList();
            var shared = senders.Select(s => s.Key).ToHashSet(StringComparer.Ordinal);
            counted = [.. Enumerable.Range(0, through).Select(r => shared.Contains(rows[r].Versions.Sender))];
            (Reference, Recent) = (senders.Sum(s => s.Before), senders.Sum(s => s.After));
        }

        public int From { get; }

        public DateTimeOffset Since { get; }

        public int Reference { get; }

        public int Recent { get; }

        public bool Compares => Reference >= MinRows && Recent >= MinRows;

        public (int Before, int After) Count(IEnumerable<int> rows)
        {
            var (before, after) = (0, 0);
            foreach (var row in rows)
            {
                if (row >= through || counted?[row] == false)
                    continue;
                if (row < From)
                    before++;
                else
                    after++;
            }

            return (before, after);
        }
    }
}

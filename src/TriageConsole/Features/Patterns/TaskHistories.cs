using TriageConsole.Core.Common;
using TriageConsole.Core.Patterns;

namespace TriageConsole.Features.Patterns;

/// <summary>
/// The failure history of tasks, and the error class of a failure from it: by its own task if that is frequent enough, by its task group,
/// then by the whole workflow.
/// </summary>
internal sealed class TaskHistories
{
    private readonly List<PatternRow> rows;
    private readonly bool[] failed;
    private readonly Dictionary<(KeyKind, string), TaskHistory> histories = [];
    private readonly Dictionary<long, FailureCount> windows;

    private enum KeyKind
    {
        Task,
        Group,
        All,
    }

    public TaskHistories(List<PatternRow> rows, bool[] failed, bool[] inPattern)
    {
        (this.rows, this.failed) = (rows, failed);
        windows = rows.GroupBy(Window).ToDictionary(g => g.Key, g => new FailureCount(g.LongCount(r => r.NeedsReview), g.LongCount()));
        var keyed = Enumerable.Range(0, rows.Count).SelectMany(r => Keys(rows[r]).Select(k => (Key: k, Row: r)));
        foreach (var task in keyed.GroupBy(k => k.Key, k => k.Row))
        {
            var held = task.ToList();
            if (held.Count < 20)
                continue;
            var versions = held.GroupBy(r => rows[r].Version).Select(Count).ToList();
            histories[task.Key] = new TaskHistory(
                versions,
                Count(held.Where(r => !inPattern[r])),
                held.Select(r => Window(rows[r])).Distinct().Count()
            );
        }
    }

    public ErrorClassification Classify(int row, PatternMembership? pattern)
    {
        ErrorClassification? last = null;
        foreach (var key in Keys(rows[row]))
        {
            last = ErrorClassification.Of(
                new ErrorFacts(rows[row].ErrorKind, pattern, windows[Window(rows[row])], histories.GetValueOrDefault(key))
            );
            if (last.Class == ErrorClass.Conceptual)
                return last;
        }

        return last!;
    }

    private static IEnumerable<(KeyKind, string)> Keys(PatternRow row)
    {
        yield return (KeyKind.Task, row.TaskId);
        if (InteractionAttributes.TaskGroup(row.TaskId) is { } group)
            yield return (KeyKind.Group, group);
        yield return (KeyKind.All, "");
    }

    private static long Window(PatternRow row) => TimeWindow.Index(row.Timestamp, TimeWindow.FiveMinutes);

    private FailureCount Count(IEnumerable<int> held)
    {
        long failures = 0,
            all = 0;
        foreach (var r in held)
        {
            all++;
            if (failed[r])
                failures++;
        }

        return new FailureCount(failures, all);
    }
}

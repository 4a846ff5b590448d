using TriageConsole.Core.Drift;
using TriageConsole.Core.Patterns;
using TriageConsole.Data.Patterns;

namespace TriageConsole.Features.DataHealth;

/// <summary>
/// Attributes whose distribution changed, by real event time only. Changes by a release are not drift: attributes that the release
/// determines are left out, and attributes of responses are compared within one release.
/// </summary>
internal sealed class DriftFindings
{
    /// <summary>Probability of a false finding per run in a workflow without drift, over all attributes, 0..1.</summary>
    private const double FalseAlarms = 0.001;

    /// <summary>A release determines an attribute if it explains this share of its values.</summary>
    private const double Decides = 0.98;

    /// <summary>A number with this correlation to time is a counter or a clock.</summary>
    private const double Steady = 0.95;

    private const int Buckets = 5;
    private static readonly TimeSpan MinSpan = TimeSpan.FromDays(3);
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    private static readonly HashSet<string> Versions = new(StringComparer.Ordinal)
    {
        "model version",
        "served model",
        "prompt version",
        "release",
        "deployment",
        "knowledge version",
        "declared_llm",
        "task",
        "timestamp_source",
        "error kind",
    };

    /// <summary>Attributes that come from users and do not depend on the release.</summary>
    private static readonly HashSet<string> Inputs = new(StringComparer.Ordinal)
    {
        "country",
        "segment",
        "task group",
        "language",
        "length",
    };

    private readonly FieldTable table;

    /// <summary>Position in the order of event time; -1 if the time is not real.</summary>
    private readonly int[] positions;
    private readonly int[] versions;
    private readonly int count;
    private readonly int cut;
    private readonly DateTimeOffset? since;
    private readonly (int Version, string Name)? shared;

    public DriftFindings(FieldTable table)
    {
        this.table = table;
        var order = Enumerable
            .Range(0, table.Rows.Count)
            .Where(r => table.Rows[r].TimeIsReal)
            .OrderBy(r => table.Rows[r].Timestamp)
            .ThenBy(r => r)
            .ToList();
        count = order.Count;
        positions = new int[table.Rows.Count];
        Array.Fill(positions, -1);
        for (var p = 0; p < count; p++)
            positions[order[p]] = p;
        var names = new Dictionary<SenderVersions, int>();
        versions = new int[table.Rows.Count];
        for (var r = 0; r < versions.Length; r++)
        {
            var name = table.Rows[r].Versions;
            if (!names.TryGetValue(name, out versions[r]))
                names[name] = versions[r] = names.Count;
        }

        if (count == 0 || table.Rows[order[^1]].Timestamp - table.Rows[order[0]].Timestamp < MinSpan)
            return;
        // At least a whole day, because hours of the day differ.
        var dayAgo = table.Rows[order[^1]].Timestamp - Daily;
        cut = Math.Min(count - (count / 4), order.FindIndex(r => table.Rows[r].Timestamp > dayAgo));
        since = cut > 0 && cut < count ? table.Rows[order[cut]].Timestamp : null;
        shared = Shared();
    }

    public IEnumerable<Noticed> Find()
    {
        if (since is null)
            return [];
        var attributes = table
            .Columns.Where(c => !Versions.Contains(c.Key) && !FieldTable.HasNoValues(c.Key))
            .OrderBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => (Name: c.Key, Values: Values(c.Key, c.Value)))
            .Where(a => a.Values is not null)
            .ToList();
        var settings = new DriftSettings { Level = FalseAlarms / Math.Max(1, attributes.Count) };
        return attributes.Select(a => Drift(a.Name, a.Values!, settings)).OfType<Noticed>();
    }

    private Noticed? Drift(string name, List<(int Row, string Value)> values, DriftSettings settings)
    {
        var release = Inputs.Contains(name) ? null : shared;
        if (!Inputs.Contains(name) && (release is null || IsDecided(values)))
            return null;
        var (reference, recent) = (
            new Dictionary<string, long>(StringComparer.Ordinal),
            new Dictionary<string, long>(StringComparer.Ordinal)
        );
        foreach (var (row, value) in values)
        {
            if (release is { } only && versions[row] != only.Version)
                continue;
            var side = positions[row] < cut ? reference : recent;
            side[value] = side.GetValueOrDefault(value) + 1;
        }

        var drift = AttributeDrift.Of(reference, recent, settings);
        if (drift.Level < DriftLevel.Some)
            return null;
        return new Noticed(
            FindingKind.AttributeDrift,
            name,
            drift.Level == DriftLevel.Alarm ? FindingLevel.Alert : FindingLevel.Notice,
            $"{name}: {drift.Explanation}{(release is { } r ? $" Within {r.Name}." : "")}",
            since
        );
    }

    /// <summary>The values at real times; null for ids, counters and constants.</summary>
    private List<(int Row, string Value)>? Values(string name, FieldColumn column)
    {
        if (name.StartsWith(InteractionAttributes.ToolPrefix, StringComparison.Ordinal))
            return Tool(column);
        if (column.Words.Cells.Count >= column.Numbers.Count)
        {
            if (column.Words.IsId || column.Words.Values.Count < 2)
                return null;
            return [.. column.Words.Cells.Where(c => positions[c.Row] >= 0).Select(c => (c.Row, column.Words.Values[c.Code]))];
        }

        var numbers = column.Numbers.Where(n => positions[n.Row] >= 0 && double.IsFinite(n.Value)).OrderBy(n => positions[n.Row]).ToList();
        var reference = numbers.Where(n => positions[n.Row] < cut).Select(n => n.Value).ToList();
        if (reference.Count == 0 || IsCounter(numbers))
            return null;
        var buckets = NumericBuckets.Of(reference, Buckets);
        return [.. numbers.Select(n => (n.Row, buckets.IndexOf(n.Value) is var at and >= 0 ? buckets.Labels[at] : "a new number"))];
    }

    /// <summary>Whether the tool was called; no call is a value too.</summary>
    private List<(int Row, string Value)> Tool(FieldColumn column)
    {
        var called = column.Words.Cells.Select(c => c.Row).ToHashSet();
        return
        [
            .. Enumerable
                .Range(0, positions.Length)
                .Where(r => positions[r] >= 0)
                .Select(r => (r, called.Contains(r) ? "called" : "not called")),
        ];
    }

    private static bool IsCounter(List<(int Row, double Value)> numbers)
    {
        var steps = numbers.Zip(numbers.Skip(1)).Where(p => p.First.Value != p.Second.Value).ToList();
        return steps.Count > 20
            && steps.Count(p => p.Second.Value > p.First.Value) is var up
            && (up >= Steady * steps.Count || up <= (1 - Steady) * steps.Count);
    }

    /// <summary>True if the release determines the value, and releases have different values.</summary>
    private bool IsDecided(List<(int Row, string Value)> values)
    {
        var releases = values
            .GroupBy(v => versions[v.Row])
            .Select(g => g.GroupBy(v => v.Value).Select(v => (v.Key, Count: v.Count())).MaxBy(v => v.Count))
            .ToList();
        return releases.Select(r => r.Key).Distinct(StringComparer.Ordinal).Count() > 1
            && releases.Sum(r => r.Count) >= Decides * values.Count;
    }

    /// <summary>The release with the most interactions on its smaller side.</summary>
    private (int, string)? Shared()
    {
        var best = Enumerable
            .Range(0, versions.Length)
            .Where(r => positions[r] >= 0)
            .GroupBy(r => versions[r])
            .Select(g =>
                (g.Key, First: g.First(), Fewer: g.Count(r => positions[r] < cut) is var before ? Math.Min(before, g.Count() - before) : 0)
            )
            .OrderByDescending(g => g.Fewer)
            .ThenBy(g => g.Key)
            .FirstOrDefault();
        if (best.Fewer < new DriftSettings().MinRows)
            return null;
        return (best.Key, table.Rows[best.First].Versions.Name);
    }
}

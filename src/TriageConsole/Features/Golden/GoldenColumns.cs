using TriageConsole.Components.Lists;

namespace TriageConsole.Features.Golden;

/// <summary>The columns of a golden set.</summary>
internal static class GoldenColumns
{
    public static readonly GridField<GoldenRow> Input = new("input", "Interaction", r => r.Preview) { IsCut = true, IsSortable = false };
    public static readonly GridField<GoldenRow> Owner = new("owner", "Owner", r => r.Owner);
    public static readonly GridField<GoldenRow> Health = new("health", "Health", r => State(r));
    public static readonly GridField<GoldenRow> Due = new("due", "Review due", r => r.RefreshDueAt);
    public static readonly GridField<GoldenRow> Right = new(
        "right",
        "Labelers correct",
        r => r.Checks > 0 ? $"{r.Right} of {r.Checks}" : null
    )
    {
        Hint = "Answers of labelers that match the expected answers",
    };
    public static readonly GridField<GoldenRow> Shown = new("shown", "Shown", r => $"{r.Exposures} of {r.LeakBudget}")
    {
        Hint = "How often it was a hidden check since it was confirmed, and the limit",
    };
    public static readonly GridField<GoldenRow> Version = new("version", "Version", r => r.Number) { IsNumber = true };
    public static readonly GridField<GoldenRow> Segment = new("segment", "Segment", r => r.Segment) { IsHidden = true };
    public static readonly GridField<GoldenRow> Trace = new("trace", "Trace id", r => r.TraceId) { IsHidden = true };

    public static readonly IReadOnlyList<GridField<GoldenRow>> All = [Input, Owner, Health, Due, Right, Shown, Version, Segment, Trace];

    private static readonly SortKeys<GoldenRow> Sorts = new SortKeys<GoldenRow>()
        .Add("owner", r => r.Owner)
        .Add(
            "health",
            r =>
                r.RetiredAt != null ? 2
                : r.Trouble == GoldenTrouble.None ? 1
                : 0
        )
        .Add("due", r => r.RefreshDueAt)
        .Add("right", r => r.Checks == 0 ? 1 : (double)r.Right / r.Checks)
        .Add("shown", r => r.Exposures)
        .Add("version", r => r.Number)
        .AddOptional("segment", r => r.Segment)
        .Add("trace", r => r.TraceId);

    /// <summary>The set in the order of the query. Without one it stays as it is: items with problems first.</summary>
    public static IReadOnlyList<GoldenRow> Ordered(IReadOnlyList<GoldenRow> rows, GridQuery query) =>
        Sorts.Apply(rows.AsQueryable(), query)?.ThenBy(r => r.Id).ToList() ?? rows;

    private static string State(GoldenRow row) =>
        row.RetiredAt is not null ? "retired"
        : row.Trouble == GoldenTrouble.None ? "good"
        : string.Join(", ", GoldenWords.Of(row.Trouble).Select(w => w.Word));
}

using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core.Reports;
using TriageConsole.Data;
using TriageConsole.Data.Rubrics;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Reports;

/// <summary>Reads the rubric versions of a week, and the changes of its golden set.</summary>
internal static class ReportSetChanges
{
    public static async Task<IReadOnlyList<ReportChange>> ReadAsync(
        TriageDbContext db,
        WorkflowRef workflow,
        IsoWeek week,
        CancellationToken cancellationToken
    )
    {
        var (start, end) = (week.Start, week.End);
        var rubrics = await db
            .RubricVersions.Where(v =>
                v.Rubric!.WorkflowId == workflow.Id && v.Rubric.Key != Rubric.ImportedKey && v.PublishedAt >= start && v.PublishedAt < end
            )
            .OrderBy(v => v.PublishedAt)
            .Select(v => new
            {
                v.Number,
                v.PublishedAt,
                v.PublishedBy,
                v.Note,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. rubrics.Select(v => new ReportChange(
                ReportChangeKind.Rubric,
                v.PublishedAt,
                $"Rubric version {v.Number} was published.",
                v.Note,
                v.PublishedBy,
                false,
                $"rubrics/{workflow.Address}"
            )),
            .. await GoldenAsync(db, workflow, week, cancellationToken),
        ];
    }

    private static async Task<IReadOnlyList<ReportChange>> GoldenAsync(
        TriageDbContext db,
        WorkflowRef workflow,
        IsoWeek week,
        CancellationToken cancellationToken
    )
    {
        var (start, end) = (week.Start, week.End);
        var items = db.GoldenItems.Where(g => g.TenantId == workflow.TenantId && g.WorkflowId == workflow.Id);
        var versions = await (
            from v in db.GoldenVersions
            join g in items on v.GoldenItemId equals g.Id
            where v.MadeAt >= start && v.MadeAt < end
            select new
            {
                v.Number,
                v.MadeAt,
                v.MadeBy,
            }
        ).ToListAsync(cancellationToken);
        var retired = await items
            .Where(g => g.RetiredAt >= start && g.RetiredAt < end)
            .Select(g => g.RetiredAt!.Value)
            .ToListAsync(cancellationToken);
        if (versions.Count + retired.Count == 0)
            return [];
        var created = versions.Count(v => v.Number == 1);
        string[] parts =
        [
            .. created > 0 ? [$"{Items(created)} created"] : Array.Empty<string>(),
            .. versions.Count > created ? [$"{Items(versions.Count - created)} changed"] : Array.Empty<string>(),
            .. retired.Count > 0 ? [$"{Items(retired.Count)} retired"] : Array.Empty<string>(),
        ];
        var people = versions.Select(v => v.MadeBy).Distinct(StringComparer.Ordinal).ToList();
        return
        [
            new ReportChange(
                ReportChangeKind.GoldenSet,
                versions.Select(v => v.MadeAt).Concat(retired).Max(),
                $"Golden set: {string.Join(", ", parts)}.",
                "",
                people.Count == 1 ? people[0] : "",
                false,
                $"golden/{workflow.Address}"
            ),
        ];

        static string Items(int count) => Figures.Plural(count, "item", "items");
    }
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>The history of an interaction in the order of time, with the other interactions of its task.</summary>
public sealed class InteractionTimeline(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>A task can have thousands of interactions; the nearest before and after are shown.</summary>
    private const int MaxOfTask = 5;

    private const int MaxPreview = 120;

    /// <summary>The kind of the entries about a golden item.</summary>
    internal const string GoldenItem = "golden item";

    /// <summary>Empty if the person does not lead the workflow.</summary>
    public async Task<IReadOnlyList<TimelineEntry>> ReadAsync(
        PersonAccess access,
        InteractionDetail detail,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (row, id) = (detail.Row, detail.Row.Id);
        var own = await db
            .Interactions.Where(i => i.Id == id)
            .Select(i => new
            {
                i.TenantId,
                i.WorkflowId,
                i.ReceivedAt,
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (own is null || !access.Has(Role.Lead, own.TenantId, own.WorkflowId))
            return [];
        List<TimelineEntry> all =
        [
            new(row.Timestamp, "response", $"{row.ModelId} {row.ModelVersion}".Trim(), About(detail)),
            new(own.ReceivedAt, "received", "Received by Triage Console"),
            .. detail.Signals.Select(Signal),
            .. detail.Labels.Select(l => new TimelineEntry(
                l.CreatedAt,
                "label",
                $"{l.Labeler}: {Answers(l)}",
                $"{l.Rubric} v{l.RubricVersion}"
            )),
            .. await OfTaskAsync(db, own.WorkflowId, row, cancellationToken),
        ];
        foreach (
            var q in await db
                .QueueItems.Where(q => q.InteractionId == id)
                .Select(q => new
                {
                    q.Source,
                    q.Reason,
                    q.CreatedAt,
                    q.DroppedAt,
                })
                .ToListAsync(cancellationToken)
        )
        {
            all.Add(new(q.CreatedAt, "queue", $"Added to the queue: {InteractionService.Word(q.Source)}", q.Reason));
            if (q.DroppedAt is { } dropped)
                all.Add(new(dropped, "queue", "Removed from the queue"));
        }

        var decisions = await db
            .Adjudications.Where(a => a.InteractionId == id)
            .Select(a => new
            {
                a.DecidedAt,
                a.DecidedBy,
                a.Note,
            })
            .ToListAsync(cancellationToken);
        all.AddRange(
            decisions.Select(d => new TimelineEntry(d.DecidedAt, "decision", $"Disagreement decided by {d.DecidedBy}", Blank(d.Note)))
        );
        var golden = await db
            .GoldenItems.Where(g => g.InteractionId == id)
            .Select(g => new { g.CreatedAt, g.RetiredAt })
            .ToListAsync(cancellationToken);
        foreach (var g in golden)
        {
            all.Add(new(g.CreatedAt, GoldenItem, "Golden item created"));
            if (g.RetiredAt is { } retired)
                all.Add(new(retired, GoldenItem, "Golden item retired"));
        }

        // The order of creation decides between equal times; events without a time are last.
        return [.. all.OrderBy(e => e.At is null).ThenBy(e => e.At)];
    }

    private static async Task<IReadOnlyList<TimelineEntry>> OfTaskAsync(
        TriageDbContext db,
        long workflowId,
        InteractionRow row,
        CancellationToken cancellationToken
    )
    {
        var (id, at) = (row.Id, row.Timestamp);
        var others = db.Interactions.Where(i => i.WorkflowId == workflowId && i.TaskId == row.TaskId && i.Id != id);
        var before = others
            .Where(i => i.Timestamp < at || (i.Timestamp == at && i.Id < id))
            .OrderByDescending(i => i.Timestamp)
            .ThenByDescending(i => i.Id)
            .Take(MaxOfTask);
        var after = others
            .Where(i => i.Timestamp > at || (i.Timestamp == at && i.Id > id))
            .OrderBy(i => i.Timestamp)
            .ThenBy(i => i.Id)
            .Take(MaxOfTask);
        var entries = new List<TimelineEntry>();
        foreach (var rows in new[] { before, after })
        {
            var found = await rows.Select(i => new
                {
                    i.TraceId,
                    i.Timestamp,
                    i.Preview,
                    i.ErrorKind,
                })
                .ToListAsync(cancellationToken);
            entries.AddRange(
                found.Select(i => new TimelineEntry(
                    i.Timestamp,
                    "same task",
                    i.Preview.Length == 0 ? i.TraceId : Texts.Cut(i.Preview, MaxPreview),
                    i.ErrorKind is null ? null : $"error {i.ErrorKind}",
                    Addresses.Interaction(row.Tenant, i.TraceId)
                ))
            );
        }

        return entries;
    }

    private static TimelineEntry Signal(SignalRow s) =>
        new(
            s.Timestamp,
            s.Type == "outcome" ? "outcome" : "signal",
            $"{s.Name.Replace('_', ' ')} {s.TextValue ?? (s.NumericValue is { } v ? SignificantDigits.Of(v, 3) : "")}".Trim(),
            Joined(s.Type == "outcome" ? null : s.Type, s.UserId, Blank(s.Comment)),
            Contribution: s.Polarity == 0 ? null : s.Contribution * -s.Polarity
        );

    private static string? About(InteractionDetail detail) =>
        Joined(
            detail.Row.LatencyMs is { } ms ? $"{Figures.Number(ms)} ms" : null,
            detail.Row.ErrorKind is { } error ? $"error {error}" : null,
            detail.Row is { OutcomeMetric: { } metric, OutcomeValue: { } value } && !detail.Signals.Any(s => s.Type == "outcome")
                ? string.Create(CultureInfo.InvariantCulture, $"{metric} {SignificantDigits.Of(value, 3)}")
                : null
        );

    private static string Answers(LabelRow label) =>
        string.Join(", ", label.Answers.Take(3).Select(a => $"{a.Key} {Texts.Cut(a.Value, 40)}")) + (label.Answers.Count > 3 ? ", …" : "");

    private static string? Joined(params string?[] parts) =>
        parts.Any(p => p is not null) ? string.Join(" · ", parts.Where(p => p is not null)) : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Security;

namespace TriageConsole.Features.Labels;

/// <summary>Exports labels. Rows are streamed from the database to the response.</summary>
public sealed class LabelExport(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>Whether the tenant has the workflow.</summary>
    public async Task<bool> HasWorkflowAsync(ApiCaller caller, string workflow, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Workflows.AnyAsync(w => w.TenantId == caller.TenantId && w.Key == workflow, cancellationToken);
    }

    /// <summary>
    /// The answers of a tenant's labels in the order of creation. Earlier revisions are included only if <paramref name="all"/> is true,
    /// and suggestions that were left without an answer only if <paramref name="unanswered"/> is.
    /// </summary>
    public async IAsyncEnumerable<ExportedAnswer> ReadAsync(
        ApiCaller caller,
        string? workflow,
        DateTimeOffset? from,
        DateTimeOffset? to,
        bool all,
        bool unanswered = false,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var labels = db.Labels.AsNoTracking().Where(l => l.TenantId == caller.TenantId && (all || l.IsCurrent));
        if (from is { } since)
            labels = labels.Where(l => l.CreatedAt >= since);
        if (to is { } until)
            labels = labels.Where(l => l.CreatedAt < until);
        var answers = db.LabelAnswers.Select(a => new
        {
            a.LabelId,
            a.Criterion,
            Value = (string?)a.Value,
            a.NumericValue,
        });
        if (unanswered)
            answers = answers.Concat(
                db.LabelSuggestions.Where(s => !db.LabelAnswers.Any(a => a.LabelId == s.LabelId && a.Criterion == s.Criterion))
                    .Select(s => new
                    {
                        s.LabelId,
                        s.Criterion,
                        Value = (string?)null,
                        NumericValue = (double?)null,
                    })
            );
        var rows =
            from l in labels
            join w in db.Workflows on l.WorkflowId equals w.Id
            where workflow == null || w.Key == workflow
            join i in db.Interactions on l.InteractionId equals i.Id
            join v in db.RubricVersions on l.RubricVersionId equals v.Id
            join a in answers on l.Id equals a.LabelId
            from s in db.LabelSuggestions.Where(s => s.LabelId == a.LabelId && s.Criterion == a.Criterion).DefaultIfEmpty()
            orderby l.Id, a.Criterion
            select new
            {
                i.TraceId,
                w.Key,
                Labeler = l.Labeler!.Key,
                l.Labeler!.Kind,
                Rubric = v.Rubric!.Key,
                v.Number,
                a.Criterion,
                a.Value,
                a.NumericValue,
                l.Comment,
                l.Revision,
                l.IsCurrent,
                l.IsExtra,
                l.TimeOnTaskMs,
                l.CreatedAt,
                l.Turn,
                Suggested = s == null ? null : s.Value,
                Source = s == null ? (SuggestionSource?)null : s.Source,
                IsAccepted = s == null ? (bool?)null : s.IsAccepted,
            };
        await foreach (var r in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return new ExportedAnswer(
                r.TraceId,
                r.Key,
                r.Labeler,
                r.Kind.ToString().ToLowerInvariant(),
                r.Rubric,
                r.Number,
                r.Criterion,
                r.Value,
                r.NumericValue,
                r.Comment,
                r.Revision,
                r.IsCurrent,
                r.IsExtra,
                r.TimeOnTaskMs,
                r.CreatedAt,
                AnswerKey.MessageOf(r.Turn) is { } message ? new LabelTarget(message) : null,
                r.Suggested is { } suggested
                    ? new ExportedSuggestion(suggested, r.Source == SuggestionSource.Judge ? "judge" : "label", r.IsAccepted == true)
                    : null
            );
    }

    /// <summary>
    /// Writes CSV (RFC 4180) with a header. It is safe to open in a spreadsheet; the byte order mark tells spreadsheets that it is UTF-8.
    /// </summary>
    public static async Task WriteCsvAsync(
        IAsyncEnumerable<ExportedAnswer> rows,
        Stream output,
        bool byteOrderMark,
        CancellationToken cancellationToken
    )
    {
        var options = new CsvWriterOptions
        {
            WriteByteOrderMark = byteOrderMark,
            Quoting = CsvQuoting.WhenNeededOrWhitespace,
            // Some spreadsheets split columns at semicolons and tabs, regardless of the separator in the file.
            ShouldQuote = (field, _, _, _) => field.ContainsAny(';', '\t'),
            TrueValue = "true",
            FalseValue = "false",
        };
        await using var csv = CsvWriter.Create(output, options, leaveOpen: true);
        foreach (var column in Columns)
            csv.WriteField(column);
        await csv.EndRecordAsync(cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            Write(csv, row);
            await csv.EndRecordAsync(cancellationToken);
        }
    }

    private static void Write(CsvWriter csv, ExportedAnswer row)
    {
        foreach (var text in new[] { row.TraceId, row.TaskType, row.LabelerId, row.LabelerKind, row.Rubric })
            csv.WriteField(SpreadsheetText.Safe(text));
        csv.WriteField(row.RubricVersion);
        csv.WriteField(SpreadsheetText.Safe(row.RubricKey));
        csv.WriteField(SpreadsheetText.Safe(row.Value));
        csv.WriteField(row.NumericValue?.ToString("R", CultureInfo.InvariantCulture));
        csv.WriteField(SpreadsheetText.Safe(row.Comment));
        csv.WriteField(row.Revision);
        csv.WriteField(row.IsCurrent);
        csv.WriteField(row.IsExtra);
        csv.WriteField(row.TimeOnTaskMs);
        csv.WriteField(row.CreatedAt, "O");
        csv.WriteField(row.Target?.MessageIndex);
        csv.WriteField(SpreadsheetText.Safe(row.Suggestion?.Value));
        csv.WriteField(row.Suggestion?.Source);
        csv.WriteField(row.Suggestion is { } s ? (s.Accepted ? "true" : "false") : null);
    }

    private static readonly string[] Columns =
    [
        "trace_id",
        "task_type",
        "labeler_id",
        "labeler_kind",
        "rubric",
        "rubric_version",
        "rubric_key",
        "value",
        "numeric_value",
        "comment",
        "revision",
        "is_current",
        "is_extra",
        "time_on_task_ms",
        "created_at",
        "message_index",
        "suggested_value",
        "suggestion_source",
        "suggestion_accepted",
    ];
}

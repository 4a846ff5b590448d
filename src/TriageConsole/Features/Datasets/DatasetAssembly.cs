using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;
using TriageConsole.Data;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Datasets;

/// <summary>Makes the rows of a build: selection, golden items, duplicates, balance, splits, salts and checks.</summary>
internal sealed class DatasetAssembly(
    DatasetWorkflow workflow,
    DatasetPolicy policy,
    DatasetJudges judges,
    DateTimeOffset from,
    DateTimeOffset to,
    int max
)
{
    private const int SaltBytes = 16;
    private const int MaxExamples = 5;
    private readonly DatasetSelection selection = new(workflow, policy, judges, from, to, max);
    private readonly List<string> warnings = [];

    /// <summary>The checked rows, or why there are none to publish.</summary>
    /// <param name="db">A context.</param>
    /// <param name="salts">The salts of earlier versions by interaction: without them, unchanged content would be a new version.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<BuiltRows>> RunAsync(
        TriageDbContext db,
        IReadOnlyDictionary<long, string> salts,
        CancellationToken cancellationToken
    )
    {
        var selected = await selection.SelectAsync(db, cancellationToken);
        if (!selected.Ok)
            return selected.Error;
        warnings.AddRange(selection.Warnings);
        var salted = selected.Value.Select(i =>
            i with
            {
                Salt = salts.GetValueOrDefault(i.InteractionId) ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SaltBytes)),
            }
        );
        var items = new Dictionary<string, ItemDraft>(StringComparer.Ordinal);
        var rows = new List<DatasetRow>();
        var problems = new Dictionary<RowProblem, int>();
        await foreach (var (item, row) in RowSource.ReadAsync(db, workflow.TenantId, policy, salted, cancellationToken))
        {
            var problem = row is null ? RowProblem.NoInput : RowChecks.Problem(policy.Kind, row)?.Problem;
            if (problem is { } found)
            {
                problems[found] = problems.GetValueOrDefault(found) + 1;
                continue;
            }

            items[item.Key] = item;
            rows.Add(row!);
        }

        selection.Count("texts that can be written", selected.Value.Count, rows.Count);
        warnings.AddRange(problems.OrderBy(p => p.Key).Select(p => $"{p.Value} left out: {Words(p.Key)}."));
        var redaction = (await TenantRedaction.LoadAsync(db, workflow.TenantId, cancellationToken)).PolicyOf(workflow.Key);
        var personal = rows.Select(r => (Row: r, Kinds: RowChecks.PersonalData(r, redaction))).Where(r => r.Kinds.Count > 0).ToList();
        if (personal.Count > 0 && !policy.DropPersonalData)
            return Error.Conflict(
                $"Personal data are left in {Figures.Plural(personal.Count, "row", "rows")}, such as "
                    + string.Join(", ", personal.Take(MaxExamples).Select(p => $"'{p.Row.Key}' ({string.Join(", ", p.Kinds)})"))
                    + ". Redact them, or set drop_personal_data to leave these rows out."
            );
        var clean = Reduce("no personal data", rows, [.. rows.Except(personal.Select(p => p.Row))]);
        return Check(Split(await ReduceAsync(db, clean, cancellationToken)), items);
    }

    private async Task<IReadOnlyList<DatasetRow>> ReduceAsync(
        TriageDbContext db,
        IReadOnlyList<DatasetRow> rows,
        CancellationToken cancellationToken
    )
    {
        var golden = await GoldenAsync(db, workflow, cancellationToken);
        rows = Reduce("no golden item of a gate", rows, golden.Of(rows).Rows);
        if (policy.Dedupe)
            rows = Reduce("one row per input", rows, Deduplication.Of(rows).Rows);
        else if (RowChecks.Duplicates(rows) is > 0 and var duplicates)
            warnings.Add($"{Figures.Plural(duplicates, "row has", "rows have")} the input of another row, because dedupe is off.");
        return policy.MaxPerPattern is { } max
            ? Reduce("limit per pattern", rows, ClassBalance.Of(rows, r => r.Pattern, max, policy.Seed).Rows)
            : rows;
    }

    /// <summary>The golden items of the workflow that are not retired.</summary>
    public static async Task<GoldenExclusion> GoldenAsync(TriageDbContext db, DatasetWorkflow workflow, CancellationToken cancellationToken)
    {
        var golden = await (
            from g in db.GoldenItems.AsNoTracking()
            where g.TenantId == workflow.TenantId && g.WorkflowId == workflow.Id && g.RetiredAt == null
            join i in db.Interactions on g.InteractionId equals i.Id
            select new { i.InputHash, i.TaskId }
        ).ToListAsync(cancellationToken);
        return new GoldenExclusion(golden.Select(g => g.InputHash).OfType<string>(), golden.Select(g => g.TaskId));
    }

    private IReadOnlyList<DatasetRow> Reduce(string step, IReadOnlyList<DatasetRow> before, IReadOnlyList<DatasetRow> after)
    {
        selection.Count(step, before.Count, after.Count);
        return after;
    }

    private List<DatasetRow> Split(IReadOnlyList<DatasetRow> rows)
    {
        var splits = new TaskSplit(policy.Seed, policy.Splits);
        return [.. rows.Select(r => r with { Split = splits.Of(r.TaskKey) }).OrderBy(r => r.Key, StringComparer.Ordinal)];
    }

    private Result<BuiltRows> Check(List<DatasetRow> rows, Dictionary<string, ItemDraft> items)
    {
        if (rows.Count == 0)
            return Error.Conflict(selection.Nothing());
        if (RowChecks.Leakage(rows) is { } leakage)
            return Error.Conflict($"{leakage}. Set dedupe, so that an input is in one split only.");
        var counts = rows.CountBy(r => r.Split!).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        warnings.AddRange(policy.Splits.Where(s => !counts.ContainsKey(s.Name)).Select(s => $"The split {s.Name} has no rows."));
        var patterns = rows.Where(r => r.Pattern is not null).CountBy(r => r.Pattern!).ToDictionary(c => c.Key, c => c.Value);
        return Result.Done(
            "",
            new BuiltRows(
                rows,
                rows.ToDictionary(r => r.Key, r => items[r.Key] with { Split = r.Split }, StringComparer.Ordinal),
                new BuildReport(selection.Steps, counts, patterns, warnings)
            )
        );
    }

    private static string Words(RowProblem problem) =>
        problem switch
        {
            RowProblem.UnknownRole => "a message of a tool or another role",
            RowProblem.EmptyContent => "an empty message",
            RowProblem.NoUserMessage => "no message of the user",
            RowProblem.NoAssistantMessage => "no response",
            RowProblem.InvalidResponse => "a response is missing",
            RowProblem.EqualResponses => "both responses are equal",
            RowProblem.NoInput => "no input",
            _ => "a text that is not valid",
        };
}

using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Rubrics;

namespace TriageConsole.Features.Labels;

/// <summary>
/// The scopes of the criteria that imported lines answer. The workflow's own rubric decides, then the imported rubric. A new key is of
/// scope turn if one of its lines names a message.
/// </summary>
internal sealed class ImportScopes
{
    private readonly Dictionary<string, CriterionScope> scopes = new(StringComparer.Ordinal);

    public static async Task<ImportScopes> LoadAsync(
        TriageDbContext db,
        long workflowId,
        IReadOnlyList<LabelLine> lines,
        CancellationToken cancellationToken
    )
    {
        var found = new ImportScopes();
        foreach (var line in lines)
            if (line.Message is not null)
                found.scopes[line.Criterion] = CriterionScope.Turn;
            else
                found.scopes.TryAdd(line.Criterion, CriterionScope.Interaction);
        // The imported rubric first, so that the workflow's own one overrides it.
        foreach (var isImported in new[] { true, false })
        {
            var latest = await db
                .RubricVersions.AsNoTracking()
                .Where(v => v.Rubric!.WorkflowId == workflowId && v.Rubric.Key == Rubric.ImportedKey == isImported)
                .OrderByDescending(v => v.Number)
                .Select(v => v.Definition)
                .FirstOrDefaultAsync(cancellationToken);
            if (latest is null)
                continue;
            foreach (var criterion in RubricDefinition.FromStored(latest).Criteria.Where(c => found.scopes.ContainsKey(c.Key)))
                found.scopes[criterion.Key] = criterion.Scope;
        }

        return found;
    }

    public CriterionScope Of(string criterion) => scopes.GetValueOrDefault(criterion);

    /// <summary>Removes lines of another scope than their criterion.</summary>
    public List<(LabelLine Line, ImportPlace Place)> Fitting(List<(LabelLine Line, ImportPlace Place)> lines, LabelImportResult result) =>
        lines.FindAll(l =>
        {
            var scope = Of(l.Line.Criterion);
            if (scope == CriterionScope.Turn == l.Line.Message is not null)
                return true;
            if (scope == CriterionScope.Turn)
                result.Refuse(
                    l.Line.Number,
                    "missing_message_index",
                    $"'{l.Line.Criterion}' is answered for each message (scope turn). Name the message in target.message_index."
                );
            else
                result.Refuse(
                    l.Line.Number,
                    "unexpected_message_index",
                    $"'{l.Line.Criterion}' is answered for the whole interaction, and the line names message {l.Line.Message}. If its "
                        + "answers are about messages, give the criterion the scope turn in the rubric of the workflow."
                );
            return false;
        });
}

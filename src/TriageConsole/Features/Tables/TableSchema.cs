using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Agreement.Consensus;

namespace TriageConsole.Features.Tables;

/// <summary>
/// The columns of the wide table of a workflow: those of the interaction, and one group each for the signals that occur, the questions of
/// the rubric and the components of releases.
/// </summary>
internal sealed class TableSchema
{
    /// <summary>More kinds of signals are left out, so that a sender of random names cannot make the table too wide.</summary>
    public const int MaxSignals = 300;

    private TableSchema(IReadOnlyList<SignalName> signals, ConsensusReader consensus, IReadOnlyList<ComponentName> components)
    {
        (Signals, Consensus, Questions, Components) = (signals, consensus, consensus.Questions, components);
        Columns =
        [
            .. TableBaseColumns.All.Select(c => c.Column),
            .. signals.SelectMany(ColumnsOf),
            .. Questions.SelectMany(ColumnsOf),
            .. components.Select(c => new TableColumn(
                $"component.{KindName(c.Kind)}.{c.Name}",
                $"{KindName(c.Kind)}: {c.Name}",
                TableValueKind.Text
            )),
        ];
    }

    public IReadOnlyList<TableColumn> Columns { get; }

    public IReadOnlyList<SignalName> Signals { get; }

    public IReadOnlyList<string> Questions { get; }

    public ConsensusReader Consensus { get; }

    public IReadOnlyList<ComponentName> Components { get; }

    /// <param name="db">The database.</param>
    /// <param name="workflowId">The workflow.</param>
    /// <param name="rows">The interactions whose signals get columns.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static async Task<TableSchema> ReadAsync(
        TriageDbContext db,
        long workflowId,
        IQueryable<Interaction> rows,
        CancellationToken cancellationToken
    )
    {
        var signals = await rows.Join(db.Signals, i => i.Id, s => s.InteractionId, (i, s) => s)
            .GroupBy(s => new { s.Type, s.Name })
            .Select(g => new
            {
                g.Key.Type,
                g.Key.Name,
                Texts = g.Count(s => s.TextValue != null),
            })
            .OrderBy(s => s.Type)
            .ThenBy(s => s.Name)
            .Take(MaxSignals)
            .ToListAsync(cancellationToken);
        var components = await db
            .ReleaseComponents.Where(c => c.WorkflowId == workflowId)
            .Select(c => new { c.Kind, c.Name })
            .Distinct()
            .OrderBy(c => c.Kind)
            .ThenBy(c => c.Name)
            .ToListAsync(cancellationToken);
        return new TableSchema(
            // The order of the database depends on its language.
            [
                .. signals
                    .OrderBy(s => s.Type, StringComparer.Ordinal)
                    .ThenBy(s => s.Name, StringComparer.Ordinal)
                    .Select(s => new SignalName(s.Type, s.Name, s.Texts > 0)),
            ],
            await ConsensusReader.OpenAsync(db, workflowId, cancellationToken),
            [.. components.OrderBy(c => c.Kind).ThenBy(c => c.Name, StringComparer.Ordinal).Select(c => new ComponentName(c.Kind, c.Name))]
        );
    }

    private static IEnumerable<TableColumn> ColumnsOf(SignalName signal)
    {
        var (key, title) = ($"{signal.Type}.{signal.Name}", $"{signal.Name} ({signal.Type})");
        yield return new TableColumn($"signal.{key}", title, TableValueKind.Number);
        if (signal.HasText)
            yield return new TableColumn($"signal_text.{key}", $"{title}, text", TableValueKind.Text);
        yield return new TableColumn($"signal_count.{key}", $"{title}, count", TableValueKind.WholeNumber);
    }

    private static IEnumerable<TableColumn> ColumnsOf(string question)
    {
        yield return new TableColumn($"label.{question}", $"{question} (label)", TableValueKind.Text);
        yield return new TableColumn($"label_probability.{question}", $"{question}, probability", TableValueKind.Number);
        yield return new TableColumn($"label_count.{question}", $"{question}, labelers", TableValueKind.WholeNumber);
    }

    private static string KindName(ComponentKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}

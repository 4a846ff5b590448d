using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Interactions;
using TriageConsole.Features.Redaction;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Tables;

/// <summary>The wide table of a workflow: interactions with their signals, outcome, labels and versions.</summary>
public sealed class TableService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    WorkflowDirectory directory,
    InteractionList list,
    KeyHashing keys
)
{
    /// <summary>The page takes its columns from the latest interactions, so that it does not read all signals.</summary>
    private const int SampleRows = 2000;

    /// <summary>The workflow and the columns for a page; null if the person does not lead it.</summary>
    public async Task<TableView?> FindAsync(
        PersonAccess access,
        string key,
        string? tenant,
        InteractionFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        if (await directory.FindAsync(access, Role.Lead, key, tenant, cancellationToken) is not { } workflow)
            return null;
        var schema = await SampleAsync(workflow.Id, filter, cancellationToken);
        return new TableView(workflow, schema.Columns);
    }

    /// <summary>A page of the rows. The values are those of <paramref name="columns"/>.</summary>
    public async Task<GridPage<TableRow>> PageAsync(
        PersonAccess access,
        WorkflowRef workflow,
        InteractionFilter filter,
        IReadOnlyList<TableColumn> columns,
        GridQuery query,
        CancellationToken cancellationToken = default
    )
    {
        var page = await list.PageAsync(
            access,
            new InteractionListQuery(workflow.Key, workflow.TenantKey, filter),
            query,
            cancellationToken
        );
        var schema = await SampleAsync(workflow.Id, filter, cancellationToken);
        var ids = page.Items.Select(i => i.Id).ToArray();
        var rows = await TableReader.ReadAsync(contexts, workflow.Id, schema, ids, cancellationToken);
        // The columns can have changed since the page read them.
        var places = columns.Select(c => schema.Columns.ToList().FindIndex(s => s.Name == c.Name)).ToArray();
        return new GridPage<TableRow>(
            [.. rows.Select(r => r with { Values = [.. places.Select(p => p < 0 ? null : r.Values[p])] })],
            page.Total,
            page.HasMore,
            page.Number
        );
    }

    /// <summary>The whole table for a lead; null if the person does not lead the workflow.</summary>
    public async Task<OpenTable?> OpenAsync(
        PersonAccess access,
        string key,
        string? tenant,
        InteractionFilter filter,
        CancellationToken cancellationToken = default
    ) =>
        await directory.FindAsync(access, Role.Lead, key, tenant, cancellationToken) is { } workflow
            ? await OpenAsync(workflow.Id, filter, cancellationToken)
            : null;

    /// <summary>The whole table for an application of the tenant.</summary>
    public async Task<Result<OpenTable>> OpenAsync(
        ApiCaller caller,
        string key,
        InteractionFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        if (filter is { From: { } from, To: { } to } && from > to)
            return Error.InvalidField("from", "from is after to.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = key.Contains('\0', StringComparison.Ordinal)
            ? null
            : await db
                .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == key)
                .Select(w => (long?)w.Id)
                .SingleOrDefaultAsync(cancellationToken);
        return id is { } found
            ? Result.Done("", await OpenAsync(found, filter, cancellationToken))
            : Error.NotFound($"There is no workflow '{key}' in this tenant.");
    }

    /// <summary>The whole table, for a scheduled export.</summary>
    internal async Task<OpenTable> OpenAsync(long workflowId, InteractionFilter filter, CancellationToken cancellationToken)
    {
        var stored = filter.WithStoredKeys(await keys.GetAsync(cancellationToken));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var schema = await TableSchema.ReadAsync(db, workflowId, Filtered(db, workflowId, stored), cancellationToken);
        return new OpenTable(
            schema.Columns,
            TableReader.ReadAsync(contexts, workflowId, schema, each => Filtered(each, workflowId, stored), cancellationToken)
        );
    }

    private async Task<TableSchema> SampleAsync(long workflowId, InteractionFilter filter, CancellationToken cancellationToken)
    {
        var stored = filter.WithStoredKeys(await keys.GetAsync(cancellationToken));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var latest = Filtered(db, workflowId, stored).OrderByDescending(i => i.Timestamp).ThenByDescending(i => i.Id).Take(SampleRows);
        return await TableSchema.ReadAsync(db, workflowId, latest, cancellationToken);
    }

    private IQueryable<Interaction> Filtered(TriageDbContext db, long workflowId, InteractionFilter filter)
    {
        var rows = filter.Apply(db.Interactions.AsNoTracking().Where(i => i.WorkflowId == workflowId));
        return filter.Words is { } words ? statements.WithWords(db, rows, words) : rows;
    }
}

using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Tables;

/// <summary>Reads rows of the wide table. A whole table is read in parts, so that its size does not matter.</summary>
internal static class TableReader
{
    /// <summary>The part of a text value that the table has.</summary>
    public const int MaxText = 1000;

    private const int PartRows = 500;

    /// <summary>All rows in the order of their timestamps.</summary>
    /// <param name="contexts">Each part has a context of its own.</param>
    /// <param name="workflowId">The workflow.</param>
    /// <param name="schema">The columns.</param>
    /// <param name="filter">Restricts the interactions of the workflow.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static async IAsyncEnumerable<TableRow> ReadAsync(
        IDbContextFactory<TriageDbContext> contexts,
        long workflowId,
        TableSchema schema,
        Func<TriageDbContext, IQueryable<Interaction>> filter,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var versions = await VersionsAsync(contexts, workflowId, cancellationToken);
        var (time, id) = (DateTimeOffset.MinValue, long.MinValue);
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var (lastTime, lastId) = (time, id);
            var part = filter(db);
            // Not an OR alone: the first condition is a range of the index.
            if (id != long.MinValue)
                part = part.Where(i => i.Timestamp >= lastTime && (i.Timestamp > lastTime || i.Id > lastId));
            var rows = await part.OrderBy(i => i.Timestamp).ThenBy(i => i.Id).Take(PartRows).ToListAsync(cancellationToken);
            foreach (var row in await WithDetailsAsync(db, schema, versions, rows, cancellationToken))
                yield return row;
            if (rows.Count < PartRows)
                yield break;
            (time, id) = (rows[^1].Timestamp, rows[^1].Id);
        }
    }

    /// <summary>The rows of some interactions, in the order of their ids in the list.</summary>
    public static async Task<IReadOnlyList<TableRow>> ReadAsync(
        IDbContextFactory<TriageDbContext> contexts,
        long workflowId,
        TableSchema schema,
        long[] ids,
        CancellationToken cancellationToken
    )
    {
        var versions = await VersionsAsync(contexts, workflowId, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .Interactions.AsNoTracking()
            .Where(i => i.WorkflowId == workflowId && ids.Contains(i.Id))
            .ToListAsync(cancellationToken);
        var byId = (await WithDetailsAsync(db, schema, versions, rows, cancellationToken)).ToDictionary(r => r.Id);
        return [.. ids.Where(byId.ContainsKey).Select(id => byId[id])];
    }

    private static async Task<IReadOnlyList<TableRow>> WithDetailsAsync(
        TriageDbContext db,
        TableSchema schema,
        IReadOnlyDictionary<(string Release, ComponentName Component), string> versions,
        List<Interaction> rows,
        CancellationToken cancellationToken
    )
    {
        if (rows.Count == 0)
            return [];
        var ids = rows.ConvertAll(i => i.Id).ToArray();
        var read = await db
            .Signals.AsNoTracking()
            .Where(s => ids.Contains(s.InteractionId))
            .Select(s => new
            {
                s.Id,
                s.InteractionId,
                s.Type,
                s.Name,
                s.NumericValue,
                Text = s.TextValue == null ? null : s.TextValue.Substring(0, MaxText),
                s.Timestamp,
            })
            .ToListAsync(cancellationToken);
        var signals = read.OrderBy(s => s.Timestamp ?? DateTimeOffset.MinValue)
            .ThenBy(s => s.Id)
            .GroupBy(s => (s.InteractionId, s.Type, s.Name))
            .ToDictionary(g => g.Key, g => (Latest: g.Last(), Count: g.LongCount()));
        var labels = await schema.Consensus.ReadAsync(db, ids, cancellationToken);
        return rows.ConvertAll(i =>
        {
            var values = new List<object?>(schema.Columns.Count);
            values.AddRange(TableBaseColumns.All.Select(c => c.Value(i)));
            foreach (var signal in schema.Signals)
            {
                var isKnown = signals.TryGetValue((i.Id, signal.Type, signal.Name), out var found);
                values.Add(isKnown ? found.Latest.NumericValue : null);
                if (signal.HasText)
                    values.Add(isKnown ? found.Latest.Text : null);
                values.Add(isKnown ? found.Count : 0L);
            }

            foreach (var question in schema.Questions)
            {
                var answer = labels.GetValueOrDefault((i.Id, question));
                values.Add(answer?.Value);
                values.Add(answer?.Probability);
                values.Add((long)(answer?.Labelers ?? 0));
            }

            var release = ReleaseName.Of(i.Release, i.ModelId, i.ModelVersion);
            values.AddRange(schema.Components.Select(c => versions.GetValueOrDefault((release, c))));
            return new TableRow(i.Id, i.TraceId, values);
        });
    }

    /// <summary>The versions of the components of each registered release.</summary>
    private static async Task<Dictionary<(string Release, ComponentName Component), string>> VersionsAsync(
        IDbContextFactory<TriageDbContext> contexts,
        long workflowId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from c in db.ReleaseComponents.AsNoTracking()
            where c.WorkflowId == workflowId
            join r in db.Releases on c.ReleaseId equals r.Id
            select new
            {
                Release = r.Name,
                c.Kind,
                c.Name,
                c.ComponentVersion!.Version,
            }
        ).ToListAsync(cancellationToken);
        return rows.GroupBy(r => (r.Release, new ComponentName(r.Kind, r.Name))).ToDictionary(g => g.Key, g => g.First().Version);
    }
}

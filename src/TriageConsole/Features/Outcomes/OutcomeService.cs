using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

/// <summary>Outcomes by version, segment and other dimensions. Different metrics are never averaged together.</summary>
public sealed class OutcomeService(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>The dimensions. A model version includes the model id: "unspecified" alone would mix models.</summary>
    private static readonly Dictionary<string, Expression<Func<Interaction, string?>>> Keys = new(StringComparer.Ordinal)
    {
        ["model_version"] = i => ReleaseName.OfModel(i.ModelId, i.ModelVersion),
        ["model_id"] = i => i.ModelId,
        ["served_model"] = i => i.ServedModel,
        ["prompt_version"] = i => i.PromptVersion,
        ["knowledge_version"] = i => i.KnowledgeVersion,
        ["segment"] = i => i.Segment,
        ["country"] = i => i.Country,
        ["deployment_id"] = i => i.DeploymentId,
        ["release"] = i => i.Release,
        ["task_type"] = i => i.Workflow!.Key,
    };

    public static IReadOnlyCollection<string> Dimensions => Keys.Keys;

    /// <summary>Null if the tenant has no such workflow.</summary>
    public async Task<IReadOnlyList<OutcomeGroup>?> ByAsync(
        ApiCaller caller,
        string? workflow,
        string dimension,
        DateTimeOffset? from,
        DateTimeOffset? to,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (
            workflow is not null
            && !await db.Workflows.AnyAsync(w => w.TenantId == caller.TenantId && w.Key == workflow, cancellationToken)
        )
            return null;
        var rows = db
            .Interactions.AsNoTracking()
            .Where(i => i.TenantId == caller.TenantId && i.OutcomeMetric != null && (workflow == null || i.Workflow!.Key == workflow));
        if (from is { } since)
            rows = rows.Where(i => i.Timestamp >= since);
        if (to is { } until)
            rows = rows.Where(i => i.Timestamp < until);
        var groups = await rows.Select(WithKey(Keys[dimension]))
            .GroupBy(r => new
            {
                r.Workflow,
                r.Metric,
                r.Key,
            })
            .Select(g => new
            {
                g.Key.Workflow,
                g.Key.Metric,
                g.Key.Key,
                Count = g.LongCount(),
                Known = g.LongCount(r => r.Value != null),
                Sum = g.Sum(r => r.Value),
            })
            .ToListAsync(cancellationToken);
        return groups
            .OrderBy(g => g.Workflow, StringComparer.Ordinal)
            .ThenBy(g => g.Metric, StringComparer.Ordinal)
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new OutcomeGroup(
                g.Workflow,
                g.Metric!,
                g.Key,
                g.Count,
                g.Count - g.Known,
                g.Known == 0 ? null : (g.Sum ?? 0) / g.Known,
                g.Sum ?? 0
            ))
            .ToList();
    }

    /// <summary>The projection with the selected key.</summary>
    private static Expression<Func<Interaction, Keyed>> WithKey(Expression<Func<Interaction, string?>> key)
    {
        Expression<Func<Interaction, string?, Keyed>> shape = (i, k) =>
            new Keyed
            {
                Workflow = i.Workflow!.Key,
                Metric = i.OutcomeMetric,
                Key = k,
                Value = i.OutcomeValue,
            };
        var keyOfShape = new Replace(key.Parameters[0], shape.Parameters[0]).Visit(key.Body)!;
        var body = new Replace(shape.Parameters[1], keyOfShape).Visit(shape.Body)!;
        return Expression.Lambda<Func<Interaction, Keyed>>(body, shape.Parameters[0]);
    }

    private sealed class Keyed
    {
        public required string Workflow { get; init; }

        public required string? Metric { get; init; }

        public required string? Key { get; init; }

        public required double? Value { get; init; }
    }

    private sealed class Replace(Expression from, Expression to) : ExpressionVisitor
    {
        public override Expression? Visit(Expression? node) => node == from ? to : base.Visit(node);
    }
}

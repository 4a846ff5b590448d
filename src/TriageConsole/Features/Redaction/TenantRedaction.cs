using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Redaction;
using TriageConsole.Data;

namespace TriageConsole.Features.Redaction;

/// <summary>What is redacted in the events of one tenant.</summary>
public sealed class TenantRedaction
{
    /// <summary>Compiled policies by their definition: compiling a regular expression takes longer than a batch of events.</summary>
    private static readonly ConcurrentDictionary<string, (RedactionDefinition Definition, RedactionPolicy Policy)> Compiled = new(
        StringComparer.Ordinal
    );

    /// <summary>Unions of policies by the numbers of these.</summary>
    private static readonly ConcurrentDictionary<string, RedactionPolicy> Unions = new(StringComparer.Ordinal);

    private const int MaxCompiled = 1000;

    private readonly Dictionary<string, (RedactionDefinition Definition, RedactionPolicy Policy)> byWorkflow = new(StringComparer.Ordinal);
    private readonly (RedactionDefinition Definition, RedactionPolicy Policy) tenant;

    private TenantRedaction((RedactionDefinition, RedactionPolicy) tenant) => this.tenant = tenant;

    /// <summary>
    /// For lines whose workflow is not known: everything that any of the tenant's settings redacts, so that no setting is bypassed.
    /// </summary>
    public RedactionPolicy Widest { get; private set; } = RedactionPolicy.Standard;

    internal static async Task<TenantRedaction> LoadAsync(TriageDbContext db, long tenantId, CancellationToken cancellationToken)
    {
        var rows = await db
            .RedactionSettings.Where(s => s.TenantId == tenantId)
            .Select(s => new
            {
                Workflow = db.Workflows.Where(w => w.Id == s.WorkflowId).Select(w => w.Key).FirstOrDefault(),
                s.WorkflowId,
                s.Definition,
            })
            .ToListAsync(cancellationToken);
        var standard = (RedactionDefinition.Standard, RedactionPolicy.Standard);
        var redaction = new TenantRedaction(rows.Find(r => r.WorkflowId is null) is { } own ? Compile(own.Definition) : standard);
        foreach (var row in rows.Where(r => r.Workflow is not null))
            redaction.byWorkflow[row.Workflow!] = Compile(row.Definition);
        redaction.Widest = Union([.. redaction.byWorkflow.Values.Append(redaction.tenant).Select(s => s.Policy).Distinct()]);
        return redaction;
    }

    public RedactionPolicy PolicyOf(string workflow) => Of(workflow).Policy;

    public RedactionDefinition DefinitionOf(string workflow) => Of(workflow).Definition;

    /// <summary>
    /// The policy that finds what any of these find. The same policies always give the same instance, because what one instance has
    /// searched is not known to another.
    /// </summary>
    private static RedactionPolicy Union(RedactionPolicy[] policies)
    {
        if (policies is [var only])
            return only;
        var key = string.Join(',', policies.Select(p => p.Number).Order());
        if (Unions.TryGetValue(key, out var known))
            return known;
        if (Unions.Count >= MaxCompiled)
            Unions.Clear();
        return Unions[key] = new RedactionPolicy(
            policies.Aggregate(PersonalDataKinds.None, (sum, p) => sum | p.Kinds),
            [.. policies.SelectMany(p => p.Patterns).DistinctBy(p => (p.Name, p.Expression))]
        );
    }

    private (RedactionDefinition Definition, RedactionPolicy Policy) Of(string workflow) =>
        byWorkflow.TryGetValue(workflow, out var own) ? own : tenant;

    private static (RedactionDefinition, RedactionPolicy) Compile(string definition)
    {
        if (Compiled.TryGetValue(definition, out var known))
            return known;
        if (Compiled.Count >= MaxCompiled)
            Compiled.Clear();
        var parsed = RedactionDefinition.Parse(definition);
        return Compiled[definition] = (parsed, parsed.ToPolicy());
    }
}

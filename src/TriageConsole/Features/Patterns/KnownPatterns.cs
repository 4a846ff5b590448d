using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Patterns;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Patterns;

/// <summary>The current patterns of some workflows, to find those of an interaction. Largest weekly impact first.</summary>
internal sealed class KnownPatterns(ILookup<long, KnownPattern> byWorkflow)
{
    private readonly List<PatternMember> members = [];

    public static async Task<KnownPatterns> LoadAsync(
        TriageDbContext db,
        IReadOnlyCollection<long> workflows,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .FailurePatterns.Where(p => workflows.Contains(p.WorkflowId) && p.IsCurrent)
            .Select(p => new
            {
                p.WorkflowId,
                p.Id,
                p.Name,
                p.Terms,
                p.Impact,
                p.Labeled,
            })
            .ToListAsync(cancellationToken);
        return new KnownPatterns(
            rows.OrderByDescending(p => p.Impact)
                .ThenBy(p => p.Id)
                .ToLookup(p => p.WorkflowId, p => new KnownPattern(p.Id, p.Name, PatternTerms.Parse(p.Terms), p.Impact, p.Labeled))
        );
    }

    private IReadOnlyList<KnownPattern> Of(Interaction interaction)
    {
        var patterns = byWorkflow[interaction.WorkflowId];
        if (!patterns.Any())
            return [];
        var values = Attributes(interaction);
        return [.. patterns.Where(p => p.Terms.Holds(values))];
    }

    public double StrongestImpact(long workflowId) => byWorkflow[workflowId].FirstOrDefault()?.Impact ?? 0;

    /// <summary>The pattern of the interaction with the largest weekly impact, or null.</summary>
    public KnownPattern? Strongest(Interaction interaction) => Of(interaction) is [var first, ..] ? first : null;

    /// <summary>Makes the interaction a member of all its patterns. Returns the one with the largest weekly impact.</summary>
    public KnownPattern? Join(Interaction interaction)
    {
        var own = Of(interaction);
        members.AddRange(own.Select(p => new PatternMember { PatternId = p.Id, InteractionId = interaction.Id }));
        return own is [var first, ..] ? first : null;
    }

    /// <summary>Stores the new members. The interactions must be stored before.</summary>
    public async Task StoreMembersAsync(TriageDbContext db, IProviderStatements statements, CancellationToken cancellationToken)
    {
        if (members.Count == 0)
            return;
        // A pattern search can have stored the membership of an older interaction at the same time.
        var ids = members.Select(m => m.InteractionId).Distinct().ToArray();
        var known = (await db.PatternMembers.Where(m => ids.Contains(m.InteractionId)).ToListAsync(cancellationToken))
            .Select(m => (m.PatternId, m.InteractionId))
            .ToHashSet();
        await statements.BulkLoadAsync(db, members.Where(m => known.Add((m.PatternId, m.InteractionId))).ToList(), cancellationToken);
    }

    /// <summary>The attributes of an interaction that patterns use.</summary>
    private static AttributeValues Attributes(Interaction i) =>
        AttributeValues.Of(
            new InteractionColumns(
                i.ModelId,
                i.ModelVersion,
                i.ServedModel,
                i.PromptVersion,
                i.Release,
                i.DeploymentId,
                i.KnowledgeVersion,
                i.Country,
                i.Segment,
                i.ErrorKind,
                i.TaskId,
                i.ClientLatencyMs ?? i.ServerLatencyMs
            ),
            i.Attributes
        );
}

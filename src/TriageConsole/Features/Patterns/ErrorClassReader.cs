using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Patterns;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Rollups;
using TriageConsole.Features.Interactions;
using TriageConsole.Security;

namespace TriageConsole.Features.Patterns;

/// <summary>
/// Explains the error class of one failure. The class comes from the last search. The reason is computed on read, from the current patterns
/// and the window.
/// </summary>
internal sealed class ErrorClassReader(IDbContextFactory<TriageDbContext> contexts) : IErrorClasses
{
    private const int MaxPatterns = 20;

    public async Task<FailureExplanation?> ExplainAsync(
        PersonAccess access,
        long interactionId,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db
            .Interactions.Where(i => i.Id == interactionId && i.NeedsReview)
            .Select(i => new
            {
                i.TenantId,
                i.WorkflowId,
                i.Timestamp,
                i.ErrorKind,
                i.ErrorClass,
                Workflow = i.Workflow!.Key,
                Tenant = i.Workflow.Tenant!.Key,
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (row is null || !access.Has(Role.Lead, row.TenantId, row.WorkflowId))
            return null;
        var patterns = await db
            .FailurePatterns.AsNoTracking()
            .Where(p =>
                p.WorkflowId == row.WorkflowId && db.PatternMembers.Any(m => m.PatternId == p.Id && m.InteractionId == interactionId)
            )
            .OrderByDescending(p => p.IsCurrent)
            .ThenBy(p => p.P)
            .ThenBy(p => p.Id)
            .Take(MaxPatterns)
            .ToListAsync(cancellationToken);
        var window = await WindowAsync(db, row.WorkflowId, row.Timestamp, cancellationToken);
        var strongest = patterns.FirstOrDefault(p => p.IsCurrent);
        var places = patterns.ConvertAll(p => new PatternMembershipRow(
            p.Name,
            PatternWords.Address(row.Workflow, row.Tenant, p.Id),
            PatternWords.Word(p.State),
            p.IsCurrent
        ));
        return Explain((ErrorClass?)row.ErrorClass, row.ErrorKind, strongest, window, places);
    }

    private static FailureExplanation Explain(
        ErrorClass? kept,
        string? errorKind,
        FailurePattern? pattern,
        FailureCount window,
        IReadOnlyList<PatternMembershipRow> places
    )
    {
        var terms = pattern is null ? [] : PatternTerms.Parse(pattern.Terms).Terms;
        var member = pattern is null
            ? null
            : new PatternMembership(
                pattern.Name,
                terms,
                pattern.P,
                pattern.RestRate > 0 ? pattern.Rate / pattern.RestRate : double.PositiveInfinity
            );
        var now = ErrorClassification.Of(new ErrorFacts(errorKind, member, window, null));
        return kept switch
        {
            null when pattern is null => new FailureExplanation(
                null,
                "Not classified yet. The next pattern search classifies it.",
                null,
                places
            ),
            ErrorClass.Conceptual => Of(
                kept.Value,
                "Its task fails in every version and also outside patterns, as of the last search.",
                null
            ),
            ErrorClass.Systematic when pattern is null => Of(kept.Value, "It was in a pattern that is no longer current.", null),
            _ => Of(now.Class, now.Reason, now.Class == ErrorClass.Systematic ? pattern?.Action : null),
        };

        FailureExplanation Of(ErrorClass errorClass, string reason, string? action) =>
            new(PatternReports.Word(errorClass), reason, action ?? SuggestedAction.For(errorClass, terms).Sentence, places);
    }

    /// <summary>The counts of the rollups, which include events after the window was closed.</summary>
    private static async Task<FailureCount> WindowAsync(
        TriageDbContext db,
        long workflowId,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var start = TimeWindow.Floor(at);
        var sums = await (
            from s in db.Slices
            where s.WorkflowId == workflowId && !s.Shadow
            join r in db.Rollups on s.Id equals r.SliceId
            where r.Grain == Rollup.Window && r.Start == start
            select new { r.NeedsReview, r.Events }
        ).ToListAsync(cancellationToken);
        return new FailureCount(sums.Sum(s => s.NeedsReview), sums.Sum(s => s.Events));
    }
}

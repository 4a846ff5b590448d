using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core.Retraining;
using TriageConsole.Data;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Retraining.Runs;

namespace TriageConsole.Features.Retraining.Proposals;

/// <summary>Checks the patterns of workflows for triggers, and proposes what they ask for. With autopilot it also starts the run.</summary>
internal sealed class TriggerCheck(
    IDbContextFactory<TriageDbContext> contexts,
    ProposalWriter proposals,
    RunStarter starter,
    NoticeService notices,
    TimeProvider time
)
{
    /// <summary>The workflows with patterns to check.</summary>
    public async Task<IReadOnlyList<long>> WorkflowsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Workflows.Where(w => w.Configured && db.FailurePatterns.Any(p => p.WorkflowId == w.Id && p.IsCurrent))
            .OrderBy(w => w.Id)
            .Select(w => w.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Checks one workflow.</summary>
    /// <returns>The number of new proposals.</returns>
    public async Task<int> CheckAsync(long workflowId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var settings =
            await db.RetrainingSettings.AsNoTracking().SingleOrDefaultAsync(s => s.WorkflowId == workflowId, cancellationToken)
            ?? new RetrainingSettings();
        var patterns = await db
            .FailurePatterns.AsNoTracking()
            .Where(p => p.WorkflowId == workflowId && p.IsCurrent && p.State != PatternState.Fixed)
            .Where(PatternService.Snoozed(now, false))
            .OrderBy(p => p.Rank)
            .ToListAsync(cancellationToken);
        var added = 0;
        foreach (var pattern in patterns)
        {
            var last = await db
                .RetrainingProposals.Where(p => p.PatternId == pattern.Id)
                .OrderByDescending(p => p.Id)
                .Select(p => new
                {
                    p.State,
                    p.CreatedAt,
                    p.ClosedAt,
                })
                .FirstOrDefaultAsync(cancellationToken);
            if (last is { State: ProposalState.Open or ProposalState.Started })
                continue;
            var facts = await FactsAsync(db, pattern, last?.CreatedAt, last?.ClosedAt, now, cancellationToken);
            if (TriggerDecision.Of(facts, Rules(settings)) is not { } trigger)
                continue;
            var choice = RepairChoice.Of(pattern.ActionKey, pattern.Action);
            if (choice.Repair is not { } repair)
                continue;
            var made = await proposals.AddAsync(db, RetrainingActor.Console, pattern, trigger, repair, choice.Reason, cancellationToken);
            if (made is not { } id)
                continue;
            added++;
            if (settings.Autopilot)
                await StartAsync(db, pattern, id, cancellationToken);
        }

        return added;
    }

    internal static TriggerSettings Rules(RetrainingSettings s) =>
        new(s.MinRate, s.MinInteractions, s.MinShare, s.MinFailures, s.Growth, s.MinLabels, s.Weekly, s.QuietDays);

    private static async Task<PatternFacts> FactsAsync(
        TriageDbContext db,
        FailurePattern pattern,
        DateTimeOffset? lastMade,
        DateTimeOffset? lastClosed,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var (week, before) = (today.AddDays(-6), today.AddDays(-13));
        var days = await db
            .PatternDays.Where(d => d.PatternId == pattern.Id && d.Day >= before && d.Day <= today)
            .Select(d => new { d.Day, d.Failures })
            .ToListAsync(cancellationToken);
        var since = lastMade ?? DateTimeOffset.UnixEpoch;
        var labels = await db
            .Labels.Where(l =>
                l.WorkflowId == pattern.WorkflowId
                && l.IsCurrent
                && l.CreatedAt > since
                && db.PatternMembers.Any(m => m.PatternId == pattern.Id && m.InteractionId == l.InteractionId)
            )
            .CountAsync(cancellationToken);
        return new PatternFacts(
            pattern.Interactions,
            pattern.Failures,
            pattern.AllFailures,
            days.Where(d => d.Day >= week).Sum(d => d.Failures),
            days.Where(d => d.Day < week).Sum(d => d.Failures),
            labels,
            now - (lastClosed ?? lastMade)
        );
    }

    /// <summary>A proposal that cannot start stays open for a lead.</summary>
    private async Task StartAsync(TriageDbContext db, FailurePattern pattern, long proposalId, CancellationToken cancellationToken)
    {
        var started = await starter.StartAsync(
            RetrainingActor.Console,
            pattern.TenantId,
            pattern.WorkflowId,
            proposalId,
            null,
            cancellationToken
        );
        if (started.Ok)
            return;
        var workflow = await db
            .Workflows.Where(w => w.Id == pattern.WorkflowId)
            .Select(w => new { w.Key, Tenant = w.Tenant!.Key })
            .SingleAsync(cancellationToken);
        await notices.NotifyLeadsAsync(
            pattern.TenantId,
            pattern.WorkflowId,
            $"retraining autopilot {proposalId}",
            $"The autopilot of {workflow.Key} could not start proposal {proposalId}: {started.Message}",
            Addresses.Workflow("retraining", workflow.Tenant, workflow.Key),
            cancellationToken
        );
    }
}

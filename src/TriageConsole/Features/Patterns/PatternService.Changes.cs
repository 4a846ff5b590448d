using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Patterns;

/// <summary>Changes of patterns by people. Each is part of the activity of the pattern.</summary>
public sealed partial class PatternService
{
    /// <summary>The longest snooze. A pattern that nobody wants to see again is fixed or acknowledged instead.</summary>
    public static readonly TimeSpan MaxSnooze = TimeSpan.FromDays(366);

    /// <summary>The latest events of a pattern that its page shows.</summary>
    public const int MaxActivity = 200;

    /// <summary>Changes state and owner. A conflict if the pattern is not as <paramref name="seen"/>.</summary>
    public async Task<Result> ChangeAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long patternId,
        PatternStanding seen,
        PatternState state,
        long? ownerId,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pattern = await db.FailurePatterns.SingleOrDefaultAsync(
            p => p.Id == patternId && p.WorkflowId == workflow.Id,
            cancellationToken
        );
        if (pattern is null)
            return Error.NotFound("The pattern does not exist any more.");
        if (pattern.State != seen.State || pattern.OwnerId != seen.OwnerId)
            return Error.Conflict("Another user changed this pattern. The page shows the current state.");
        if (
            ownerId is { } wanted
            && wanted != pattern.OwnerId
            && !await Leads(db, workflow).AnyAsync(u => u.Id == wanted, cancellationToken)
        )
            return Error.Invalid("Only leads of the workflow can own its patterns.");
        var now = time.GetUtcNow();
        if (pattern.State != state)
        {
            Note(db, access, pattern, PatternEventKind.Status, $"{PatternWords.Word(pattern.State)} → {PatternWords.Word(state)}");
            // A reopened pattern is current until the next search.
            if (state == PatternState.Fixed)
                (pattern.FixedAt, pattern.IsCurrent) = (now, false);
            else if (pattern.State == PatternState.Fixed)
                (pattern.FixedAt, pattern.IsCurrent) = (state == PatternState.Regressed ? pattern.FixedAt : null, true);
            (pattern.State, pattern.StateChangedAt, pattern.StateChangedBy) = (state, now, access.DisplayName);
        }

        if (pattern.OwnerId != ownerId)
        {
            var name = ownerId is null
                ? "no owner"
                : await db.Users.Where(u => u.Id == ownerId).Select(u => u.DisplayName).SingleAsync(cancellationToken);
            Note(db, access, pattern, PatternEventKind.Owner, name);
        }

        pattern.OwnerId = ownerId;
        return await SaveAsync(db, workflow, "Saved.", cancellationToken);
    }

    /// <summary>
    /// Hides a current pattern from the list until a time, until its failures have grown by a share (0.5 is 50 %), or until whichever comes
    /// first.
    /// </summary>
    public async Task<Result> SnoozeAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long patternId,
        DateTimeOffset? until,
        double? growth,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        var now = time.GetUtcNow();
        if (until is null && growth is null)
            return Error.Invalid("Choose a day or a growth at which the snooze ends.");
        if (until <= now || until > now + MaxSnooze)
            return Error.Invalid($"The snooze must end after today and within {MaxSnooze.TotalDays:0} days.");
        if (growth is not null and not (> 0 and <= 100))
            return Error.Invalid("The growth must be more than 0 % and at most 10,000 %.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, workflow, patternId, cancellationToken) is not { } pattern)
            return Error.NotFound("The pattern does not exist any more.");
        pattern.SnoozedUntil = until;
        pattern.WakeFailures = growth is { } share
            ? Math.Max(pattern.Failures + 1, (long)Math.Ceiling(pattern.Failures * (1 + share)))
            : null;
        Note(db, access, pattern, PatternEventKind.Snooze, Words(access, pattern));
        return await SaveAsync(db, workflow, "Snoozed.", cancellationToken);
    }

    private static string Words(PersonAccess access, FailurePattern pattern) =>
        PatternWords.Snooze(new(pattern.SnoozedUntil, pattern.WakeFailures), Times.ZoneOf(access.TimeZone));

    public async Task<Result> EndSnoozeAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long patternId,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, workflow, patternId, cancellationToken) is not { } pattern)
            return Error.NotFound("The pattern does not exist any more.");
        if (pattern is { SnoozedUntil: null, WakeFailures: null })
            return Result.Done("The pattern is not snoozed.");
        (pattern.SnoozedUntil, pattern.WakeFailures) = (null, null);
        Note(db, access, pattern, PatternEventKind.SnoozeEnded, "shown in the list again");
        return await SaveAsync(db, workflow, "The snooze is ended.", cancellationToken);
    }

    /// <summary>Changes by people, the newest first.</summary>
    public async Task<IReadOnlyList<PatternActivityRow>> ActivityAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long patternId,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .PatternEvents.AsNoTracking()
            .Where(e => e.PatternId == patternId && db.FailurePatterns.Any(p => p.Id == e.PatternId && p.WorkflowId == workflow.Id))
            .OrderByDescending(e => e.At)
            .ThenByDescending(e => e.Id)
            .Take(MaxActivity)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(e => new PatternActivityRow(e.Id, e.At, e.Person, PatternWords.Word(e.Kind), e.Text));
    }

    /// <summary>The number of current patterns that are snoozed.</summary>
    public async Task<int> CountSnoozedAsync(PersonAccess access, WorkflowRef workflow, CancellationToken cancellationToken = default)
    {
        DemandLead(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .FailurePatterns.Where(p => p.WorkflowId == workflow.Id && p.IsCurrent)
            .CountAsync(Snoozed(time.GetUtcNow(), true), cancellationToken);
    }

    /// <summary>Whether a pattern is snoozed now.</summary>
    internal static Expression<Func<FailurePattern, bool>> Snoozed(DateTimeOffset now, bool wanted) =>
        p =>
            (
                (p.SnoozedUntil != null || p.WakeFailures != null)
                && (p.SnoozedUntil == null || p.SnoozedUntil > now)
                && (p.WakeFailures == null || p.Failures < p.WakeFailures)
            ) == wanted;

    private static Task<FailurePattern?> FindAsync(
        TriageDbContext db,
        WorkflowRef workflow,
        long patternId,
        CancellationToken cancellationToken
    ) => db.FailurePatterns.SingleOrDefaultAsync(p => p.Id == patternId && p.WorkflowId == workflow.Id, cancellationToken);

    private void Note(TriageDbContext db, PersonAccess access, FailurePattern pattern, PatternEventKind kind, string text) =>
        db.PatternEvents.Add(
            new PatternEvent
            {
                PatternId = pattern.Id,
                At = time.GetUtcNow(),
                Kind = kind,
                PersonId = access.UserId,
                Person = access.DisplayName,
                Text = text,
            }
        );

    private async Task<Result> SaveAsync(TriageDbContext db, WorkflowRef workflow, string message, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Error.Conflict("Another user changed this pattern at the same time. The page shows the current state.");
        }

        notifier.Publish(workflow.Id);
        return Result.Done(message);
    }
}

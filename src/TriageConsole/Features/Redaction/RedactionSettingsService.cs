using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Redaction;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Redaction;
using TriageConsole.Security;

namespace TriageConsole.Features.Redaction;

/// <summary>Reads and changes what is redacted, for admins of a tenant. Every change is recorded.</summary>
public sealed class RedactionSettingsService(IDbContextFactory<TriageDbContext> contexts, TimeProvider time)
{
    public const int MaxSampleChars = 20_000;

    /// <summary>The tenants that the person administers, each with its workflows.</summary>
    public async Task<IReadOnlyList<RedactionScopeRow>> ScopesAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        var scope = access.Scope(Role.Admin);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenants = await db
            .Tenants.Where(t => scope.Everywhere || scope.Tenants.Contains(t.Id))
            .OrderBy(t => t.Key)
            .Select(t => new RedactionScopeRow(
                t.Id,
                t.Key,
                null,
                "",
                db.RedactionSettings.Any(s => s.TenantId == t.Id && s.WorkflowId == null)
            ))
            .ToListAsync(cancellationToken);
        var workflows = await db
            .Workflows.Where(w => scope.Everywhere || scope.Tenants.Contains(w.TenantId))
            .OrderBy(w => w.Name)
            .Select(w => new RedactionScopeRow(
                w.TenantId,
                w.Tenant!.Key,
                w.Id,
                w.Name,
                db.RedactionSettings.Any(s => s.WorkflowId == w.Id)
            ))
            .ToListAsync(cancellationToken);
        return [.. tenants.SelectMany(t => workflows.Where(w => w.TenantId == t.TenantId).Prepend(t))];
    }

    /// <summary>The settings that apply to a tenant or a workflow.</summary>
    /// <exception cref="AccessDeniedException">The person is not an admin of the tenant.</exception>
    public async Task<RedactionView> ReadAsync(
        PersonAccess access,
        long tenantId,
        long? workflowId,
        CancellationToken cancellationToken = default
    )
    {
        Check(access, tenantId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .RedactionSettings.AsNoTracking()
            .Where(s => s.TenantId == tenantId && (s.WorkflowId == null || s.WorkflowId == workflowId))
            .ToListAsync(cancellationToken);
        var own = rows.Find(r => r.WorkflowId == workflowId);
        var row = own ?? rows.Find(r => r.WorkflowId is null);
        return new RedactionView(
            row is null ? RedactionDefinition.Standard : RedactionDefinition.Parse(row.Definition),
            own?.RowVersion ?? -1
        );
    }

    /// <summary>The sample text as it would be stored with these settings.</summary>
    public static Result<RedactionTrial> Try(RedactionDefinition definition, string sample)
    {
        if (Problem(definition) is { } problem)
            return problem;
        var redactor = new TextRedactor(definition.ToPolicy(), new SessionPlaceholders());
        return Result.Done("", new RedactionTrial(redactor.Text(Texts.Begin(sample, MaxSampleChars))!, redactor.Flags));
    }

    /// <summary>Saves the settings of a tenant or a workflow. Stored events do not change.</summary>
    /// <exception cref="AccessDeniedException">The person is not an admin of the tenant.</exception>
    public async Task<Result> SaveAsync(
        PersonAccess access,
        long tenantId,
        long? workflowId,
        RedactionDefinition definition,
        int rowVersion,
        CancellationToken cancellationToken = default
    )
    {
        Check(access, tenantId);
        if (Problem(definition) is { } problem)
            return problem;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (workflowId is { } id && !await db.Workflows.AnyAsync(w => w.Id == id && w.TenantId == tenantId, cancellationToken))
            return Error.NotFound("There is no such workflow in this tenant.");
        var row = await db.RedactionSettings.SingleOrDefaultAsync(
            s => s.TenantId == tenantId && s.WorkflowId == workflowId,
            cancellationToken
        );
        if ((row?.RowVersion ?? -1) != rowVersion)
            return Conflict;
        var before = row?.Definition;
        if (row is null)
            db.RedactionSettings.Add(
                row = new RedactionSetting
                {
                    TenantId = tenantId,
                    WorkflowId = workflowId,
                    Definition = "",
                }
            );
        row.Definition = definition.ToJson();
        Record(db, access, tenantId, workflowId, before, row.Definition);
        return await StoreAsync(db, "Saved. New events use these settings; stored texts do not change.", cancellationToken);
    }

    /// <summary>Removes the settings of a workflow, so that those of the tenant apply.</summary>
    /// <exception cref="AccessDeniedException">The person is not an admin of the tenant.</exception>
    public async Task<Result> ResetAsync(
        PersonAccess access,
        long tenantId,
        long? workflowId,
        CancellationToken cancellationToken = default
    )
    {
        Check(access, tenantId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.RedactionSettings.SingleOrDefaultAsync(
            s => s.TenantId == tenantId && s.WorkflowId == workflowId,
            cancellationToken
        );
        if (row is null)
            return Error.NotFound("There are no settings to remove.");
        db.RedactionSettings.Remove(row);
        Record(db, access, tenantId, workflowId, row.Definition, null);
        return await StoreAsync(db, "Removed. The general settings apply.", cancellationToken);
    }

    private static async Task<Result> StoreAsync(TriageDbContext db, string message, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Done(message);
        }
        catch (DbUpdateException)
        {
            return Conflict;
        }
    }

    private void Record(TriageDbContext db, PersonAccess access, long tenantId, long? workflowId, string? before, string? after)
    {
        var now = time.GetUtcNow();
        var change = $"{{\"before\":{before ?? "null"},\"after\":{after ?? "null"}}}";
        db.PrivacyEvents.Add(
            new PrivacyEvent
            {
                TenantId = tenantId,
                WorkflowId = workflowId,
                Kind = PrivacyEventKind.SettingsChanged,
                ActorId = access.UserId,
                Actor = Texts.Cut(access.DisplayName, 200),
                Reason = "",
                Detail = change,
                At = now,
            }
        );
        AuditTrail.Add(
            db,
            now,
            AuditActor.Of(access),
            tenantId,
            AuditActions.RedactionChanged,
            workflowId is null ? "tenant" : $"workflow/{workflowId}",
            new { Change = change }
        );
    }

    private static void Check(PersonAccess access, long tenantId)
    {
        if (!access.Has(Role.Admin, tenantId, null))
            throw new AccessDeniedException("Only an admin of the tenant can see and change its redaction settings.");
    }

    private static Error? Problem(RedactionDefinition definition)
    {
        if (definition.Kinds.FirstOrDefault(k => !KindNames.Names.Contains(k)) is { } unknown)
            return Error.InvalidField(
                nameof(definition.Kinds),
                $"'{unknown}' is not a kind. Kinds are {string.Join(", ", KindNames.Names)}."
            );
        if (definition.Patterns.Count > TenantPattern.MaxPatterns)
            return Error.InvalidField(nameof(definition.Patterns), $"At most {TenantPattern.MaxPatterns} patterns.");
        foreach (var pattern in definition.Patterns)
            if (TenantPattern.Parse(pattern.Name, pattern.Expression, out var problem) is null)
                return Error.InvalidField(nameof(definition.Patterns), problem);
        if (definition.Patterns.GroupBy(p => p.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return Error.InvalidField(nameof(definition.Patterns), $"The name '{twice.Key}' occurs twice.");
        return definition.RawDays is >= 1 and <= RedactionDefinition.MaxRawDays
            ? null
            : Error.InvalidField(nameof(definition.RawDays), $"1 to {RedactionDefinition.MaxRawDays} days.");
    }

    private static Error Conflict { get; } =
        Error.Conflict(
            "Could not save. Another user changed these settings while you were editing. Reload them and make your changes again."
        );
}

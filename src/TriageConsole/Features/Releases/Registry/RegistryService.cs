using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>
/// The registry of component versions of a workflow. Versions are immutable; registering the same version twice creates one.
/// </summary>
public sealed class RegistryService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    RoutingChange routing,
    TimeProvider time
)
{
    /// <summary>The maximum length of a stored content in characters. Longer content needs a reference.</summary>
    public const int MaxContentLength = 1_000_000;

    /// <summary>For leads.</summary>
    public Task<Result<long>> RegisterAsync(
        PersonAccess access,
        WorkflowRef workflow,
        ComponentRegistration registration,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        return RegisterAsync(Actor.Of(access), workflow.TenantId, workflow.Id, registration, cancellationToken);
    }

    /// <summary>For API keys. The endpoint checks the scope.</summary>
    public async Task<Result<long>> RegisterAsync(
        Actor actor,
        long tenantId,
        long workflowId,
        ComponentRegistration registration,
        CancellationToken cancellationToken = default
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                var (version, problem) = await FindOrAddAsync(db, actor, tenantId, workflowId, registration, cancellationToken);
                if (version is null)
                    return problem!;
                var isNew = version.Id == 0;
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                // A component that was registered from traffic may have its content now; routes contain it.
                await routing.CommitAsync(db, transaction, workflowId, cancellationToken);
                return Result.Done(
                    isNew ? $"Registered {Name(version)}." : $"{Name(version)} is already registered with this content.",
                    version.Id
                );
            }
            catch (Exception e) when (attempt < 3 && (statements.IsUniqueViolation(e) || e is DbUpdateConcurrencyException))
            {
                // Two requests registered the same version at once: the second one finds the version of the first.
            }
        }
    }

    public async Task<IReadOnlyList<ComponentRow>> ListAsync(long tenantId, long workflowId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .ComponentVersions.Where(c => c.TenantId == tenantId && c.WorkflowId == workflowId)
            .OrderBy(c => c.Kind)
            .ThenBy(c => c.Name)
            .ThenByDescending(c => c.Id)
            .Select(c => new ComponentRow(
                c.Id,
                c.Kind,
                c.Name,
                c.Version,
                c.ContentHash,
                c.Reference,
                c.Message,
                c.Author,
                db.ComponentVersions.Where(p => p.Id == c.ParentId).Select(p => p.Version).FirstOrDefault(),
                c.Manifest,
                c.IsAdopted,
                c.CreatedAt,
                c.WithdrawnAt,
                c.WithdrawnReason,
                db.ReleaseComponents.Count(r => r.ComponentVersionId == c.Id)
            ))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Withdraws a version, or restores it if there is no reason. Releases with a withdrawn version cannot go live.</summary>
    public async Task<Result<long>> WithdrawAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long componentId,
        string? reason,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var component = await db.ComponentVersions.SingleOrDefaultAsync(
            c => c.Id == componentId && c.WorkflowId == workflow.Id && c.TenantId == workflow.TenantId,
            cancellationToken
        );
        if (component is null)
            return Error.NotFound("The component version does not exist.");
        (component.WithdrawnAt, component.WithdrawnReason) = string.IsNullOrWhiteSpace(reason)
            ? ((DateTimeOffset?)null, "")
            : (time.GetUtcNow(), Texts.Cut(reason.Trim(), 500));
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await routing.CommitAsync(db, transaction, workflow.Id, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ReleaseErrors.StalePage;
        }

        var liveWith = await db
            .Releases.Where(r =>
                r.WorkflowId == workflow.Id && r.State == ReleaseState.Live && r.Components.Any(c => c.ComponentVersionId == componentId)
            )
            .Select(r => r.Name)
            .FirstOrDefaultAsync(cancellationToken);
        return component.WithdrawnAt is null
            ? Result.Done($"{Name(component)} is restored.", componentId)
            : Result.Done(
                $"{Name(component)} is withdrawn. Releases with it cannot go "
                    + $"live.{(liveWith is null ? "" : $" The live release {liveWith} contains it: promote another one or roll back.")}",
                componentId
            );
    }

    /// <summary>Returns the known version, or a new one that is added to the context and not saved; otherwise the error.</summary>
    internal async Task<(ComponentVersion? Version, Error? Problem)> FindOrAddAsync(
        TriageDbContext db,
        Actor actor,
        long tenantId,
        long workflowId,
        ComponentRegistration r,
        CancellationToken cancellationToken
    )
    {
        if (Problem(r) is { } problem)
            return (null, Error.Invalid(problem));
        var (kind, name, number) = (ReleaseWords.Kind(r.Kind)!.Value, r.Name!.Trim(), r.Version!.Trim());
        var known = await db.ComponentVersions.SingleOrDefaultAsync(
            c => c.WorkflowId == workflowId && c.TenantId == tenantId && c.Kind == kind && c.Name == name && c.Version == number,
            cancellationToken
        );
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Blank(r.Content) ?? Blank(r.Reference) ?? "")));
        if (known is { IsAdopted: false })
            return (Blank(r.Content) ?? Blank(r.Reference)) is null || known.ContentHash == hash
                ? (known, null)
                : (
                    null,
                    Error.Conflict(
                        $"{Name(known)} is registered with other content ({known.ContentHash[..12]}…, not "
                            + $"{hash[..12]}…). Versions are immutable. Register the new content as a new version."
                    )
                );
        long? parent = null;
        if (Blank(r.Parent) is { } parentVersion)
        {
            parent = await db
                .ComponentVersions.Where(c => c.WorkflowId == workflowId && c.Kind == kind && c.Name == name && c.Version == parentVersion)
                .Select(c => (long?)c.Id)
                .SingleOrDefaultAsync(cancellationToken);
            if (parent is null)
                return (null, Error.Invalid($"The parent, {kind.Words()} {name} {parentVersion}, is not registered."));
        }

        if (Blank(r.Content) is null && Blank(r.Reference) is null)
            return known is not null
                ? (known, null)
                : (null, Error.Invalid($"{kind.Words()} {name} {number} is not registered. Send its content or a reference."));
        var version =
            known
            ?? new ComponentVersion
            {
                TenantId = tenantId,
                WorkflowId = workflowId,
                Kind = kind,
                Name = name,
                Version = number,
                ContentHash = hash,
                Author = actor.Name,
                CreatedAt = time.GetUtcNow(),
            };
        // A version that was registered from traffic by its name alone gets its content once.
        (version.Content, version.Reference, version.ContentHash, version.IsAdopted) = (Blank(r.Content), Blank(r.Reference), hash, false);
        (version.Message, version.ParentId, version.Manifest, version.AuthorId, version.Author) = (
            Texts.Cut(r.Message?.Trim() ?? "", 1000),
            parent,
            Blank(r.Manifest),
            actor.UserId,
            actor.Name
        );
        if (known is null)
            db.ComponentVersions.Add(version);
        return (version, null);
    }

    internal static string Name(ComponentVersion c) => $"{c.Kind.Words()} {c.Name} {c.Version}";

    private static string? Problem(ComponentRegistration r)
    {
        if (ReleaseWords.Kind(r.Kind) is null)
            return $"kind is one of {string.Join(", ", ReleaseWords.KindKeys)}, not '{Texts.Cut(r.Kind ?? "", 40)}'.";
        if (!Fits(r.Name, 200))
            return "name has 1 to 200 characters.";
        if (!Fits(r.Version, 300))
            return "version has 1 to 300 characters.";
        if (r.Content?.Length > MaxContentLength)
            return $"content has at most {MaxContentLength:N0} characters. Use a reference for longer content.";
        if (r.Reference?.Length > 1000)
            return "reference has at most 1,000 characters.";
        if (r.Manifest?.Length > 200)
            return "manifest has at most 200 characters.";
        return new[] { r.Name, r.Version, r.Content, r.Reference, r.Message, r.Manifest, r.Parent }.Any(t =>
            t?.Contains('\0', StringComparison.Ordinal) == true
        )
            ? "A text contains a null character, which databases cannot store."
            : null;
    }

    private static bool Fits(string? text, int max) => text?.Trim().Length is > 0 and var length && length <= max;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static void DemandLead(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can register and withdraw components.");
    }
}

using Microsoft.EntityFrameworkCore;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>Creates releases from component versions.</summary>
public sealed class ReleaseWriter(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    RegistryService registry,
    RoutingChange routing,
    TimeProvider time
)
{
    private const int MaxComponents = 50;

    /// <summary>For leads.</summary>
    public Task<Result<long>> CreateAsync(
        PersonAccess access,
        WorkflowRef workflow,
        NewRelease wanted,
        CancellationToken cancellationToken = default
    )
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can create releases.");
        return CreateAsync(Actor.Of(access), workflow.TenantId, workflow.Id, wanted, cancellationToken);
    }

    /// <summary>
    /// For API keys, whose scope the endpoint checks, and for the command line. New components are registered in the same transaction, all
    /// or nothing.
    /// </summary>
    public Task<Result<long>> CreateAsync(
        Actor actor,
        long tenantId,
        long workflowId,
        NewRelease wanted,
        CancellationToken cancellationToken = default
    ) => CreateAsync(actor, tenantId, workflowId, wanted, null, cancellationToken);

    /// <summary>The same, with rows that <paramref name="record"/> adds and that are saved with the release.</summary>
    internal async Task<Result<long>> CreateAsync(
        Actor actor,
        long tenantId,
        long workflowId,
        NewRelease wanted,
        Action<TriageDbContext>? record,
        CancellationToken cancellationToken
    )
    {
        if (wanted.Name?.Trim().Length is not (> 0 and <= 300) || wanted.Name.Contains('\0', StringComparison.Ordinal))
            return Error.Invalid("A release name has 1 to 300 characters. Events name it as their release.");
        if (
            wanted.Notes?.Contains('\0', StringComparison.Ordinal) == true
            || wanted.BasedOn?.Contains('\0', StringComparison.Ordinal) == true
        )
            return Error.Invalid("A text contains a null character, which databases cannot store.");
        if (wanted.Notes?.Length > 4000)
            return Error.Invalid("Notes have at most 4,000 characters.");
        if (wanted.Components.Count > MaxComponents)
            return Error.Invalid($"A release has at most {MaxComponents} components.");
        if (wanted.Components.Any(c => c is null))
            return Error.Invalid("components contains a null entry.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = wanted.Name.Trim();
        if (await db.Releases.AnyAsync(r => r.WorkflowId == workflowId && r.Name == name, cancellationToken))
            return Error.Invalid($"A release '{name}' already exists.");
        Release? baseRelease = null;
        if (!string.IsNullOrWhiteSpace(wanted.BasedOn))
        {
            baseRelease = await BaseAsync(db, tenantId, workflowId, wanted.BasedOn.Trim(), cancellationToken);
            if (baseRelease is null)
                return Error.Invalid(
                    wanted.BasedOn.Trim() == "live"
                        ? "No release is live to base it on."
                        : $"There is no release '{Texts.Cut(wanted.BasedOn.Trim(), 100)}' to base it on."
                );
        }

        var parts = baseRelease?.Components.ToDictionary(c => (c.Kind, c.Name), c => c.ComponentVersion!) ?? [];
        var named = new HashSet<(ComponentKind, string)>();
        foreach (var component in wanted.Components)
        {
            var (version, problem) = await registry.FindOrAddAsync(db, actor, tenantId, workflowId, component, cancellationToken);
            if (version is null)
                return problem!;
            if (!named.Add((version.Kind, version.Name)))
                return Error.Invalid($"{version.Kind.Words()} {version.Name} is named twice: a release has one version of each component.");
            parts[(version.Kind, version.Name)] = version;
        }

        if (parts.Count == 0)
            return Error.Invalid("A release needs at least one component.");
        if (parts.Values.FirstOrDefault(p => p.WithdrawnAt is not null) is { } gone)
            return Error.Invalid($"{RegistryService.Name(gone)} is withdrawn: {gone.WithdrawnReason}");
        record?.Invoke(db);
        return await AddAsync(
            db,
            actor,
            new Release
            {
                TenantId = tenantId,
                WorkflowId = workflowId,
                Name = name,
                Notes = wanted.Notes?.Trim() ?? "",
                Author = actor.Name,
                AuthorId = actor.UserId,
                CopiedFromId = baseRelease?.Id,
                CreatedAt = time.GetUtcNow(),
            },
            parts.Values,
            cancellationToken
        );
    }

    internal async Task<Result<long>> AddAsync(
        TriageDbContext db,
        Actor actor,
        Release release,
        IEnumerable<ComponentVersion> parts,
        CancellationToken cancellationToken,
        bool asLive = false
    )
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var versions = parts.ToList();
            db.Releases.Add(release);
            await db.SaveChangesAsync(cancellationToken);
            db.ReleaseComponents.AddRange(
                versions.Select(v => new ReleaseComponent
                {
                    ReleaseId = release.Id,
                    WorkflowId = release.WorkflowId,
                    Kind = v.Kind,
                    Name = v.Name,
                    ComponentVersionId = v.Id,
                })
            );
            await db.SaveChangesAsync(cancellationToken);
            if (asLive)
            {
                await ReleaseMoves.MoveAsync(
                    db,
                    release,
                    ReleaseState.Live,
                    new Move(TransitionCause.Requested, actor, "Registered from traffic that it already serves."),
                    release.CreatedAt,
                    cancellationToken
                );
                release.LiveSince = release.CreatedAt;
                await db.SaveChangesAsync(cancellationToken);
            }

            // A component of the live release may have its content now; routes contain it.
            await routing.CommitAsync(db, transaction, release.WorkflowId, cancellationToken);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e))
        {
            return Error.Conflict("Another user registered the same at the same time. Reload and try again.");
        }

        return Result.Done(asLive ? $"{release.Name} is live." : $"{release.Name} is a draft.", release.Id);
    }

    private static async Task<Release?> BaseAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        string name,
        CancellationToken cancellationToken
    ) =>
        await db
            .Releases.Include(r => r.Components)
                .ThenInclude(c => c.ComponentVersion)
            .SingleOrDefaultAsync(
                r =>
                    r.TenantId == tenantId
                    && r.WorkflowId == workflowId
                    && (name == "live" ? r.State == ReleaseState.Live : r.Name == name),
                cancellationToken
            );
}

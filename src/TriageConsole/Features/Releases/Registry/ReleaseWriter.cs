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

/// <summary>Bundles component versions into releases, and takes over what traffic already names.</summary>
public sealed class ReleaseWriter(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    RegistryService registry,
    ChangeNotifier notifier,
    RoutingSignal signal,
    TimeProvider time
)
{
    private const int MaxComponents = 50;

    /// <summary>For a lead.</summary>
    public Task<Result<long>> CreateAsync(
        PersonAccess access,
        WorkflowRef workflow,
        NewRelease wanted,
        CancellationToken cancellationToken = default
    )
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Releases are made by leads of the workflow.");
        return CreateAsync(Actor.Of(access), workflow.TenantId, workflow.Id, wanted, cancellationToken);
    }

    /// <summary>For a pipeline's key, whose door asked for the scope, and the command line. Components that are new are registered with it, all or nothing.</summary>
    public async Task<Result<long>> CreateAsync(
        Actor actor,
        long tenantId,
        long workflowId,
        NewRelease wanted,
        CancellationToken cancellationToken = default
    )
    {
        if (wanted.Name?.Trim().Length is not (> 0 and <= 300) || wanted.Name.Contains('\0', StringComparison.Ordinal))
            return Error.Invalid("A release's name has 1 to 300 characters: what events name as their release.");
        if (
            wanted.Notes?.Contains('\0', StringComparison.Ordinal) == true
            || wanted.BasedOn?.Contains('\0', StringComparison.Ordinal) == true
        )
            return Error.Invalid("A text holds a zero character, which no database stores.");
        if (wanted.Notes?.Length > 4000)
            return Error.Invalid("Notes have at most 4,000 characters.");
        if (wanted.Components.Count > MaxComponents)
            return Error.Invalid($"A release has at most {MaxComponents} components.");
        if (wanted.Components.Any(c => c is null))
            return Error.Invalid("components holds an entry that is none.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = wanted.Name.Trim();
        if (await db.Releases.AnyAsync(r => r.WorkflowId == workflowId && r.Name == name, cancellationToken))
            return Error.Invalid($"There is a release '{name}' already.");
        Release? based = null;
        if (!string.IsNullOrWhiteSpace(wanted.BasedOn))
        {
            based = await BaseAsync(db, tenantId, workflowId, wanted.BasedOn.Trim(), cancellationToken);
            if (based is null)
                return Error.Invalid(
                    wanted.BasedOn.Trim() == "live"
                        ? "Nothing is live that it could be based on."
                        : $"There is no release '{Texts.Cut(wanted.BasedOn.Trim(), 100)}' to base it on."
                );
        }

        var parts = based?.Components.ToDictionary(c => (c.Kind, c.Name), c => c.ComponentVersion!) ?? [];
        var named = new HashSet<(ComponentKind, string)>();
        foreach (var component in wanted.Components)
        {
            var (version, problem) = await registry.FindOrAddAsync(db, actor, tenantId, workflowId, component, cancellationToken);
            if (version is null)
                return problem!;
            if (!named.Add((version.Kind, version.Name)))
                return Error.Invalid(
                    $"{version.Kind.Words()} {version.Name} is named twice: a release has one version of each component."
                );
            parts[(version.Kind, version.Name)] = version;
        }

        if (parts.Count == 0)
            return Error.Invalid("A release needs a component at least.");
        if (parts.Values.FirstOrDefault(p => p.WithdrawnAt is not null) is { } gone)
            return Error.Invalid($"{RegistryService.Name(gone)} is withdrawn: {gone.WithdrawnReason}");
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
                CopiedFromId = based?.Id,
                CreatedAt = time.GetUtcNow(),
            },
            parts.Values,
            cancellationToken
        );
    }

    /// <summary>
    /// Takes over a version that traffic names and nobody registered, in one step. Where nothing is live it can become live at once, for it already
    /// serves: an approver's press.
    /// </summary>
    public async Task<Result<long>> AdoptAsync(
        PersonAccess access,
        WorkflowRef workflow,
        string version,
        bool asLive,
        CancellationToken cancellationToken = default
    )
    {
        DemandAdopter(access, workflow, asLive);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var seen = await db
            .Slices.Where(s => s.WorkflowId == workflow.Id && s.TenantId == workflow.TenantId && (s.Release ?? s.Model) == version)
            .Select(s => new { s.Release, s.Model })
            .Distinct()
            .ToListAsync(cancellationToken);
        if (seen.Count == 0)
            return Error.Invalid($"No event names '{Texts.Cut(version, 100)}'.");
        if (await db.Releases.AnyAsync(r => r.WorkflowId == workflow.Id && r.Name == version, cancellationToken))
            return Error.Conflict($"'{version}' is registered already.");
        if (asLive && await db.Releases.AnyAsync(r => r.WorkflowId == workflow.Id && r.State == ReleaseState.Live, cancellationToken))
            return Error.Conflict("Another release is live. Adopt it as a draft, and promote it by its gates.");
        var (actor, now) = (Actor.Of(access), time.GetUtcNow());
        var parts = new List<ComponentVersion>();
        foreach (var (kind, name, number) in await PartsAsync(db, workflow.Id, version, [.. seen.Select(s => s.Model)], cancellationToken))
            parts.Add(
                await db.ComponentVersions.SingleOrDefaultAsync(
                    c => c.WorkflowId == workflow.Id && c.Kind == kind && c.Name == name && c.Version == number,
                    cancellationToken
                ) ?? AddAdopted(db, workflow, actor, kind, name, number, now)
            );
        var release = new Release
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            Name = version,
            Notes = "Adopted from traffic.",
            Author = actor.Name,
            AuthorId = actor.UserId,
            CreatedAt = now,
        };
        return await AddAsync(db, actor, release, parts, cancellationToken, asLive);
    }

    private async Task<Result<long>> AddAsync(
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
                    new Move(TransitionCause.Asked, actor, "Adopted from traffic, which it serves already."),
                    release.CreatedAt,
                    cancellationToken
                );
                release.LiveSince = release.CreatedAt;
                await db.SaveChangesAsync(cancellationToken);
            }

            // A component of what is live may have got its content with it.
            await db.MarkRoutingChangedAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e))
        {
            return Error.Conflict("Somebody registered the same a moment ago. Look again.");
        }

        signal.Raise();
        notifier.Publish(release.WorkflowId);
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

    /// <summary>What the latest events of the version say it consists of: its models, and of the last one prompt and knowledge.</summary>
    private static async Task<List<(ComponentKind Kind, string Name, string Version)>> PartsAsync(
        TriageDbContext db,
        long workflowId,
        string version,
        string[] models,
        CancellationToken cancellationToken
    )
    {
        var parts = models
            .Distinct()
            .Select(m =>
                (
                    ComponentKind.Model,
                    m.LastIndexOf('@') is > 0 and var at ? Texts.Cut(m[..at], 200) : "model",
                    Texts.Cut(m[(m.LastIndexOf('@') + 1)..], 300)
                )
            )
            .DistinctBy(p => p.Item2)
            .ToList();
        var last = await db
            .Interactions.Where(i =>
                i.WorkflowId == workflowId
                && (i.Release ?? (i.ModelId == null ? i.ModelVersion : i.ModelId + "@" + i.ModelVersion)) == version
            )
            .OrderByDescending(i => i.Id)
            .Select(i => new { i.PromptVersion, i.KnowledgeVersion })
            .FirstOrDefaultAsync(cancellationToken);
        if (last?.PromptVersion is { Length: > 0 } prompt)
            parts.Add((ComponentKind.Prompt, "prompt", prompt));
        if (last?.KnowledgeVersion is { Length: > 0 } knowledge)
            parts.Add((ComponentKind.IndexSnapshot, "knowledge", knowledge));
        return parts;
    }

    private static ComponentVersion AddAdopted(
        TriageDbContext db,
        WorkflowRef workflow,
        Actor actor,
        ComponentKind kind,
        string name,
        string version,
        DateTimeOffset now
    )
    {
        var component = new ComponentVersion
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            Kind = kind,
            Name = name,
            Version = version,
            ContentHash = "",
            IsAdopted = true,
            Author = actor.Name,
            AuthorId = actor.UserId,
            CreatedAt = now,
            Message = "Seen in traffic: the content is not known here.",
        };
        db.ComponentVersions.Add(component);
        return component;
    }

    private static void DemandAdopter(PersonAccess access, WorkflowRef workflow, bool asLive)
    {
        if (asLive && !access.Has(Role.Approver, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("What is live is for approvers to say.");
        if (!asLive && !access.Has(Role.Lead, workflow.TenantId, workflow.Id) && !access.Has(Role.Approver, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Versions are adopted by leads and approvers of the workflow.");
    }
}

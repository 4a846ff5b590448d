using Microsoft.EntityFrameworkCore;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>Registers versions that events name and that are not registered.</summary>
public sealed class TrafficRegistration(IDbContextFactory<TriageDbContext> contexts, ReleaseWriter writer, TimeProvider time)
{
    /// <summary>
    /// Creates a release from a version that events name and that is not registered. If no release is live, it can become live at once,
    /// because it already serves. Only approvers can do that.
    /// </summary>
    public async Task<Result<long>> RegisterAsync(
        PersonAccess access,
        WorkflowRef workflow,
        string version,
        bool asLive,
        CancellationToken cancellationToken = default
    )
    {
        DemandRights(access, workflow, asLive);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var seen = await db
            .Slices.Where(s => s.WorkflowId == workflow.Id && s.TenantId == workflow.TenantId && (s.Release ?? s.Model) == version)
            .Select(s => new { s.Release, s.Model })
            .Distinct()
            .ToListAsync(cancellationToken);
        if (seen.Count == 0)
            return Error.Invalid($"No event names the version '{Texts.Cut(version, 100)}'.");
        if (await db.Releases.AnyAsync(r => r.WorkflowId == workflow.Id && r.Name == version, cancellationToken))
            return Error.Conflict($"'{version}' is already registered.");
        if (asLive && await db.Releases.AnyAsync(r => r.WorkflowId == workflow.Id && r.State == ReleaseState.Live, cancellationToken))
            return Error.Conflict("Another release is live. Register this version as a draft and promote it by its gates.");
        var (actor, now) = (Actor.Of(access), time.GetUtcNow());
        var parts = new List<ComponentVersion>();
        foreach (var (kind, name, number) in await PartsAsync(db, workflow.Id, version, [.. seen.Select(s => s.Model)], cancellationToken))
            parts.Add(
                await db.ComponentVersions.SingleOrDefaultAsync(
                    c => c.WorkflowId == workflow.Id && c.Kind == kind && c.Name == name && c.Version == number,
                    cancellationToken
                ) ?? AddSeen(db, workflow, actor, kind, name, number, now)
            );
        var release = new Release
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            Name = version,
            Notes = "Registered from traffic.",
            Author = actor.Name,
            AuthorId = actor.UserId,
            CreatedAt = now,
        };
        return await writer.AddAsync(db, actor, release, parts, cancellationToken, asLive);
    }

    /// <summary>
    /// Registers several versions, each in its own transaction. The live one is the first, so that a refusal changes nothing else.
    /// </summary>
    /// <param name="access">The person.</param>
    /// <param name="workflow">The workflow.</param>
    /// <param name="versions">The versions.</param>
    /// <param name="live">The one of them that is live; null: none is chosen.</param>
    /// <param name="cancellationToken">Cancels the rest.</param>
    public async Task<Result> RegisterAllAsync(
        PersonAccess access,
        WorkflowRef workflow,
        IReadOnlyList<string> versions,
        string? live,
        CancellationToken cancellationToken = default
    )
    {
        DemandRights(access, workflow, asLive: live is not null);
        var done = 0;
        var refusals = new List<string>();
        foreach (var version in versions.OrderByDescending(v => v == live))
        {
            var result = await RegisterAsync(access, workflow, version, version == live, cancellationToken);
            if (result.Ok)
                done++;
            else if (version == live)
                return result;
            else
                refusals.Add($"{version}: {result.Message}");
        }

        var registered = $"{done} of {versions.Count} versions registered.{(live is null ? "" : $" {live} is live.")}";
        return refusals.Count == 0 ? Result.Done(registered) : Error.Conflict($"{registered} {string.Join(' ', refusals)}");
    }

    /// <summary>The components in the latest events of the version: its models, and the prompt and knowledge of the last event.</summary>
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
            .Interactions.Where(i => i.WorkflowId == workflowId && ReleaseName.Of(i.Release, i.ModelId, i.ModelVersion) == version)
            .OrderByDescending(i => i.Id)
            .Select(i => new { i.PromptVersion, i.KnowledgeVersion })
            .FirstOrDefaultAsync(cancellationToken);
        if (last?.PromptVersion is { Length: > 0 } prompt)
            parts.Add((ComponentKind.Prompt, "prompt", prompt));
        if (last?.KnowledgeVersion is { Length: > 0 } knowledge)
            parts.Add((ComponentKind.IndexSnapshot, "knowledge", knowledge));
        return parts;
    }

    private static ComponentVersion AddSeen(
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
            Message = "Seen in traffic. The content is unknown.",
        };
        db.ComponentVersions.Add(component);
        return component;
    }

    private static void DemandRights(PersonAccess access, WorkflowRef workflow, bool asLive)
    {
        if (asLive && !access.Has(Role.Approver, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only approvers of the workflow can make a release live.");
        if (!asLive && !access.Has(Role.Lead, workflow.TenantId, workflow.Id) && !access.Has(Role.Approver, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads and approvers of the workflow can register versions from traffic.");
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Retrieval;
using TriageConsole.Data;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Retrieval;

/// <summary>
/// Registers a filter that leaves documents out, as a retrieval configuration in a draft of a release. From there it goes the way of any
/// other release: evaluation, gates, approvals. The figures are computed again at that time: a filter never rests on what a page showed
/// some time ago.
/// </summary>
internal sealed class RetrievalFilters(
    IDbContextFactory<TriageDbContext> contexts,
    RetrievalService retrieval,
    ReleaseWriter releases,
    TimeProvider time
)
{
    /// <summary>The name of the component.</summary>
    public const string Component = "document-filter";

    private const int HashLength = 12;
    private const int MaxNamed = 20;
    private const int MaxName = 100;
    private const int MaxNotes = 4000;

    /// <summary>For leads. Without documents, all with a proposed filter.</summary>
    public Task<Result<FilterDraft>> CreateAsync(
        PersonAccess access,
        WorkflowRef workflow,
        RetrievalTime span,
        IReadOnlyList<string>? documents,
        CancellationToken cancellationToken = default
    )
    {
        RetrievalService.Demand(access, workflow);
        var (tenantId, id) = (workflow.TenantId, workflow.Id);
        return CreateAsync(Actor.Of(access), AuditActor.Of(access), tenantId, id, span, documents, cancellationToken);
    }

    /// <summary>For API keys, whose scope the endpoint checks.</summary>
    public async Task<Result<FilterDraft>> CreateAsync(
        ApiCaller caller,
        string workflow,
        RetrievalTime span,
        IReadOnlyList<string>? documents,
        CancellationToken cancellationToken = default
    )
    {
        var found = await retrieval.FindAsync(caller, workflow, cancellationToken);
        if (!found.Ok)
            return found.Error;
        var (actor, audit) = (Actor.Of(caller), AuditActor.Of(caller));
        return await CreateAsync(actor, audit, caller.TenantId, found.Value, span, documents, cancellationToken);
    }

    private async Task<Result<FilterDraft>> CreateAsync(
        Actor actor,
        AuditActor audit,
        long tenantId,
        long workflowId,
        RetrievalTime span,
        IReadOnlyList<string>? documents,
        CancellationToken cancellationToken
    )
    {
        var (view, _) = await retrieval.AnalyseAsync(tenantId, workflowId, span, cancellationToken);
        var proposed = view.Analysis.Documents.Where(d => d.Proposed).ToList();
        if (documents is not null)
        {
            if (documents.Except(proposed.Select(d => d.Id), StringComparer.Ordinal).FirstOrDefault(d => d is not null) is { } other)
                return Error.Conflict($"No filter is proposed for '{Texts.Cut(other, MaxName)}' in this period. Load the figures again.");
            proposed.RemoveAll(d => !documents.Contains(d.Id, StringComparer.Ordinal));
        }

        if (proposed.Count == 0)
            return Error.Conflict("Nothing to filter: no named document has worse outcomes, is stale or never helps in this period.");
        var (live, version) = await LiveAsync(tenantId, workflowId, cancellationToken);
        if (live is null)
            return Error.Conflict(
                $"The live release has {Component} {version} with another content than a filter of documents. Change it by hand."
            );
        var added = proposed.Where(d => !live.Contains(d.Id, StringComparer.Ordinal)).ToList();
        if (added.Count == 0)
            return Error.Conflict("The filter of the live release leaves these documents out already.");
        var more = Figures.Plural(added.Count, "more document", "more documents");
        var content = DocumentFilter.Write(live.Concat(added.Select(d => d.Id)));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..HashLength];
        var now = time.GetUtcNow();
        var name = $"{Component}-{now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}-{hash}";
        var filter = new ComponentRegistration(
            ComponentKind.RetrievalConfig.Key(),
            Component,
            $"filter-{hash}",
            content,
            Message: $"Leaves out {more}.",
            Parent: version
        );
        var created = await releases.CreateAsync(
            actor,
            tenantId,
            workflowId,
            new NewRelease(name, Notes(view, added), "live", [filter]),
            db =>
                AuditTrail.Add(
                    db,
                    now,
                    audit,
                    tenantId,
                    AuditActions.RetrievalFilterCreated,
                    $"release {name}",
                    new { Version = filter.Version!, Documents = added.Count }
                ),
            cancellationToken
        );
        return created.Ok
            ? Result.Done(
                $"{name} is a draft that leaves {more} out. Evaluate it before it gets traffic.",
                new FilterDraft(created.Value, name, filter.Version!, added.ConvertAll(d => d.Id), created.Message)
            )
            : created.Error;
    }

    /// <summary>What the live release leaves out, and the version of its filter. No documents if its filter cannot be read.</summary>
    private async Task<(IReadOnlyList<string>? Documents, string? Version)> LiveAsync(
        long tenantId,
        long workflowId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var live = await (
            from c in db.ReleaseComponents
            join r in db.Releases on c.ReleaseId equals r.Id
            join v in db.ComponentVersions on c.ComponentVersionId equals v.Id
            where
                r.TenantId == tenantId
                && r.WorkflowId == workflowId
                && r.State == ReleaseState.Live
                && c.Kind == ComponentKind.RetrievalConfig
                && c.Name == Component
            select new { v.Version, v.Content }
        ).SingleOrDefaultAsync(cancellationToken);
        if (live is null)
            return ([], null);
        return (DocumentFilter.Read(live.Content), live.Version);
    }

    private static string Notes(RetrievalView view, List<DocumentFeedback> documents)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Feedback on {view.Analysis.Answers} answers");
        text.Append(CultureInfo.InvariantCulture, $" from {view.Time.From:yyyy-MM-dd} to {view.Time.To:yyyy-MM-dd}:");
        foreach (var d in documents.Take(MaxNamed))
            text.Append('\n').Append(Texts.Cut(d.Id, MaxName)).Append(": ").Append(RetrievalWords.Reason(d, view));
        if (documents.Count > MaxNamed)
            text.Append(CultureInfo.InvariantCulture, $"\nand {documents.Count - MaxNamed} more.");
        return Texts.Cut(text.ToString(), MaxNotes);
    }
}

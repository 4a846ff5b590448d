using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Retrieval;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Features.Datasets;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Retrieval;

/// <summary>What retrieved documents are worth. Rights are checked first.</summary>
internal sealed class RetrievalService(IDbContextFactory<TriageDbContext> contexts, TimeProvider time)
{
    /// <summary>For leads.</summary>
    public async Task<RetrievalView> ReadAsync(
        PersonAccess access,
        WorkflowRef workflow,
        RetrievalTime span,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        return (await AnalyseAsync(workflow.TenantId, workflow.Id, span, cancellationToken)).View;
    }

    /// <summary>For API keys, whose scope the endpoint checks.</summary>
    public async Task<Result<RetrievalView>> ReadAsync(
        ApiCaller caller,
        string workflow,
        RetrievalTime span,
        CancellationToken cancellationToken = default
    )
    {
        var found = await FindAsync(caller, workflow, cancellationToken);
        return found.Ok ? Result.Done("", (await AnalyseAsync(caller.TenantId, found.Value, span, cancellationToken)).View) : found.Error;
    }

    /// <summary>The id of a workflow of the tenant.</summary>
    internal async Task<Result<long>> FindAsync(ApiCaller caller, string workflow, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Databases refuse a null character in a comparison, and no key contains one.
        var id = workflow.Contains('\0', StringComparison.Ordinal)
            ? null
            : await db
                .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == workflow)
                .Select(w => (long?)w.Id)
                .SingleOrDefaultAsync(cancellationToken);
        return id is { } found ? Result.Done("", found) : Error.NotFound("There is no such workflow.");
    }

    /// <summary>For a workflow that the caller may read.</summary>
    internal async Task<(RetrievalView View, IReadOnlyList<ChosenDocument> Pairs)> AnalyseAsync(
        long tenantId,
        long workflowId,
        RetrievalTime span,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var sample = await RetrievalLog.ReadAsync(db, tenantId, workflowId, span, cancellationToken);
        var analysis = RetrievalAnalyser.Of(
            sample.Answers.Select(a => a.Answer),
            new RetrievalSettings { LowerIsBetter = sample.LowerIsBetter },
            time.GetUtcNow()
        );
        var golden = await DatasetAssembly.GoldenAsync(db, new DatasetWorkflow(workflowId, tenantId, "", ""), cancellationToken);
        var pairs = PairSelection.Of(sample, analysis, golden).ToList();
        var outcomes = sample.Answers.Select(a => a.Answer.Outcome).OfType<double>();
        var view = new RetrievalView(
            span,
            sample.Read,
            sample.IsCut,
            sample.Metric,
            sample.Unit,
            sample.LowerIsBetter,
            analysis.Measured > 0 && outcomes.All(o => o is 0 or 1),
            pairs.Count,
            analysis
        );
        return (view, pairs);
    }

    internal static void Demand(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can see and filter retrieved documents.");
    }
}

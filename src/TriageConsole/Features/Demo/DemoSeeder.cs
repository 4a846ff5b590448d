using Microsoft.EntityFrameworkCore;
using TriageConsole.Account;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Datasets;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Triage;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Demo;

/// <summary>
/// Fills the demo tenant: configured workflows, traffic through the normal ingest, people of each role. Running it again changes nothing.
/// </summary>
internal sealed class DemoSeeder(
    IDbContextFactory<TriageDbContext> contexts,
    IngestService ingest,
    PatternSearch patterns,
    SamplingService draws,
    RankingService ranking,
    LabelImportService labels,
    IProviderStatements statements,
    PeopleService people,
    RoutingChange routing,
    RubricService rubrics,
    EvaluatorSetService evaluators,
    EvaluationService evaluations,
    DatasetService datasets,
    AccessService access,
    TimeProvider time
)
{
    private const int BatchLines = 500;

    private static readonly Workflow[] Workflows =
    [
        Describe(DemoTraffic.Support, "Customer support", "resolved", "cases", 6.5, 2, """{"premium":2,"business":1.5}"""),
        Describe(DemoTraffic.Rag, "Handbook answers", "answer_useful", "answers", 3, 2, """{"sales":1.5}"""),
        Describe(DemoTraffic.Code, "Code review", "comment_accepted", "comments", 9, 1, """{"payments":2}"""),
    ];

    /// <summary>Whether the demo is missing or its creation was interrupted.</summary>
    public async Task<bool> IsWantedAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Tenants.AnyAsync(cancellationToken))
            return true;
        return await db.Tenants.AnyAsync(
            t => t.Key == DemoTraffic.Tenant && t.DemoStartedAt != null && t.DemoFinishedAt == null,
            cancellationToken
        );
    }

    /// <summary>
    /// Adds the missing parts step by step. After an interruption it continues with the incomplete step. <paramref name="onProgress"/>
    /// receives the number of interactions so far.
    /// </summary>
    public async Task<IngestResult> SeedAsync(Action<int>? onProgress, CancellationToken cancellationToken)
    {
        var (tenantId, startedAt) = await EnsureWorkflowsAsync(cancellationToken);
        foreach (var person in DemoPerson.All)
            await people.AddPersonAsync(
                person.Email,
                person.Name,
                [new GrantSpec(person.Role, DemoTraffic.Tenant, person.Workflow)],
                cancellationToken
            );

        var source = new IngestSource(tenantId, DemoTraffic.Tenant);
        var result = new IngestResult();
        var number = 0L;
        foreach (var batch in DemoTraffic.Lines(startedAt).Chunk(BatchLines))
        {
            result.Add(await ingest.AcceptAsync(source, batch.Select(line => new EventLine(++number, line)).ToList(), cancellationToken));
            onProgress?.Invoke(result.Accepted + result.Duplicates);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Tenants.AnyAsync(t => t.Id == tenantId && t.DemoFinishedAt != null, cancellationToken))
            return result;
        await WorkAsync(tenantId, cancellationToken);
        var now = time.GetUtcNow();
        await db
            .Tenants.Where(t => t.Id == tenantId)
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.DemoFinishedAt, now).SetProperty(t => t.SimulatedSince, now), cancellationToken);
        return result;
    }

    /// <summary>
    /// Does the work of the console and its experts in these weeks: finds patterns, selects the samples, adds labels, golden items, an
    /// evaluation and a dataset.
    /// </summary>
    private async Task WorkAsync(long tenantId, CancellationToken cancellationToken)
    {
        await new DemoReleases(contexts, routing, time).SeedAsync(tenantId, cancellationToken);
        var demo = new DemoLabels(contexts, labels);
        await demo.SeedAsync(tenantId, cancellationToken);
        var golden = new DemoGolden(contexts, demo, time);
        var work = new DemoQueueWork(contexts, statements, time);
        var evaluation = new DemoEvaluation(contexts, evaluators, evaluations, access);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var workflows = await db
            .Workflows.AsNoTracking()
            .Where(w => w.TenantId == tenantId)
            // Every demo is the same, also the ids of its patterns, which an example of the API names.
            .OrderBy(w => w.Id)
            .ToListAsync(cancellationToken);
        foreach (var workflow in workflows)
        {
            await patterns.SearchAsync(workflow.Id, cancellationToken: cancellationToken);
            await draws.DrawAsync(workflow.Id, cancellationToken);
            await ranking.RankAsync(workflow.Id, cancellationToken);
            if (!Workflows.Any(w => w.Key == workflow.Key))
                continue;
            await golden.SeedAsync(workflow, cancellationToken);
            await work.SeedAsync(workflow, cancellationToken);
            await evaluation.SeedAsync(workflow, cancellationToken);
            await new DemoDatasets(datasets).SeedAsync(workflow, cancellationToken);
            if (workflow.Key == DemoTraffic.Support)
                await new DemoFlags(contexts, statements, time).SeedAsync(workflow, cancellationToken);
        }
    }

    private async Task<(long TenantId, DateTimeOffset StartedAt)> EnsureWorkflowsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.SingleOrDefaultAsync(t => t.Key == DemoTraffic.Tenant, cancellationToken);
        if (tenant is null)
            db.Tenants.Add(
                tenant = new Tenant
                {
                    Key = DemoTraffic.Tenant,
                    Name = "Demo",
                    CreatedAt = time.GetUtcNow(),
                }
            );
        tenant.DemoStartedAt ??= time.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        var known = await db.Workflows.Where(w => w.TenantId == tenant.Id).Select(w => w.Key).ToListAsync(cancellationToken);
        foreach (var template in Workflows.Where(w => !known.Contains(w.Key)))
        {
            var workflow = Describe(
                template.Key,
                template.Name,
                template.OutcomeMetric!,
                template.OutcomeUnit!,
                template.ValuePerUnit,
                template.BaseImpact,
                template.SegmentWeights
            );
            (workflow.TenantId, workflow.CreatedAt) = (tenant.Id, time.GetUtcNow());
            db.Workflows.Add(workflow);
        }

        await db.SaveChangesAsync(cancellationToken);
        var ids = await db.Workflows.Where(w => w.TenantId == tenant.Id).Select(w => w.Id).ToListAsync(cancellationToken);
        foreach (var id in ids)
            await rubrics.EnsureForWorkflowAsync(id, cancellationToken);
        return (tenant.Id, tenant.DemoStartedAt.Value);
    }

    private static Workflow Describe(string key, string name, string metric, string unit, double value, double impact, string weights) =>
        new()
        {
            Key = key,
            Name = name,
            Configured = true,
            OutcomeMetric = metric,
            OutcomeUnit = unit,
            OutcomeDirection = OutcomeDirection.HigherIsBetter,
            // The demo has little traffic: half of the interactions that need review go to experts, and enough of the others to estimate
            // the rates.
            ValuePerUnit = value,
            BaseImpact = impact,
            SegmentWeights = weights,
            BudgetShare = 0.5,
            AuditShare = 0.05,
        };
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Agreement;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Agreement.Adjudications;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.DataHealth;
using TriageConsole.Features.Interactions;
using TriageConsole.Features.Outcomes;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Scale;

/// <summary>
/// With thousands of workflows or rubric keys, no page reads them one by one or renders all of them. The tests count statements, not time.
/// </summary>
public sealed class ManyRowsTests
{
    private const int Many = 3000;

    [Fact]
    public async Task Lists_OfManyWorkflows_ReadOnePageInFewStatements()
    {
        var statements = new StatementCount();
        await using var f = await IngestFixture.CreateAsync(configure: s =>
            s.ConfigureDbContext<TriageDbContext>(o => o.AddInterceptors(statements), ServiceLifetime.Singleton)
        );
        var (admin, lead) = await SeedWorkflowsAsync(f);
        foreach (var person in new[] { admin, lead })
        {
            await PageOfAsync(() => f.Get<WorkflowService>().PageAsync(person, [Role.Lead], new(Order: WorkflowOrder.OpenSlots)));
            await PageOfAsync(() =>
                f.Get<WorkflowService>().PageAsync(person, [Role.Lead], new(Order: WorkflowOrder.UnconfiguredFirst, Page: 60))
            );
            await PageOfAsync(() => f.Get<PatternService>().OverviewAsync(person));
            await PageOfAsync(() => f.Get<OutcomeDashboard>().ListAsync(person, null, 1));
            // One more for the requests for approval of the page.
            await PageOfAsync(() => f.Get<ReleaseWorkflowReader>().WorkflowsAsync(person, null, 1), most: 6);
            // A card counts the fields and the consent of its workflow: two statements for each of the ten cards, kept for a while.
            await PageOfAsync(() => f.Get<WorkflowHealthService>().ListAsync(person, null, null), most: 28);
            await CountedAsync(async () => Assert.Empty(await f.Get<ReleaseWorkflowReader>().AskingAsync(person, 20)));
            await CountedAsync(async () => Assert.Empty(await f.Get<WorkflowHealthService>().AlarmsAsync(person, 20)));
            await CountedAsync(async () => Assert.Empty(await f.Get<DisagreementReader>().CountOpenAsync(person, [1, 2, 3])));
            await CountedAsync(async () => Assert.Empty(await f.Get<DisagreementReader>().WaitingAsync(person, 20)));
            await CountedAsync(async () =>
                Assert.Empty((await f.Get<InteractionService>().SearchAsync(person, null, new InteractionFilter(), null, 100)).Items)
            );
            // The newest of each workflow by its index; sorting all of them would read every interaction of the tenant.
            Assert.Matches("LATERAL|APPLY", statements.Last);
            Assert.DoesNotContain("ROW_NUMBER", statements.Last, StringComparison.Ordinal);
            await CountedAsync(async () => Assert.Equal(Many, (await f.Get<WorkflowDirectory>().IdsAsync(person, [Role.Lead])).Count));
        }

        async Task PageOfAsync<T>(Func<Task<ListPage<T>>> read, int most = 5) =>
            await CountedAsync(
                async () =>
                {
                    var page = await read();
                    Assert.Equal(Many, page.Total);
                    Assert.InRange(page.Count, 1, Paging.Rows);
                },
                most
            );

        async Task CountedAsync(Func<Task> read, int most = 5)
        {
            statements.Reset();
            await read();
            Assert.InRange(statements.Count, 1, most);
        }
    }

    [Fact]
    public async Task Find_ByPartOfAName_TreatsWildcardsLiterallyAndRespectsAccess()
    {
        await using var f = await IngestFixture.CreateAsync();
        var (_, lead) = await SeedWorkflowsAsync(f);
        await f.QueryAsync(async db =>
        {
            var other = new Tenant
            {
                Key = "other",
                Name = "other",
                CreatedAt = DateTimeOffset.UnixEpoch,
            };
            db.Workflows.Add(
                new Workflow
                {
                    Tenant = other,
                    Key = "flow-0007",
                    Name = "flow-0007",
                    CreatedAt = DateTimeOffset.UnixEpoch,
                }
            );
            return await db.SaveChangesAsync();
        });
        var workflows = f.Get<WorkflowService>();
        Assert.Equal(1, (await workflows.PageAsync(lead, [Role.Lead], new("FLOW-0007"))).Total);
        Assert.Equal(0, (await workflows.PageAsync(lead, [Role.Lead], new("flow%7"))).Total);
        Assert.Equal(10, (await workflows.PageAsync(lead, [Role.Lead], new("flow-007", Size: 3))).Total);
        var last = await workflows.PageAsync(lead, [Role.Lead], new(Page: int.MaxValue));
        Assert.Equal((60, Paging.Rows), (last.Number, last.Count));
        Assert.Equal(1, (await workflows.PageAsync(lead, [Role.Lead], new(Page: -5))).Number);
        Assert.Null(await f.Get<WorkflowDirectory>().FindPlaceAsync(lead, Role.Lead, "other/flow-0007"));
        Assert.Equal("acme", (await f.Get<WorkflowDirectory>().FindPlaceAsync(lead, Role.Lead, "acme/flow-0007"))!.TenantKey);
    }

    [Fact]
    public async Task QuestionsOfManyImportedKeys_ReadOnlyTheLastVersion()
    {
        var statements = new StatementCount();
        await using var f = await IngestFixture.CreateAsync(configure: s =>
            s.ConfigureDbContext<TriageDbContext>(o => o.AddInterceptors(statements), ServiceLifetime.Singleton)
        );
        await f.SendAsync(IngestFixture.Event("t"));
        var workflow = await f.QueryAsync(db =>
            db.Workflows.Select(w => new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId))
                .SingleAsync()
        );
        await f.QueryAsync(async db =>
        {
            var rubric = new Rubric
            {
                WorkflowId = workflow.Id,
                Key = Rubric.ImportedKey,
                Name = "Imported labels",
            };
            // Many imports leave many versions, each with more keys than the one before. The first one is invalid JSON, so it must not be
            // read.
            var first = new RubricVersion
            {
                Rubric = rubric,
                Number = 1,
                Definition = "never read",
                PublishedAt = DateTimeOffset.UnixEpoch,
            };
            var all = new RubricDefinition(
                "Imported labels",
                "",
                [
                    .. Enumerable
                        .Range(0, Many)
                        .Select(n => new Criterion
                        {
                            Key = $"key-{n:0000}",
                            Kind = CriterionKind.OneOf,
                            Label = $"key-{n:0000}",
                            Options = [new("yes", "yes"), new("no", "no")],
                        }),
                ]
            );
            db.AddRange(
                first,
                new RubricVersion
                {
                    Rubric = rubric,
                    Number = 2,
                    Definition = all.ToJson(),
                    PublishedAt = DateTimeOffset.UnixEpoch,
                }
            );
            await db.SaveChangesAsync();
            db.AgreementCriteria.AddRange(
                all.Criteria.Select(c => new AgreementCriterion
                {
                    WorkflowId = workflow.Id,
                    Key = c.Key,
                    RubricVersionId = first.Id,
                    ChangedAt = DateTimeOffset.UnixEpoch,
                })
            );
            return await db.SaveChangesAsync();
        });
        var lead = new PersonAccess(1, "Ada", [new Grant(Role.Lead, workflow.TenantId, null)]);
        statements.Reset();
        var questions = await f.Get<AgreementService>().QuestionsAsync(lead, workflow);
        Assert.Equal(Many, questions.Count);
        Assert.InRange(statements.Count, 1, 4);
        Assert.Equal(20, questions.ToPage(3, 20).Count);
    }

    private static async Task<(PersonAccess Admin, PersonAccess Lead)> SeedWorkflowsAsync(IngestFixture f)
    {
        var tenant = await f.QueryAsync(async db =>
        {
            var tenant = new Tenant
            {
                Key = "acme",
                Name = "acme",
                CreatedAt = DateTimeOffset.UnixEpoch,
            };
            db.Workflows.AddRange(
                Enumerable
                    .Range(0, Many)
                    .Select(n => new Workflow
                    {
                        Tenant = tenant,
                        Key = $"flow-{n:0000}",
                        Name = $"flow-{n:0000}",
                        Configured = n % 3 != 0,
                        CreatedAt = DateTimeOffset.UnixEpoch,
                    })
            );
            await db.SaveChangesAsync();
            return tenant.Id;
        });
        return (
            new PersonAccess(1, "Ada", [new Grant(Role.Admin, null, null)]),
            new PersonAccess(2, "Bo", [new Grant(Role.Lead, tenant, null)])
        );
    }

    /// <summary>Counts the statements that are sent to the database.</summary>
    private sealed class StatementCount : DbCommandInterceptor
    {
        private int count;

        public int Count => Volatile.Read(ref count);

        public string Last { get; private set; } = "";

        public void Reset() => Volatile.Write(ref count, 0);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            Interlocked.Increment(ref count);
            Last = command.CommandText;
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}

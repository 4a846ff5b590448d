using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Agreement;

/// <summary>A workflow with interactions, imported labels and their agreement.</summary>
internal sealed class AgreementWorld : IAsyncDisposable
{
    private AgreementWorld(IngestFixture fixture) => Fixture = fixture;

    public IngestFixture Fixture { get; }

    public long WorkflowId { get; private set; }

    public WorkflowRef Workflow { get; private set; } = null!;

    public AgreementService Agreement => Fixture.Get<AgreementService>();

    public AgreementCounter Counter => Fixture.Get<AgreementCounter>();

    public static Task<AgreementWorld> CreateAsync(int interactions) =>
        CreateAsync([.. Enumerable.Range(0, interactions).Select(n => IngestFixture.Event($"t{n}"))]);

    public static async Task<AgreementWorld> CreateAsync(string[] events)
    {
        var world = new AgreementWorld(await IngestFixture.CreateAsync());
        await world.Fixture.SendAsync(events);
        world.Workflow = await world.Fixture.QueryAsync(db =>
            db.Workflows.Select(w => new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, true, null)).SingleAsync()
        );
        world.WorkflowId = world.Workflow.Id;
        return world;
    }

    public static string Line(string trace, string labeler, string value, string key = "quality") =>
        System.Text.Json.JsonSerializer.Serialize(
            new
            {
                trace_id = trace,
                labeler_id = labeler,
                rubric_key = key,
                value,
            }
        );

    public async Task ImportAsync(params IEnumerable<string> lines)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var result = await Fixture.Get<LabelImportService>().ImportAsync(null, stream);
        Assert.Equal(0, result.RefusedCount);
    }

    public async Task PublishAsync(string json) =>
        Assert.True((await Fixture.Get<RubricService>().ImportAsync(WorkflowId, json, "test", "")).Ok);

    /// <summary>Creates a person with the role in the workflow.</summary>
    public async Task<PersonAccess> HireAsync(string name, Role role)
    {
        var userId = await Fixture.QueryAsync(async db =>
        {
            var user = new AppUser
            {
                UserName = name,
                DisplayName = name,
                Email = $"{name}@example.org",
            };
            db.Users.Add(user);
            await db.SaveChangesAsync();
            db.RoleGrants.Add(
                new RoleGrant
                {
                    UserId = user.Id,
                    Role = role,
                    TenantId = Workflow.TenantId,
                    WorkflowId = Workflow.Id,
                    GrantedBy = "test",
                }
            );
            await db.SaveChangesAsync();
            return user.Id;
        });
        return new PersonAccess(userId, name, [new Grant(role, Workflow.TenantId, Workflow.Id)]);
    }

    public Task<long> InteractionAsync(string trace) =>
        Fixture.QueryAsync(db => db.Interactions.Where(i => i.TraceId == trace).Select(i => i.Id).SingleAsync());

    /// <summary>The report of a question by its key; with several meanings the current one.</summary>
    public async Task<AgreementReport> ReportAsync(string key, DateOnly? from = null, DateOnly? to = null)
    {
        await Counter.CatchUpAsync();
        var question = (await QuestionsAsync()).First(q => q.Key == key);
        return (await Agreement.ReportAsync(WorkflowId, question, from, to, default))!;
    }

    public Task<IReadOnlyList<AgreementQuestion>> QuestionsAsync() => Agreement.QuestionsAsync(WorkflowId, default);

    /// <summary>Checks that a recount of the entries equals the stored counts, and that the entries are the current labels.</summary>
    public Task AssertCountsAsync() =>
        Fixture.QueryAsync(async db =>
        {
            Assert.Equal(0, await db.Labels.CountAsync(l => l.IsCurrent != l.IsCounted));
            var entries = await db.AgreementEntries.ToListAsync();
            var items = entries.GroupBy(e => (e.CriterionId, e.InteractionId, e.Turn)).ToList();
            var patterns = items
                .GroupBy(i => (i.Key.CriterionId, i.Max(e => e.Day), AgreementChanges.PatternOf(i)))
                .ToDictionary(g => g.Key, g => g.LongCount());
            Assert.Equal(
                patterns,
                (await db.AgreementPatterns.ToListAsync()).ToDictionary(p => (p.CriterionId, p.Day, p.Pattern), p => p.Items)
            );
            var pairs =
                from i in items
                where i.Count() <= AgreementChanges.MaxPairedLabelers
                from a in i
                from b in i
                where a.LabelerId < b.LabelerId
                group i by (i.Key.CriterionId, i.Max(e => e.Day), a.LabelerId, b.LabelerId, a.ValueId, b.ValueId);
            Assert.Equal(
                pairs.ToDictionary(g => g.Key, g => g.LongCount()),
                (await db.LabelerPairs.ToListAsync()).ToDictionary(
                    p => (p.CriterionId, p.Day, p.LabelerAId, p.LabelerBId, p.ValueAId, p.ValueBId),
                    p => p.Items
                )
            );
            return true;
        });

    public async ValueTask DisposeAsync() => await Fixture.DisposeAsync();
}

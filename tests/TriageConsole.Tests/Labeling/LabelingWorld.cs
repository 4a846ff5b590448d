using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Triage;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Golden;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Triage;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Labeling;

/// <summary>A workflow with a queue and labelers, and the labeling services over their own database.</summary>
internal sealed class LabelingWorld : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly ServiceProvider services;

    private LabelingWorld(TestDatabase database)
    {
        this.database = database;
        services = new ServiceCollection()
            .AddTriageData(database.Connection)
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<ILogger<ChangeNotifier>>(NullLogger<ChangeNotifier>.Instance)
            .AddSingleton<ChangeNotifier>()
            .AddSingleton(Options.Create(new LabelingOptions()))
            .AddSingleton<WorkflowDirectory>()
            .AddSingleton<ILabelCounts, LabelCounts>()
            .AddSingleton<RubricService>()
            .AddSingleton<RubricDraftService>()
            .AddSingleton<PendingSubmits>()
            .AddMemoryCache()
            .AddSingleton<IHiddenChecks, HiddenChecks>()
            .AddSingleton<LabelingService>()
            .AddSingleton<LabelingLeases>()
            .AddSingleton<LabelRecords>()
            .AddSingleton<QueueService>()
            .AddSingleton(Options.Create(new NoticeOptions { SmtpHost = "mail.example.org", MailFrom = "console@example.org" }))
            .AddSingleton<NoticeService>()
            .AddSingleton<FlagNotifier>()
            .AddSingleton<LabelerFlags>()
            .AddSingleton<FlagInbox>()
            .AddSingleton<FlagActions>()
            .AddSingleton<FlagRedaction>()
            .BuildServiceProvider();
    }

    public ManualTime Time { get; } = new();

    public LabelingLeases Leases => services.GetRequiredService<LabelingLeases>();

    public LabelingService Labeling => services.GetRequiredService<LabelingService>();

    public LabelRecords Records => services.GetRequiredService<LabelRecords>();

    public LabelerFlags Flags => services.GetRequiredService<LabelerFlags>();

    public FlagInbox Inbox => services.GetRequiredService<FlagInbox>();

    public FlagActions FlagActions => services.GetRequiredService<FlagActions>();

    public FlagRedaction Redaction => services.GetRequiredService<FlagRedaction>();

    public RubricService Rubrics => services.GetRequiredService<RubricService>();

    public RubricDraftService Drafts => services.GetRequiredService<RubricDraftService>();

    public PendingSubmits Pending => services.GetRequiredService<PendingSubmits>();

    public IDbContextFactory<TriageDbContext> Contexts => services.GetRequiredService<IDbContextFactory<TriageDbContext>>();

    public ChangeNotifier Notifier => services.GetRequiredService<ChangeNotifier>();

    public IProviderStatements Statements => services.GetRequiredService<IProviderStatements>();

    public string ConnectionString => database.Connection.ConnectionString;

    public WorkflowRef Workflow { get; private set; } = null!;

    public static async Task<LabelingWorld> CreateAsync(int items, int slots = 1, string workflowKey = "general.test")
    {
        var world = new LabelingWorld(await TestDatabase.CreateAsync());
        await using var db = world.CreateContext();
        var now = world.Time.GetUtcNow();
        var tenant = new Tenant
        {
            Key = "acme",
            Name = "Acme",
            CreatedAt = now,
        };
        var workflow = new Workflow
        {
            Tenant = tenant,
            Key = workflowKey,
            Name = "Test",
            Configured = true,
            CreatedAt = now,
        };
        db.Workflows.Add(workflow);
        await db.SaveChangesAsync();
        world.Workflow = new WorkflowRef(workflow.Id, tenant.Id, tenant.Key, workflow.Key, workflow.Name, true, null);
        for (var i = 1; i <= items; i++)
        {
            db.Interactions.Add(
                new Interaction
                {
                    Id = i,
                    TenantId = tenant.Id,
                    WorkflowId = workflow.Id,
                    TraceId = $"t{i}",
                    TaskId = $"k{i}",
                    ModelVersion = "m1",
                    Timestamp = now,
                    ReceivedAt = now,
                }
            );
            db.InteractionPayloads.Add(
                new InteractionPayload
                {
                    InteractionId = i,
                    Input = $"question {i}",
                    Output = $"answer {i}",
                }
            );
            db.QueueItems.Add(
                new QueueItem
                {
                    TenantId = tenant.Id,
                    WorkflowId = workflow.Id,
                    InteractionId = i,
                    Priority = items - i,
                    Reason = "test",
                    Slots = slots,
                    OpenSlots = slots,
                    CreatedAt = now,
                }
            );
        }

        db.WorkflowCounters.Add(
            new WorkflowCounter
            {
                WorkflowId = workflow.Id,
                Shard = 3,
                Interactions = items,
                OpenSlots = (long)items * slots,
            }
        );
        await db.SaveChangesAsync();
        return world;
    }

    public TriageDbContext CreateContext() => database.CreateContext();

    public async Task<Hand> HireAsync(string name)
    {
        await using var db = CreateContext();
        var user = new AppUser { UserName = name, DisplayName = name };
        db.Users.Add(user);
        await db.SaveChangesAsync();
        var access = new PersonAccess(user.Id, name, [new Grant(Role.Labeler, Workflow.TenantId, Workflow.Id)]);
        return new Hand(this, access, await Labeling.StartAsync(access, Workflow));
    }

    /// <summary>A lead of the workflow.</summary>
    public async Task<PersonAccess> LeadAsync(string name)
    {
        await using var db = CreateContext();
        var user = new AppUser { UserName = name, DisplayName = name };
        db.Users.Add(user);
        await db.SaveChangesAsync();
        return new PersonAccess(user.Id, name, [new Grant(Role.Lead, Workflow.TenantId, Workflow.Id)]);
    }

    /// <summary>Moves the clock past the lease time and collects the expired leases.</summary>
    public async Task ExpireLeasesAsync()
    {
        Time.Advance(TimeSpan.FromMinutes(16));
        await Statements.ExpireLeasesAsync(Time.GetUtcNow(), default);
    }

    /// <summary>Asserts that the stored counters equal the rows, and that every slot is exactly one of open, leased and labeled.</summary>
    public async Task AssertBooksBalanceAsync()
    {
        await using var db = CreateContext();
        var counters = await db.WorkflowCounters.Where(c => c.WorkflowId == Workflow.Id).ToListAsync();
        var items = await db.QueueItems.ToListAsync();
        var assignments = await db.Assignments.ToListAsync();
        var labels = await db.Labels.ToListAsync();
        Assert.Equal(items.Sum(i => i.OpenSlots), counters.Sum(c => c.OpenSlots));
        Assert.Equal(assignments.Count(a => a.State == Data.Labeling.AssignmentState.Leased), counters.Sum(c => c.LeasedSlots));
        Assert.Equal(labels.Count(l => l.IsCurrent), counters.Sum(c => c.Labels));
        // One submit can store several labels, one for each turn.
        var submits = labels.Where(l => l.IsCurrent).DistinctBy(l => (l.AssignmentId, l.AssignmentId is null ? l.Id : 0)).ToList();
        Assert.Equal(submits.Count, await db.LabelerDays.SumAsync(d => d.Labels));
        foreach (var item in items)
        {
            var leased = assignments.Count(a => a.QueueItemId == item.Id && a.State == Data.Labeling.AssignmentState.Leased);
            Assert.Equal(item.Slots, item.OpenSlots + leased + item.LabelsDone);
            var mine = labels.Where(l => l.InteractionId == item.InteractionId && l.IsCurrent).ToList();
            Assert.Equal(item.LabelsDone, submits.Count(l => l.InteractionId == item.InteractionId && !l.IsExtra));
            Assert.Equal(mine.Count, (await db.Interactions.SingleAsync(i => i.Id == item.InteractionId)).LabelCount);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }
}

using System.Globalization;
using System.Text;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Components;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Labeling;

/// <summary>The app with one workflow, whose interactions are all in the queue, and people who open its pages.</summary>
internal sealed class QueueApp : IAsyncDisposable
{
    private const string Key = "support.chat";

    private QueueApp(TestApp app, WorkflowRef workflow) => (App, Workflow) = (app, workflow);

    public TestApp App { get; }

    public WorkflowRef Workflow { get; }

    public static async Task<QueueApp> StartAsync(int items)
    {
        var app = await TestApp.StartAsync();
        var tenant = await app.EnsureTenantAsync("acme");
        await app.AddWorkflowAsync("acme", Key);
        WorkflowRef workflow;
        await using (var db = app.Database.CreateContext())
        {
            await db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.AuditShare, 0).SetProperty(w => w.LabelsPerItem, 1));
            workflow = await db.Workflows.Select(WorkflowDirectory.AsRef).SingleAsync();
        }

        var lines = Enumerable
            .Range(0, items)
            .Select(n =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""
                    {"trace_id":"t{{n}}","task_type":"{{Key}}","task_id":"k{{n}}","model_version":"v1","input":"question {{n}}",
                    """
                ) + """ "output":"answer","outcome_metric_name":"resolved","outcome_metric_value":0}"""
            );
        await app.Get<IngestService>()
            .AcceptAsync(new IngestSource(tenant, "acme"), new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        return new QueueApp(app, workflow);
    }

    /// <summary>A person with the role on the tenant.</summary>
    public async Task<PersonAccess> HireAsync(Role role)
    {
        var grant = new Grant(role, Workflow.TenantId, null);
        var (id, _) = await App.CreatePersonAsync(grant);
        return new PersonAccess(id, $"{role} {id}", [grant]);
    }

    /// <summary>A browser window of the person, with optional registrations that replace those of the app.</summary>
    public async Task<BunitContext> OpenAsync(PersonAccess person, Action<IServiceCollection>? configure = null)
    {
        var contexts = App.Get<IDbContextFactory<TriageDbContext>>();
        var context = await PersonPage.OpenAsync(App.Services, contexts, person.UserId, TimeProvider.System);
        configure?.Invoke(context.Services);
        context.Render<MudPopoverProvider>();
        return context;
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

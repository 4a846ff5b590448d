using TriageConsole.Data.Releases;
using TriageConsole.Data.Workflows;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Routing;

/// <summary>The application over HTTP with a workflow, its live release v1 and a candidate v2.</summary>
public abstract class RoutingTestBase : IAsyncLifetime
{
    protected TestApp App { get; private set; } = null!;

    protected Workflow Workflow { get; private set; } = null!;

    protected Release Live { get; private set; } = null!;

    protected Release Candidate { get; private set; } = null!;

    /// <summary>An API key that may ask for routes.</summary>
    protected string Key { get; private set; } = null!;

    protected HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await TestApp.StartAsync();
        Workflow = await App.AddWorkflowAsync("acme", "support");
        await using var db = App.Database.CreateContext();
        (Live, Candidate) = (await RoutingRows.AddReleaseAsync(db, Workflow, "v1"), await RoutingRows.AddReleaseAsync(db, Workflow, "v2"));
        await RoutingRows.PromoteAsync(db, null, Live);
        Key = await App.CreateApiKeyAsync("acme", "ingest");
        Client = App.CreateApiClient(Key);
        await RoutingRows.UntilAsync(() => Client.ReleaseAsync(), "v1");
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

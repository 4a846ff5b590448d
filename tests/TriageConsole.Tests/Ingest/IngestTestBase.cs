namespace TriageConsole.Tests.Ingest;

/// <summary>Tests of a class that use one database per test, created when it is first needed.</summary>
public abstract class IngestTestBase : IAsyncDisposable
{
    private IngestFixture? fixture;

    protected async Task<IngestFixture> WorldAsync() => fixture ??= await IngestFixture.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        if (fixture is not null)
            await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

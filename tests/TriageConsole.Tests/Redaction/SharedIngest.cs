using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Redaction;

/// <summary>One database for all tests of a class.</summary>
public sealed class SharedIngest : IAsyncLifetime
{
    public IngestFixture Fixture { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Fixture = await IngestFixture.CreateAsync();

    public ValueTask DisposeAsync() => Fixture.DisposeAsync();
}

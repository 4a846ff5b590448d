using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest.Bus;

/// <summary>Two consoles of which the first stops earlier. Both stop when the test ends, also when it fails.</summary>
internal sealed class ConsolePair : IAsyncDisposable
{
    public TestApp? First { get; set; }

    public TestApp? Second { get; set; }

    public async Task StopFirstAsync()
    {
        var first = First!;
        First = null;
        await first.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (First is not null)
            await First.DisposeAsync();
        if (Second is not null)
            await Second.DisposeAsync();
    }
}

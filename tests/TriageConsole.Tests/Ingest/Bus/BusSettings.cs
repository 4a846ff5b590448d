using TriageConsole.Features.Ingest.Bus;

namespace TriageConsole.Tests.Ingest.Bus;

/// <summary>Sources as settings of the configuration.</summary>
internal static class BusSettings
{
    public static IEnumerable<KeyValuePair<string, string?>> Of(string section, IReadOnlyList<BusSourceOptions> sources)
    {
        yield return new("Bus:MaxRetrySeconds", "0.5");
        yield return new("Bus:MaxMessageBytes", "65536");
        // Tests with thousands of messages are not about the limits of keys.
        yield return new("Ingest:KeyRequestsPerSecond", "100000");
        yield return new("Ingest:KeyBurst", "1000000");
        foreach (var (n, source) in sources.Index())
        {
            yield return new($"{section}:{n}:Name", source.Name);
            yield return new($"{section}:{n}:Key", source.Key);
            yield return new($"{section}:{n}:Content", source.Content.ToString());
        }
    }
}

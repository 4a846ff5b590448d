using TriageConsole.Features.Ingest.Bus;

namespace TriageConsole.Tests.Ingest.Bus;

/// <summary>A real broker with what the tests do with it.</summary>
public interface IBroker : IAsyncDisposable
{
    BusKind Kind { get; }

    Task StartAsync();

    /// <summary>The settings of a console that receives from the sources.</summary>
    IEnumerable<KeyValuePair<string, string?>> Settings(params BusSourceOptions[] sources);

    /// <summary>Creates a queue or topic that can receive messages before a console runs.</summary>
    Task CreateAsync(BusSourceOptions source);

    /// <summary>
    /// Publishes messages in order and returns when the broker has confirmed all of them. While the broker is away it tries again, so that
    /// a message whose confirmation was lost is published twice.
    /// </summary>
    Task PublishAsync(string source, IEnumerable<OutgoingMessage> messages);

    /// <summary>Reads dead letters until there are as many as expected, and one more if there is one.</summary>
    Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(string name, int expected);

    /// <summary>Ends the broker as a crash would.</summary>
    Task KillAsync();

    /// <summary>Starts it again with what it has stored.</summary>
    Task ReviveAsync();
}

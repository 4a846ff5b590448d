using Microsoft.Extensions.Options;
using TriageConsole.Data.Access;
using TriageConsole.Security;
using TriageConsole.Telemetry;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>The queues and topics of the configuration with their state on this instance.</summary>
public sealed class BusStatus
{
    private readonly IReadOnlyList<BusSource> sources;

    public BusStatus(IOptions<BusOptions> options, TimeProvider time)
    {
        var (rabbit, kafka) = (options.Value.RabbitMq, options.Value.Kafka);
        sources =
        [
            .. rabbit.IsOn ? Of(BusKind.RabbitMq, rabbit.Queues, time) : [],
            .. kafka.IsOn ? Of(BusKind.Kafka, kafka.Topics, time) : [],
        ];
        if (sources.Count == 0)
            return;
        Observe("connected", "{source}", "1 if the queue or topic is connected, else 0", s => s.Connected ? 1 : 0);
        Observe("unacknowledged", "{message}", "Messages that were received and are not acknowledged yet", s => s.Unacknowledged);
        Observe("waiting", "{message}", "Messages that wait at the broker", s => s.Waiting);
    }

    internal IEnumerable<BusSource> Of(BusKind kind) => sources.Where(s => s.Kind == kind);

    /// <summary>All sources, without a permission check: for metrics and counts.</summary>
    internal IReadOnlyList<BusSourceStatus> Read() => [.. sources.Select(s => s.Read())];

    /// <summary>
    /// How many sources are connected, in words without names; null if there are none. A broker that is away does not make an instance
    /// unready, because HTTP works without it.
    /// </summary>
    public string? Summary => sources.Count == 0 ? null : $"bus: {Read().Count(s => s.Connected)} of {sources.Count} connected";

    /// <summary>The sources of the tenant of an API key.</summary>
    public IReadOnlyList<BusSourceStatus> Read(ApiCaller caller) => [.. Read().Where(s => s.TenantId == caller.TenantId)];

    /// <summary>
    /// The sources of the tenants that the person leads as a whole. A source whose messages bring their own keys has no tenant; those who
    /// lead everything see it.
    /// </summary>
    public IReadOnlyList<BusSourceStatus> Read(PersonAccess access)
    {
        var (everywhere, tenants, _) = access.Scope(Role.Lead);
        return [.. Read().Where(s => everywhere || (s.TenantId is { } id && tenants.Contains(id)))];
    }

    private void Observe(string name, string unit, string description, Func<BusSourceStatus, long?> value) =>
        ConsoleTelemetry.ObserveBus(
            name,
            unit,
            description,
            () => Read().Where(s => value(s) is not null).Select(s => (s.Kind.ToString(), s.Name, value(s)!.Value))
        );

    private static IEnumerable<BusSource> Of(BusKind kind, IEnumerable<BusSourceOptions> named, TimeProvider time) =>
        named.DefaultIfEmpty(new BusSourceOptions()).Select(o => new BusSource(kind, o, time));
}
